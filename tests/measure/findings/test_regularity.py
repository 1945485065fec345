"""Irregular rhythms are told apart by what makes them irregular."""

import numpy as np
import pytest

from ecgkt.measure.findings.findings import find_findings
from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.simulate import plant_ectopy as planting
from ecgkt.simulate.plant_ectopy import EctopyCase, plant_ectopy
from ecgkt.simulate.rhythm import Onset, sinus_onsets

WORDS = {
    "regular",
    "irregular",
    "irregular_without_p",
    "irregular_ectopic",
    "irregular_dropped",
    "sinus_arrhythmia",
}


def word(made, fs=250.0):
    found = find_findings(measure_ecg(made.leads, fs, None))
    return {one.code: one for one in found if one.code in WORDS}


def rhythm(monkeypatch, make):
    """Plant sinus beats at other times."""

    def onsets(rate, duration, rng):
        return make(sinus_onsets(rate, duration, rng))

    monkeypatch.setattr(planting, "sinus_onsets", onsets)
    return plant_ectopy(EctopyCase(order="none"), fs=250.0, seed=1)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({"order": "none"}, "regular"),
        ({"order": "none", "is_fibrillating": True}, "irregular_without_p"),
        ({"order": "single"}, "irregular_ectopic"),
        ({"order": "bigeminy"}, "irregular_ectopic"),
        ({"order": "trigeminy", "is_atrial": True}, "irregular_ectopic"),
        ({"order": "single", "is_fibrillating": True}, "irregular_without_p"),
    ],
    ids=str,
)
@pytest.mark.parametrize("fs", [100.0, 250.0])
def test_planted_rhythm_has_its_word(case, code, fs):
    made = plant_ectopy(EctopyCase(**case), fs=fs, seed=2)
    assert set(word(made, fs)) == {code}


def test_breathing_heart_has_sinus_arrhythmia(monkeypatch):
    def breathing(beats):
        times = np.array([time for time, _ in beats])
        times = times + 0.12 * np.sin(2 * np.pi * 0.2 * times)
        return [Onset(float(time), "sinus") for time in times]

    found = word(rhythm(monkeypatch, breathing))
    assert set(found) == {"sinus_arrhythmia"}
    assert found["sinus_arrhythmia"].unit == "ms"
    assert found["sinus_arrhythmia"].value > 120


def test_dropped_beats_are_pauses_of_two_cycles(monkeypatch):
    def blocked(beats):
        return [
            Onset(time, "blocked" if number % 5 == 0 else "sinus")
            for number, (time, _) in enumerate(beats)
        ]

    found = word(rhythm(monkeypatch, blocked))
    assert set(found) == {"irregular_dropped"}
    one = found["irregular_dropped"]
    assert one.value == len(one.beat_times_s) == len(one.spans) >= 2
    assert all(last - first > 1.4 for _, first, last in one.spans)
