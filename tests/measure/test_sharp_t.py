"""A sharp T is no beat; a premature beat at the same distance is one."""

import numpy as np
import pytest

from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.measure.sharp_t import sharp_t
from ecgkt.simulate.example import EXAMPLES, simulate_example
from ecgkt.simulate.plant_ectopy import EctopyCase, plant_ectopy
from tests.builders.sharp_t_beats import sharp_t_beats


@pytest.mark.parametrize("fs", [100.0, 250.0, 500.0])
@pytest.mark.parametrize("rate", [55.0, 75.0, 90.0])
@pytest.mark.parametrize("base", [0.08, 0.12])
def test_sharp_t_as_high_as_r_is_no_beat(base, rate, fs):
    leads, middles = sharp_t_beats(base=base, height=1.5, rate=rate, fs=fs)
    found = measure_ecg(leads, fs, None)
    assert found.values["heart_rate_bpm"].value == pytest.approx(rate, abs=1.5)
    away = np.abs(found.peaks[:, None] - middles).min(axis=1)
    assert away.max() < 0.05


@pytest.mark.parametrize("is_atrial", [False, True])
@pytest.mark.parametrize("rate", [50.0, 70.0, 90.0])
@pytest.mark.parametrize("coupling", [0.4, 0.5, 0.6])
def test_bigeminy_stays(coupling, rate, is_atrial):
    case = EctopyCase(
        order="bigeminy", coupling=coupling, rate=rate, is_atrial=is_atrial
    )
    made = plant_ectopy(case, fs=250.0, seed=3)
    peaks = np.sort(np.concatenate([made.premature, made.others]))
    assert not sharp_t(made.leads.astype(np.float64), 250.0, peaks).any()


@pytest.mark.parametrize("name", EXAMPLES)
def test_usual_hearts_have_none(name):
    record = simulate_example(name, seed=1)
    leads = record.signal.astype(np.float64)
    peaks = find_r_peaks(leads, record.fs) / record.fs
    assert not sharp_t(leads, record.fs, peaks).any()


def test_few_peaks_and_fast_equal_ones_are_beats():
    leads = np.zeros((12, 2500))
    assert not sharp_t(leads, 250.0, np.arange(1.0, 4.0, 0.5)).any()
    assert not sharp_t(leads, 250.0, np.arange(0.5, 9.5, 0.25)).any()
