"""What needs a physician at once: planted, and just not reached."""

from dataclasses import replace

import pytest

from ecgkt.report.impression.critical import critical_of
from ecgkt.types.reading import Quality, Reading
from ecgkt.vocab.critical import RULES
from ecgkt.vocab.statements import CODES
from tests.builders.readings import planted_reading

NO_P = {"p_beats_percent": 0.0}
WIDE = {"qrs_ms": 140.0, "terminal_v1_mv": 0.0}


def rules(*args, **choices):
    return [item.rule for item in critical_of(planted_reading(*args, **choices))]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"heart_rate_bpm": 39.0}, "very_slow"),
        ({"heart_rate_bpm": 151.0}, "very_fast"),
        ({"heart_rate_bpm": 130.0, **WIDE, **NO_P}, "wide_tachycardia"),
        ({"qtc_fridericia_ms": 500.0}, "long_qtc"),
        ({"st_ii_mv": 0.1, "st_avf_mv": 0.1}, "st_elevation"),
        ({"st_v2_mv": 0.2, "st_v3_mv": 0.2}, "st_elevation"),
    ],
)
def test_planted_rule_is_met(values, rule):
    (found,) = critical_of(planted_reading(**values))
    assert found.rule == rule
    assert found.limit == RULES[rule].limit
    assert found.source == RULES[rule].source
    assert found.value in values.values()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"heart_rate_bpm": 40.0},
        {"heart_rate_bpm": 150.0},
        {"heart_rate_bpm": 130.0, **WIDE},  # every beat follows a P wave
        {"heart_rate_bpm": 130.0, **NO_P},  # narrow
        {"qtc_fridericia_ms": 499.0},
        {"st_ii_mv": 0.3},
        {"st_v2_mv": 0.3, "st_v3_mv": 0.3, "sokolow_lyon_mv": 4.0},
    ],
)
def test_what_is_just_not_critical(values):
    assert rules(**values) == []


def test_model_plays_no_part():
    assert rules(called=tuple(CODES)) == []


def test_electrodes_and_a_missing_rhythm_come_from_the_gates():
    swapped = Quality(verdict="warn", reasons=("R.",), flags={"electrodes": "R."})
    (found,) = critical_of(planted_reading(quality=swapped))
    assert (found.rule, found.text) == ("electrodes", "R.")
    silent = Quality(verdict="refuse", reasons=("N.",), flags={"no_heart_beat": "N."})
    refused = replace(
        planted_reading(quality=silent), measurements={}, findings=(), diagnoses=()
    )
    assert isinstance(refused, Reading)
    assert [item.rule for item in critical_of(refused)] == ["no_rhythm"]


def test_left_block_has_smith_s_rule_instead():
    assert rules("lbbb", st_v2_mv=3.0) == ["st_in_lbbb"]


def test_graver_ones_come_first():
    found = rules(
        heart_rate_bpm=30.0, qtc_fridericia_ms=520.0, st_ii_mv=0.2, st_avf_mv=0.2
    )
    assert found == ["st_elevation", "very_slow", "long_qtc"]


def test_implied_statements_exist():
    assert {code for rule in RULES.values() for code in rule.implies} <= set(CODES)
