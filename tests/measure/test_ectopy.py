"""Premature beats are marked where they were planted, of their kind, and no others."""

import numpy as np
import pytest

from ecgkt.measure.ectopy import Ectopy, find_ectopy, local_rr
from ecgkt.measure.global_beats import GlobalBeat
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.simulate.plant_ectopy import ORDERS, EctopyCase, plant_ectopy

SEEN = (0.8, 9.6)


def judged(made, fs, **more):
    leads = made.leads.astype(np.float64)
    return find_ectopy(leads, fs, peaks=find_r_peaks(leads, fs) / fs, **more)


def inner(times):
    return [time for time in times if SEEN[0] < time < SEEN[1]]


@pytest.mark.parametrize("fs", [100.0, 500.0])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("coupling", [0.6, 0.8])
def test_planted_ventricular_beats_are_wide(order, coupling, fs):
    made = plant_ectopy(EctopyCase(order=order, coupling=coupling), fs=fs, seed=2)
    found = judged(made, fs)
    assert inner(made.premature)
    times = inner(beat.time for beat in found.beats)
    assert times == pytest.approx(inner(made.premature), abs=0.06)
    assert {beat.kind for beat in found.beats} == {"wide"}


@pytest.mark.parametrize("order", ["single", "bigeminy", "trigeminy"])
def test_planted_atrial_beats_are_narrow(order):
    case = EctopyCase(order=order, is_atrial=True, coupling=0.6)
    made = plant_ectopy(case, fs=250.0, seed=2)
    found = judged(made, 250.0)
    times = inner(beat.time for beat in found.beats)
    assert times == pytest.approx(inner(made.premature), abs=0.06)
    assert {beat.kind for beat in found.beats} == {"narrow"}


@pytest.mark.parametrize("is_fibrillating", [False, True])
@pytest.mark.parametrize("rate", [50.0, 75.0, 110.0])
def test_nothing_is_marked_where_nothing_was_planted(rate, is_fibrillating):
    case = EctopyCase(order="none", rate=rate, is_fibrillating=is_fibrillating)
    found = judged(plant_ectopy(case, fs=250.0, seed=4), 250.0)
    assert found.beats == ()
    assert found.irregularity.is_like_fibrillation == is_fibrillating


def test_wide_beats_stand_out_of_fibrillation_and_of_noise():
    for more in ({"is_fibrillating": True}, {"noise_mv": 0.1}):
        made = plant_ectopy(EctopyCase(order="single", **more), fs=250.0, seed=1)
        found = inner(beat.time for beat in judged(made, 250.0).of_kind("wide"))
        assert found == pytest.approx(inner(made.premature), abs=0.06)


def test_pause_is_compensatory_less_or_none():
    ventricular = plant_ectopy(EctopyCase(order="single"), fs=250.0, seed=2)
    assert {one.pause for one in judged(ventricular, 250.0).beats} == {"full"}
    atrial = EctopyCase(order="single", is_atrial=True)
    found = judged(plant_ectopy(atrial, fs=250.0, seed=2), 250.0)
    assert {one.pause for one in found.beats} == {"less"}
    slow = EctopyCase(order="single", coupling=0.5, rate=50.0)
    found = judged(plant_ectopy(slow, fs=250.0, seed=3), 250.0)
    assert {one.pause for one in found.beats} == {"none"}


def test_p_before_a_beat_is_known_where_boundaries_are():
    made = plant_ectopy(EctopyCase(order="single"), fs=250.0, seed=2)
    times = np.sort(np.concatenate([made.premature, made.others])).tolist()
    beats = [
        GlobalBeat((at - 0.05, at + 0.05), p, None, (1,))
        for at in times
        for p in [None if at in made.premature else (at - 0.2, at - 0.1)]
    ]
    assert {one.has_p for one in judged(made, 250.0, beats=beats).beats} == {False}
    assert {one.has_p for one in judged(made, 250.0).beats} == {None}


def test_beats_that_follow_each_other_are_one_group():
    made = plant_ectopy(EctopyCase(order="run", coupling=0.6), fs=250.0, seed=2)
    assert max(len(group) for group in judged(made, 250.0).groups()) == 4
    assert Ectopy().groups() == []


def test_short_intervals_between_dropped_beats_are_not_premature():
    case = EctopyCase(order="none", rate=60.0)
    made = plant_ectopy(case, fs=250.0, seed=1)
    leads = made.leads.astype(np.float64)
    peaks = find_r_peaks(leads, 250.0) / 250.0
    found = find_ectopy(leads, 250.0, peaks=np.delete(peaks, [3, 7]))
    assert found.beats == ()
    assert len(found.irregularity.pauses) == 2


def test_few_beats_are_not_judged():
    found = find_ectopy(np.zeros((12, 2500)), 250.0, peaks=np.arange(4.0))
    assert (found.reason, found.beats) == ("4 beats found, 5 needed", ())


def test_local_rr_is_blind_to_one_early_beat():
    peaks = np.arange(12.0)
    peaks[5] -= 0.4
    assert local_rr(peaks) == pytest.approx(np.ones(12))
