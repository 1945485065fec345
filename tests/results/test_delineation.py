"""The typed view of the delineation document."""

import pytest

from ecgkt.results.delineation import DelineationTable, validity_text

WAVE = {
    "sensitivity": 0.995,
    "ppv": 0.99,
    "ppv_of_complete_marks": 0.995,
    "onset_ms": {"mean": 1.0, "sd": 6.4, "sd_within": 5.0},
    "offset_ms": {"mean": None, "sd": None, "sd_within": None},
    "marked": 100,
}
DOCUMENT = {
    "schema": "ecgkt.delineation/1",
    "command": "python -m ecgkt evaluate delineation --ludb DIR --json",
    "n_records": 100,
    "tolerance_ms": 150.0,
    "waves": {"p": WAVE, "qrs": WAVE, "t": {**WAVE, "sensitivity": None}},
    "folds": 5,
}


def test_figures_are_read_and_put_into_a_sentence():
    text = validity_text(DelineationTable.from_dict(DOCUMENT))
    assert "100 recordings" in text
    assert "5-fold by recording" in text
    assert "QRS 99.5 %" in text
    assert "QRS onset 6 ms, QRS end not measured" in text
    assert "T not measured" in text


def test_figures_that_are_not_cross_validated_say_so():
    document = {name: value for name, value in DOCUMENT.items() if name != "folds"}
    table = DelineationTable.from_dict(document)
    assert "not cross-validated" in validity_text(table)


def test_simulated_intervals_are_read():
    end = {"mean": 1.0, "sd": 6.0, "n": 72, "unit": "ms"}
    limits = {"target_mean": 6.0, "target_sd": 5.0}
    simulated = {"rule": "beats", "errors": {"qrs_ms": {**end, **limits}}, "noise": {}}
    document = {**DOCUMENT, "simulated_intervals": simulated}
    table = DelineationTable.from_dict(document)
    assert table.simulated_intervals.errors["qrs_ms"].target_sd == 5.0
    assert table.simulated_intervals.rule == "beats"
    damaged = {**DOCUMENT, "simulated_intervals": {"errors": {"qrs_ms": {}}}}
    with pytest.raises(ValueError, match=r"missing .* `\$\.simulated_intervals"):
        DelineationTable.from_dict(damaged)
