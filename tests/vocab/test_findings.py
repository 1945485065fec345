"""Findings and measurements are named completely, with sources and known statements."""

import pytest

from ecgkt.vocab.findings import (
    FINDINGS,
    LEAD_MEASURES,
    MEASURES,
    find_measure,
    number_text,
)
from ecgkt.vocab.leads import LEADS
from ecgkt.vocab.statements import CODES


@pytest.mark.parametrize("code", FINDINGS)
def test_finding_has_source_measure_and_known_statements(code):
    kind = FINDINGS[code]
    assert kind.source
    assert kind.measure in {**MEASURES, **LEAD_MEASURES}
    assert {*kind.supports, *kind.contradicts} <= set(CODES)
    assert not set(kind.supports) & set(kind.contradicts)


def test_normal_finding_supports_nothing_and_contradicts_something():
    for code, kind in FINDINGS.items():
        if kind.is_normal:
            assert not kind.supports, code
            assert kind.contradicts, code


def test_definition_names_what_it_defines():
    for code, kind in FINDINGS.items():
        assert kind.supports or not kind.defines, code


def test_unit_is_that_of_the_name():
    units = {"bpm": "bpm", "percent": "%", "ms": "ms", "mv": "mV"}
    units |= {"degrees": "°", "beats": "beats"}
    for name, measure in {**MEASURES, **LEAD_MEASURES}.items():
        assert measure.unit == units[name.rpartition("_")[2]], name


def test_limits_have_a_source():
    for name, measure in {**MEASURES, **LEAD_MEASURES}.items():
        assert measure.normal == (None, None) or measure.source, name


def test_every_lead_s_measure_is_found_by_its_name():
    for pattern in LEAD_MEASURES:
        for lead in LEADS:
            title = find_measure(pattern.format(lead.lower())).title
            assert title.endswith(f", {lead}")


def test_unknown_measure_is_a_mistake():
    with pytest.raises(KeyError, match="u_"):
        find_measure("u_v2_mv")


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("axis_degrees", -0.4, "0"),
        ("axis_degrees", -31.0, "−31"),
        ("qtc_bazett_ms", 449.6, "450"),
        ("st_v2_mv", 0.049, "0.05"),
    ],
)
def test_number_is_printed_with_a_true_minus_and_no_negative_zero(name, value, text):
    assert number_text(name, value) == text
