"""Medians over beats, and the results that are no number."""

import numpy as np
import pytest

from ecgkt.measure.global_beats import GlobalBeat
from ecgkt.measure.intervals import durations, heart_rate
from ecgkt.measure.rate_correction import corrected_qt
from ecgkt.types.measurements import Measurement, absent

ROWS = tuple(range(12))


def beats_of(pr_ms, *, has_t=True):
    beats = []
    for number, pr in enumerate(pr_ms):
        onset = 1.0 + number
        p = None if pr is None else (onset - pr / 1000, onset - pr / 1000 + 0.1)
        t = (onset + 0.2, onset + 0.4) if has_t else None
        beats.append(GlobalBeat((onset, onset + 0.09), p, t, ROWS))
    return beats


def test_medians_and_spread_over_beats():
    found = durations(beats_of([150, 160, 190]))
    assert found["pr_ms"].value == pytest.approx(160)
    assert found["pr_ms"].spread == pytest.approx(10)
    assert found["qrs_ms"].value == pytest.approx(90)
    assert found["qt_ms"].n_beats == 3
    assert found["jt_ms"].value == pytest.approx(310)


def test_p_in_hardly_any_beat_is_absent_and_in_some_is_not_measurable():
    assert durations(beats_of([None] * 8 + [150]))["pr_ms"].state == "absent"
    some = durations(beats_of([None] * 6 + [150] * 4))["pr_ms"]
    assert some.state == "not_measurable"
    assert some.reason == "P waves before 4 of 10 beats"


def test_p_that_runs_through_has_no_pr_but_a_length():
    found = durations(beats_of([80, 140, 200, 260, 320, 380]))
    assert found["pr_ms"].state == "not_measurable"
    assert found["p_ms"].value == pytest.approx(100)


def test_two_beats_give_a_rate_and_no_duration():
    assert "2 beats" in durations(beats_of([150, 150]))["qrs_ms"].reason
    assert heart_rate(np.array([1.0, 2.0])).value == 60
    assert heart_rate(np.array([1.0])).state == "not_measurable"


def test_missing_t_is_absent_and_so_is_every_corrected_qt():
    qt = durations(beats_of([150] * 5, has_t=False))["qt_ms"]
    assert qt.state == "absent"
    corrected = corrected_qt(qt, Measurement(value=60.0))
    assert {one.state for one in corrected.values()} == {"absent"}


def test_all_four_formulas_at_60_and_at_90_per_minute():
    at_60 = corrected_qt(Measurement(value=400.0), Measurement(value=60.0))
    assert {round(one.value, 6) for one in at_60.values()} == {400.0}
    at_90 = corrected_qt(Measurement(value=360.0), Measurement(value=90.0))
    rounded = {name: round(one.value) for name, one in at_90.items()}
    assert rounded == {
        "qtc_fridericia_ms": 412,
        "qtc_bazett_ms": 441,
        "qtc_framingham_ms": 411,
        "qtc_hodges_ms": 412,
    }


def test_bazett_is_warned_of_beyond_its_range_only():
    fast = corrected_qt(Measurement(value=300.0), Measurement(value=120.0))
    assert "Bazett" in fast["qtc_bazett_ms"].note
    assert fast["qtc_fridericia_ms"].note == ""
    usual = corrected_qt(Measurement(value=300.0), Measurement(value=80.0))
    assert usual["qtc_bazett_ms"].note == ""


def test_a_state_without_its_reason_is_a_mistake():
    with pytest.raises(ValueError, match="absent quantity"):
        absent("")
    with pytest.raises(ValueError, match="measured quantity"):
        Measurement(value=None)
