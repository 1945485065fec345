"""Errors of durations at low rates: those of the document, and only there."""

import math

import pytest

from ecgkt.measure.low_rates import ERRORS_MS, with_errors
from ecgkt.measure.rate_correction import corrected_qt
from ecgkt.results.delineation import DelineationTable
from ecgkt.results.document import load_document
from ecgkt.results.model_card import BUNDLED
from ecgkt.types.measurements import Measurement, absent


def values(**changes):
    durations = {"p_ms": 100.0, "pr_ms": 160.0, "qrs_ms": 96.0, "qt_ms": 400.0}
    found = {name: Measurement.of(ms) for name, ms in {**durations, **changes}.items()}
    found["heart_rate_bpm"] = Measurement.of(90.0)
    return found | corrected_qt(found["qt_ms"], found["heart_rate_bpm"])


def test_constants_are_the_figures_of_the_document_rounded_up():
    path = BUNDLED / "results" / DelineationTable.FILE
    table = load_document(path, DelineationTable)
    for fs, errors in ERRORS_MS.items():
        measured = table.global_intervals.rates[f"{fs:g}"]
        assert errors == {name: math.ceil(one.rms) for name, one in measured.items()}


@pytest.mark.parametrize("fs", [250.0, 500.0])
def test_usual_rates_have_no_error(fs):
    assert with_errors(values(), fs) == values()


@pytest.mark.parametrize(("fs", "of"), [(100.0, 100), (120.0, 100), (200.0, 128)])
def test_error_of_the_next_lower_rate_holds(fs, of):
    found = with_errors(values(), fs)
    for name in ("p_ms", "pr_ms", "qrs_ms", "qt_ms"):
        assert found[name].error_ms == ERRORS_MS[of][name]
    assert found["qrs_ms"].note == f"± is the error at {fs:g} Hz"
    assert found["heart_rate_bpm"] == values()["heart_rate_bpm"]


def test_correction_for_the_rate_stretches_the_error():
    found = with_errors(values(), 100.0)
    ratio = found["qtc_bazett_ms"].value / 400
    assert found["qtc_bazett_ms"].error_ms == round(ratio * ERRORS_MS[100]["qt_ms"])


def test_what_is_not_measured_stays_so():
    found = with_errors({**values(), "p_ms": absent("no P")}, 100.0)
    assert found["p_ms"] == absent("no P")
