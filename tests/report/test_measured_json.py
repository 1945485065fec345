"""Measurements and findings to and from JSON."""

import json

import pytest

from ecgkt.report.measured_json import (
    finding_from_dict,
    finding_to_dict,
    measurements_from_dict,
    measurements_to_dict,
    trace_from_dict,
    trace_to_dict,
)
from ecgkt.types.measurements import Finding, Measurement, absent, not_measurable

MEASURED = {
    "qrs_ms": Measurement(value=94.0, n_beats=9, spread=0.0),
    "qtc_bazett_ms": Measurement(value=430.5, n_beats=9, note="misleads"),
    "axis_degrees": Measurement(value=0.0),
    "p_ms": absent("no P"),
    "pr_ms": not_measurable("no delineator is installed"),
}
FINDING = Finding(
    code="qrs_normal",
    text="QRS lasts 94 ms (9 beats), as normal.",
    value=94.0,
    unit="ms",
    leads=("II", "V1"),
    beats=9,
    normal_range=(None, 110),
    source="somewhere",
    contradicts=("CRBBB",),
    disagrees=("CRBBB",),
    spans=(("II", 0.5, 0.6), ("V1", 0.5, 0.6)),
)


def through_json(values):
    return json.loads(json.dumps(values, allow_nan=False))


def test_measurements_are_numbers_or_states_and_survive():
    values = through_json(measurements_to_dict(MEASURED))
    assert values["measurements"]["qrs_ms"] == 94.0
    assert values["measurements"]["p_ms"] == {"state": "absent", "reason": "no P"}
    assert values["measurement_details"]["qrs_ms"] == {"n_beats": 9, "spread": 0.0}
    assert "axis_degrees" not in values["measurement_details"]
    assert measurements_from_dict(values) == MEASURED


def test_finding_survives():
    values = through_json(finding_to_dict(FINDING))
    assert values["normal_range"] == [None, 110]
    assert finding_from_dict(values) == FINDING


def test_no_trace_is_null():
    assert trace_to_dict(None) is None
    assert trace_from_dict(None) is None


@pytest.mark.parametrize(
    "values",
    [
        {"measurements": {"qrs_ms": None}, "measurement_details": {}},
        {
            "measurements": {"qrs_ms": {"state": "absent", "reason": ""}},
            "measurement_details": {},
        },
    ],
)
def test_contradictory_measurement_is_refused(values):
    with pytest.raises(ValueError, match="quantity with value"):
        measurements_from_dict(values)


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [("value", "94", r"\$\.value"), ("spans", [["II", 0.5]], r"\$\.spans\[0\]")],
)
def test_field_of_another_type_is_refused_with_its_place(field, value, place):
    with pytest.raises(ValueError, match=place):
        finding_from_dict({**finding_to_dict(FINDING), field: value})


def test_limits_of_a_finding_stay_whole_numbers():
    limits = finding_from_dict(through_json(finding_to_dict(FINDING))).normal_range
    assert json.dumps(limits) == "[null, 110]"
