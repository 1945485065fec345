"""What changed, in one sentence: nothing within repeat error, nothing without cause."""

from dataclasses import replace

import pytest

from ecgkt.report.serial.compare import compare
from ecgkt.report.serial.sentence import FOLLOWS
from ecgkt.types.measurements import not_measurable
from tests.builders.readings import planted_reading, score_of
from tests.builders.repeatability_documents import repeatability_table

TABLE = repeatability_table()


def said(before, after):
    return compare(before, after, TABLE).sentence


def with_scores(reading, **probabilities):
    scores = tuple(score_of(code, p) for code, p in probabilities.items())
    return replace(reading, diagnoses=scores)


def test_nothing_is_told_within_repeat_error():
    before = planted_reading(qrs_ms=90.0, pr_ms=160.0)
    after = planted_reading(qrs_ms=107.0, pr_ms=150.0)
    assert said(before, after) == (
        "No change beyond repeat error in rate, PR, QRS, QTc and QRS axis."
    )


def test_new_block_is_named_with_its_numbers_and_qtc_with_its_error():
    before = planted_reading("normal", qtc_fridericia_ms=410.0)
    after = planted_reading(
        "lbbb", called=("CLBBB",), qtc_fridericia_ms=458.0, axis_degrees=50.0
    )
    before = with_scores(before, CLBBB=0.01)
    sentence = said(before, after)
    assert sentence.startswith("New complete left bundle branch block (QRS ")
    assert "QTc longer by 48 ms, beyond repeat error (±22 ms)" in sentence
    assert "QRS longer" not in sentence
    assert "ST" not in sentence.replace("STACH", "")
    assert FOLLOWS in compare(before, after, TABLE).notes


def test_what_is_no_more_is_told_too():
    before = planted_reading("lbbb", called=("CLBBB",))
    after = with_scores(planted_reading("normal"), CLBBB=0.01)
    words = said(before, after).lower()
    assert "no longer complete left bundle branch block (qrs " in words


def test_first_degree_block_is_not_new_where_pr_hardly_moved():
    before = planted_reading(pr_ms=197.0)
    after = planted_reading(pr_ms=206.0)
    assert "pr_long" in [finding.code for finding in after.findings]
    assert "AV block" not in said(before, after)
    longer = planted_reading(pr_ms=216.0)
    assert said(before, longer).startswith(
        "New first-degree AV block (PR 197 → 216 ms)"
    )


def test_what_the_model_alone_says_is_possible_and_needs_a_larger_change():
    before = with_scores(planted_reading(), IMI=0.4)
    hardly = with_scores(planted_reading(), IMI=0.6)
    much = with_scores(planted_reading(), IMI=0.9)
    assert "infarction" not in said(before, hardly)
    assert said(before, much).startswith("Possible new inferior infarction")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (70.0, 85.0, "Rate faster by 15 bpm, beyond repeat error (±10 bpm)"),
        (85.0, 70.0, "Rate slower by 15 bpm, beyond repeat error (±10 bpm)"),
    ],
)
def test_numbers_are_told_with_their_error(before, after, words):
    first = planted_reading(heart_rate_bpm=before)
    second = planted_reading(heart_rate_bpm=after)
    assert words in said(first, second)


def test_st_needs_two_neighbouring_leads():
    level = {"st_v2_mv": 0.0, "st_v3_mv": 0.0, "st_v5_mv": 0.0}
    before = planted_reading(**level)
    one = planted_reading(**{**level, "st_v3_mv": 0.09})
    apart = planted_reading(**{**level, "st_v3_mv": 0.09, "st_v5_mv": 0.09})
    two = planted_reading(**{**level, "st_v2_mv": 0.06, "st_v3_mv": 0.09})
    assert "ST higher" not in said(before, one)
    assert "ST higher" not in said(before, apart)
    expected = "ST higher in V2, V3 by up to 0.09 mV, beyond repeat error (±0.04 mV)"
    assert expected in said(before, two)


def test_a_qrs_that_stays_narrow_hides_no_change_of_st():
    level = {"st_v2_mv": 0.0, "st_v3_mv": 0.0}
    before = planted_reading(qrs_ms=90.0, **level)
    after = planted_reading(qrs_ms=115.0, **dict.fromkeys(level, 0.2))
    found = compare(before, after, TABLE)
    assert "QRS longer by 25 ms" in found.sentence
    assert "ST higher in V2, V3 by up to 0.20 mV" in found.sentence
    assert FOLLOWS not in found.notes
    wide = planted_reading(qrs_ms=125.0, **dict.fromkeys(level, 0.2))
    found = compare(before, wide, TABLE)
    assert "ST higher" not in found.sentence
    assert FOLLOWS in found.notes


def test_hypertrophy_that_came_is_told_without_its_voltage_that_went():
    before = with_scores(planted_reading(sokolow_lyon_mv=4.2), LVH=0.02)
    after = with_scores(planted_reading(sokolow_lyon_mv=4.9), LVH=0.95)
    sentence = said(before, after)
    assert "ew left ventricular hypertrophy" in sentence
    assert "voltage" not in sentence


def test_what_could_not_be_compared_is_named():
    before = planted_reading()
    after = planted_reading(pr_ms=not_measurable("muscle noise in V1"))
    assert said(before, after).endswith("Not compared: PR.")


def test_another_rhythm_is_told_with_the_earlier_one():
    before = planted_reading(
        "normal", called=("SR",), denied=("AFIB",), p_beats_percent=100.0
    )
    before = with_scores(before, SR=0.9, AFIB=0.01)
    after = planted_reading("af")
    after = with_scores(after, SR=0.05, AFIB=0.95)
    assert "atrial fibrillation, before sinus rhythm" in said(before, after).lower()


def test_a_recording_against_itself_has_not_changed():
    for example in ("normal", "lbbb", "rbbb", "af", "pvc"):
        reading = planted_reading(example)
        assert said(reading, reading).startswith(
            ("No change beyond repeat error", "Nothing could be compared")
        )
