"""What counts as found, what as wrong, and what is not counted."""

import numpy as np
import pytest

from ecgkt.evaluation.match_waves import Tally, match_waves

TRUTH = np.array([[1.0, 1.1], [2.0, 2.1], [3.0, 3.1]])
SPAN = (1.0, 3.1)
NONE = np.empty((0, 2))


def test_both_boundaries_must_be_near():
    late_end = np.array([[1.0, 1.26]])
    assert match_waves(TRUTH, late_end) == []
    assert match_waves(TRUTH, late_end, tolerance=0.2) == [(0, 0)]


def test_each_wave_is_used_once_and_the_nearest_wins():
    said = np.array([[0.95, 1.05], [1.01, 1.11]])
    assert match_waves(TRUTH, said) == [(0, 1)]


def test_counts_and_errors():
    tally = Tally()
    said = np.array([[1.01, 1.12], [2.03, 2.1], [2.5, 2.6]])
    tally.add_recording([TRUTH], [said], [SPAN])
    found = tally.to_dict()
    assert found["sensitivity"] == pytest.approx(2 / 3)
    assert found["ppv"] == pytest.approx(2 / 3)
    assert found["onset_ms"] == pytest.approx({"mean": 20, "sd": 10, "sd_within": 10})
    assert found["offset_ms"] == pytest.approx({"mean": 10, "sd": 10, "sd_within": 10})


def test_waves_outside_the_marked_span_are_not_counted():
    tally = Tally()
    said = np.concatenate([TRUTH, [[0.2, 0.3], [4.0, 4.1]]])
    tally.add_recording([TRUTH], [said], [SPAN])
    assert tally.to_dict()["ppv"] == 1


def test_nothing_marked_and_nothing_found_is_undefined():
    tally = Tally()
    tally.add_recording([NONE], [NONE], [SPAN])
    found = tally.to_dict()
    assert found["sensitivity"] is None
    assert found["onset_ms"] == {"mean": None, "sd": None, "sd_within": None}


def test_any_overlap_forgives_what_the_tolerance_does_not():
    tally = Tally()
    said = np.array([[1.05, 1.6], [2.0, 2.1]])
    tally.add_recording([TRUTH[:1]], [said], [(1.0, 3.1)])
    found = tally.to_dict()
    assert found["sensitivity"] == 0
    assert found["any_overlap"] == {"recall": 1, "precision": 0.5}


def test_beat_that_is_marked_in_another_lead_only_is_told_apart():
    tally = Tally()
    said = np.array([[1.0, 1.1], [2.0, 2.1], [2.5, 2.6]])
    tally.add_recording([TRUTH, TRUTH[[0, 2]]], [TRUTH, said], [SPAN, SPAN])
    found = tally.to_dict()
    assert found["ppv"] == pytest.approx(4 / 6)
    assert found["ppv_of_complete_marks"] == pytest.approx(4 / 5)


def test_spread_within_recordings_leaves_out_what_differs_between_them():
    tally = Tally()
    for late in (0.0, 0.05):
        said = TRUTH + np.array([[late], [late + 0.01], [late + 0.02]])
        tally.add_recording([TRUTH], [said], [SPAN])
    onset = tally.to_dict()["onset_ms"]
    assert onset["mean"] == pytest.approx(35)
    assert onset["sd_within"] == pytest.approx(1000 * np.std([0, 0.01, 0.02]))
    assert onset["sd"] > 2 * onset["sd_within"]
