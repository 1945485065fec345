"""The typed view of the delineation document."""

import json

import pytest

from ecgkt.errors import EcgktError
from ecgkt.results.delineation import load_delineation_table, validity_text

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


def write(folder, document):
    path = folder / "delineation.json"
    path.write_text(json.dumps(document))
    return path


def test_figures_are_read_and_put_into_a_sentence(tmp_path):
    text = validity_text(load_delineation_table(write(tmp_path, DOCUMENT)))
    assert "100 recordings" in text
    assert "5-fold by recording" in text
    assert "QRS 99.5 %" in text
    assert "QRS onset 6 ms, QRS end not measured" in text
    assert "T not measured" in text


def test_figures_that_are_not_cross_validated_say_so(tmp_path):
    document = {name: one for name, one in DOCUMENT.items() if name != "folds"}
    table = load_delineation_table(write(tmp_path, document))
    assert "not cross-validated" in validity_text(table)


def test_simulated_intervals_are_read(tmp_path):
    end = {"mean": 1.0, "sd": 6.0, "n": 72, "unit": "ms"}
    limits = {"target_mean": 6.0, "target_sd": 5.0}
    simulated = {"rule": "beats", "errors": {"qrs_ms": {**end, **limits}}, "noise": {}}
    document = {**DOCUMENT, "simulated_intervals": simulated}
    table = load_delineation_table(write(tmp_path, document))
    assert table.simulated.errors["qrs_ms"].target_sd == 5.0
    assert table.simulated.rule == "beats"
    damaged = {**DOCUMENT, "simulated_intervals": {"errors": {"qrs_ms": {}}}}
    with pytest.raises(EcgktError, match=r"delineation\.json"):
        load_delineation_table(write(tmp_path, damaged))


@pytest.mark.parametrize("waves", [None, {"p": {}}, {"p": {**WAVE, "onset_ms": {}}}])
def test_damage_is_refused(tmp_path, waves):
    with pytest.raises(EcgktError, match=r"delineation\.json"):
        load_delineation_table(write(tmp_path, {**DOCUMENT, "waves": waves}))


def test_other_schema_is_refused(tmp_path):
    with pytest.raises(EcgktError, match="expected schema"):
        load_delineation_table(write(tmp_path, {**DOCUMENT, "schema": "x"}))
