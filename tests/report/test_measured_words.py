"""Measurements and findings in words."""

from dataclasses import replace

from ecgkt.report.measured_words import (
    coverage_text,
    disagreement_text,
    is_off,
    measured_lines,
    range_text,
    spread_text,
    value_text,
)
from ecgkt.types.measurements import Finding, Measurement, not_measurable
from ecgkt.vocab.findings import FINDINGS, normal_range
from ecgkt.vocab.leads import LEADS

WIDE = Finding(
    code="qrs_rbbb",
    text="QRS lasts 138 ms (9 beats).",
    value=138.0,
    unit="ms",
    leads=(),
    beats=9,
    normal_range=(None, 110),
    source="somewhere",
    supports=("CRBBB",),
    contradicts=("NORM",),
)
NORMAL = replace(
    WIDE, code="pr_normal", text="PR as normal.", supports=(), contradicts=("1AVB",)
)
VALUES = {
    "heart_rate_bpm": Measurement(value=61.4, n_beats=10, spread=1.2),
    "qrs_ms": Measurement(value=138.0, n_beats=9, spread=2.0),
    "pr_ms": not_measurable("too slow"),
}


def test_value_spread_and_range():
    assert value_text("pr_ms", VALUES["pr_ms"]) == "not measurable"
    assert value_text("axis_degrees", Measurement(value=-30.4)) == "−30°"
    assert spread_text("qrs_ms", VALUES["qrs_ms"]) == "± 2 ms"
    assert spread_text("pr_ms", VALUES["pr_ms"]) == ""
    assert range_text("axis_degrees", (-30, 90)) == "−30 to 90°"
    assert range_text("limb_voltage_mv", (0.5, None)) == "from 0.50 mV"
    assert range_text("qt_ms", (None, None)) == ""


def test_both_kinds_of_disagreement_are_told_apart():
    assert disagreement_text(WIDE) == ""
    called = disagreement_text(replace(WIDE, disagrees=("NORM",)))
    assert called.endswith("the model calls Normal ECG.")
    denied = disagreement_text(replace(WIDE, disagrees=("CRBBB",)))
    assert "does not see Complete right bundle branch block" in denied


def test_lead_that_was_not_read_is_named_with_its_reason():
    levels = {f"st_{lead.lower()}_mv": Measurement(value=0.0) for lead in LEADS}
    levels["st_v1_mv"] = not_measurable("flat line")
    assert coverage_text(levels) == "Read in 11 of 12 leads (V1: flat line)."


def test_lines_tell_values_reasons_and_findings_beyond_the_limits():
    text = "\n".join(measured_lines(VALUES, (WIDE, NORMAL)))
    assert "61 bpm" in text
    assert "too slow" in text
    assert "over-reading by a physician" in text
    assert "QRS lasts 138 ms" in text
    assert "Supports Complete right bundle branch block." in text
    assert "PR as normal" not in text
    assert "1 within normal limits" in text


def test_normal_finding_that_disagrees_is_told():
    lines = measured_lines(VALUES, (replace(NORMAL, disagrees=("1AVB",)),))
    assert any("PR as normal" in line and "disagrees" in line for line in lines)


def test_refused_recording_has_no_lines():
    assert measured_lines({}, ()) == []


def test_codes_used_here_are_findings():
    assert {WIDE.code, NORMAL.code} <= set(FINDINGS)


def test_value_that_no_finding_judges_is_off_only_as_it_is_printed():
    limit = Measurement(value=75.4)
    assert not is_off("p_axis_degrees", limit, None)
    assert is_off("p_axis_degrees", replace(limit, value=75.6), None)
    # What a finding names as beyond its limit is never shown as normal.
    assert is_off("axis_degrees", replace(limit, value=90.4), None)


def test_value_too_near_its_limit_to_be_judged_is_not_off():
    low, _high = normal_range("qtc_fridericia_ms", None)
    near = Measurement(value=low - 9, error_ms=16.0)
    assert not is_off("qtc_fridericia_ms", near, None)
    assert is_off("qtc_fridericia_ms", replace(near, error_ms=None), None)
    assert is_off("qtc_fridericia_ms", replace(near, value=low - 17), None)
