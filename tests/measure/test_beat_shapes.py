"""Beats of another shape are told from the usual ones, at every rate."""

import numpy as np
import pytest

from ecgkt.measure.beat_shapes import beat_shapes
from ecgkt.simulate.plant_ectopy import EctopyCase, plant_ectopy


def planted(fs=250.0, seed=0, **case):
    made = plant_ectopy(EctopyCase(**case), fs=fs, seed=seed)
    peaks = np.sort(np.concatenate([made.premature, made.others]))
    is_premature = np.isin(peaks, made.premature)
    return made.leads.astype(np.float64), peaks, is_premature


@pytest.mark.parametrize("fs", [100.0, 250.0, 360.0, 500.0, 1000.0])
def test_wide_beats_are_unlike_and_longer_at_every_rate(fs):
    leads, peaks, is_premature = planted(fs, order="trigeminy")
    shapes = beat_shapes(leads, fs, peaks)
    usual = np.median(shapes.spread[~is_premature])
    inner = slice(1, -1)
    assert (shapes.likeness[inner] < 0.8)[is_premature[inner]].all()
    assert (shapes.likeness[inner] > 0.9)[~is_premature[inner]].all()
    assert (shapes.spread[is_premature][inner] > 1.1 * usual).all()
    assert not shapes.is_usual[is_premature].any()


def test_usual_beats_are_the_narrower_ones_where_more_are_wide():
    leads, peaks, is_premature = planted(order="run", coupling=0.5, rate=80.0)
    leads = leads[:, :1000]
    near = peaks < 3.8
    shapes = beat_shapes(leads, 250.0, peaks[near])
    assert not shapes.is_usual[is_premature[near]].any()


def test_likeness_does_not_depend_on_size_or_place():
    leads, peaks, _ = planted(order="single")
    plain, large = (beat_shapes(k * leads, 250.0, peaks) for k in (1.0, 7.0))
    np.testing.assert_allclose(plain.likeness, large.likeness, atol=1e-6)
    np.testing.assert_allclose(plain.spread, large.spread, rtol=1e-4)
    order = [3, 0, 9, 1, 11, 2, 4, 5, 6, 7, 8, 10]
    mixed = beat_shapes(leads[order], 250.0, peaks)
    np.testing.assert_allclose(plain.likeness, mixed.likeness, atol=1e-9)


def test_same_wave_before_each_beat_is_alike_and_fibrillation_is_not():
    for is_fibrillating in (False, True):
        leads, peaks, _ = planted(order="none", is_fibrillating=is_fibrillating)
        likeness = np.median(beat_shapes(leads, 250.0, peaks).p_likeness)
        assert (likeness < 0.8) == is_fibrillating


def test_what_one_electrode_makes_is_no_sound_beat():
    leads, peaks, _ = planted(order="none")
    place = (peaks[4] + peaks[5]) / 2
    at = round(place * 250)
    leads[7, at - 10 : at + 10] += 2 * np.hanning(20)
    shapes = beat_shapes(leads, 250.0, np.sort(np.append(peaks, place)))
    assert not shapes.is_sound[5]
    assert shapes.is_sound[1:5].all()


def test_cut_off_beats_are_not_sound_and_a_single_one_is_its_own_measure():
    leads, _, _ = planted(order="none")
    shapes = beat_shapes(leads, 250.0, np.array([0.05, 5.0, 9.95]))
    assert shapes.is_sound.tolist() == [False, True, False]
    assert beat_shapes(leads, 250.0, np.array([5.0])).likeness == pytest.approx([1.0])


def test_lead_that_was_not_read_changes_nothing():
    leads, peaks, _ = planted(order="single")
    leads[5:] = 0
    shapes = beat_shapes(leads, 250.0, peaks)
    assert np.isfinite(np.concatenate(shapes[3:])).all()
    silent = beat_shapes(0 * leads, 250.0, peaks)
    assert np.isfinite(np.concatenate(silent[3:])).all()
