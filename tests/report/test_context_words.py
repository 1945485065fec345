"""The second result in words: apart, with what was used and what it is worth."""

from dataclasses import replace

from ecgkt.report.context_words import (
    NOTHING,
    attention_text,
    context_notes,
    context_text,
    gain_text,
    notable,
    score_note,
)
from ecgkt.types.context import Measured
from tests.builders.contexts import context_reading


def test_only_what_changes_beyond_the_limit_is_listed():
    assert [one.code for one in notable(context_reading())] == ["LVH"]
    assert notable(context_reading(lvh=0.0)) == []


def test_changed_statement_says_factor_verdict_and_validity():
    (one,) = notable(context_reading())
    assert score_note(one) == (
        "odds × 2.46 (age × 2.46, sex × 1.00), now above its threshold, "
        "AUROC 0.91 (0.88 to 0.94)"
    )


def test_notes_stand_apart_and_say_what_was_used_and_measured():
    first, last = context_notes(context_reading())
    assert first.startswith("Used beside the ECG: 63 years, female. A second result")
    assert "that is of the ECG alone and stays as it is" in first
    assert last == (
        "On 2,198 held-out ECGs age and sex change the macro AUROC of the statements "
        "by +0.0003 (−0.0002 to +0.0008): no gain can be told, for the ECG shows both. "
        "tiny-context 0, weights cccccccccccc."
    )


def test_a_gain_that_can_be_told_is_told():
    sure = replace(context_reading(), gain=Measured(0.004, (0.001, 0.007)))
    assert gain_text(sure).endswith("by +0.0040 (+0.0010 to +0.0070).")


def test_nothing_is_said_where_nothing_changes():
    assert NOTHING in context_notes(context_reading(lvh=0.0))
    assert NOTHING in context_text(context_reading(lvh=0.0))


def test_attention_is_told_to_those_who_cannot_see_it():
    assert attention_text(context_reading()).startswith(
        "Largest attention of age: 40% on the crop from 7.5 to 10.0 s; sex: 14% on "
    )


def test_terminal_gets_both_probabilities():
    lines = context_text(context_reading()).splitlines()
    assert lines[0] == "  With age and sex (second result)"
    assert lines[2].split()[:3] == ["Left", "ventricular", "hypertrophy"]
    assert "0.300 → 0.510" in lines[2]
