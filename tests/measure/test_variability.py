import numpy as np
import pytest

from ecgkt.measure.variability import NAMES, normal_intervals, variability


def peaks_of(rr):
    return 0.3 + np.concatenate([[0], np.cumsum(rr)])


def breathing(n_beats=400, spread=0.04, seed=0):
    """Return RR intervals in seconds that vary as breathing and chance make them."""
    turns = 2 * np.pi * np.arange(n_beats) / 5
    chance = np.random.default_rng(seed).normal(0, 0.01, n_beats)
    return 0.85 + spread * np.sin(turns) + chance


def with_premature(rr, places):
    """Return the intervals with beats 35 % early, each with its full pause."""
    rr = rr.copy()
    for place in places:
        early = 0.35 * rr[place]
        rr[place] -= early
        rr[place + 1] += early
    return rr


def test_figures_follow_their_definitions():
    rr = breathing()
    found = variability(peaks_of(rr), rr.sum() + 0.6)
    steps = np.diff(rr)
    assert found["rmssd_ms"].value == pytest.approx(1e3 * np.sqrt((steps**2).mean()))
    assert found["sdnn_ms"].value == pytest.approx(1e3 * rr.std(ddof=1))
    share = 100 * (np.abs(steps) > 0.05).mean()
    assert found["pnn50_percent"].value == pytest.approx(share)


def test_premature_beats_hardly_change_the_figures():
    rr = breathing()
    places = np.arange(10, 390, 16)
    clean = variability(peaks_of(rr), rr.sum())
    ectopic = variability(peaks_of(with_premature(rr, places)), rr.sum())
    for name in NAMES:
        assert ectopic[name].value == pytest.approx(clean[name].value, rel=0.1)
    naive = 1e3 * np.sqrt((np.diff(with_premature(rr, places)) ** 2).mean())
    assert naive > 3 * ectopic["rmssd_ms"].value


def test_intervals_beside_a_premature_beat_and_a_gap_are_left_out():
    rr = np.full(60, 0.9)
    rr[[20, 21, 40]] = 0.6, 1.2, 14.0
    left_out = np.flatnonzero(~normal_intervals(peaks_of(rr)).is_normal)
    assert left_out.tolist() == [20, 21, 40]


@pytest.mark.parametrize(
    ("peaks", "duration", "words"),
    [
        (np.arange(0.0, 10), 10, "lasts 10.0 s; heart rate variability needs 60 s"),
        (np.arange(0.0, 59), 59.9, "by its standard 5 min"),
        (np.empty(0), 90, "0 beats found"),
        (np.arange(0.0, 30), 90, "32% of the recording are intervals between normal"),
        (
            peaks_of(np.random.default_rng(0).uniform(0.4, 1.4, 120)),
            110,
            "premature, irregular or not found",
        ),
    ],
)
def test_what_is_too_short_or_irregular_is_not_measured(peaks, duration, words):
    for measured in variability(peaks, duration).values():
        assert measured.state == "not_measurable"
        assert words in measured.reason


@pytest.mark.parametrize(
    ("minutes", "words"), [(2, "the standard is 5 min"), (6, "of equal length only")]
)
def test_caveat_stands_beside_the_figures(minutes, words):
    peaks = np.arange(0.0, 60 * minutes)
    assert words in variability(peaks, 60 * minutes)["sdnn_ms"].note
