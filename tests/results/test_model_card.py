import hashlib
import json

import pytest

from ecgkt.errors import CheckpointError
from ecgkt.results.model_card import (
    CalibrationFigures,
    LabelFigures,
    MacroFigures,
    ModelCard,
    load_card,
)
from ecgkt.vocab.statements import CODES, SUPERCLASSES

WEIGHTS = b"weights"


def label(code, **changes):
    values = {
        "code": code,
        "n": 2198,
        "positives": 60,
        "prevalence": 60 / 2198,
        "validated": True,
        "auroc": 0.9,
        "auroc_ci": (0.875, 0.925),
        "auprc": 0.5,
        "auprc_ci": (0.4, 0.6),
        "threshold": 0.25,
        "sensitivity": 0.8,
        "specificity": 0.95,
        "ppv": 0.4,
        "calibration_slope": 1.0,
        "calibration_intercept": 0.0,
        "ece": 0.01,
        "reliability": ((0.01, 0.02, 1099), (0.3, 0.25, 1099)),
    }
    return LabelFigures(**{**values, **changes})


@pytest.fixture
def card():
    empty = {"auroc": None, "auroc_ci": None, "auprc": None, "auprc_ci": None}
    return ModelCard(
        name="tiny",
        version="1",
        sha256=hashlib.sha256(WEIGHTS).hexdigest(),
        created="2026-01-01",
        data={"dataset": "PTB-XL", "n_records": {"train": 3}, "credits": ["a", "b"]},
        training={"seed": 0},
        rules={"threshold": "t", "superclass": "s", "calibration": "c"},
        macro={"all": MacroFigures(**empty, n_labels=0)},
        calibration=CalibrationFigures(ece=0.01, slope=1.0, intercept=None),
        labels=(*map(label, CODES[:70]), label(CODES[70], auroc=None, auroc_ci=None)),
        superclasses=tuple(
            label(c, roc=((0.0, 0.0), (1.0, 1.0))) for c in SUPERCLASSES
        ),
        limits=("one", "two"),
        intended_use="research",
    )


@pytest.fixture
def folder(tmp_path, card):
    (tmp_path / "model.safetensors").write_bytes(WEIGHTS)
    (tmp_path / "card.json").write_text(json.dumps(card.to_dict(), allow_nan=False))
    return tmp_path


def test_card_survives_json(card, folder):
    assert load_card(folder) == card


def test_lists_stay_lists_in_the_document(card):
    values = card.to_dict()
    assert values["schema"] == "ecgkt.card/1"
    assert values["labels"][0]["auroc_ci"] == [0.875, 0.925]
    assert values["labels"][0]["reliability"][0] == [0.01, 0.02, 1099]
    assert values == json.loads(json.dumps(values))


def test_figures_of_every_code_are_found(card):
    assert [card.figures(code).code for code in CODES] == list(CODES)


def test_missing_auroc_is_none(card, folder):
    assert load_card(folder).figures(CODES[70]).auroc is None


@pytest.mark.parametrize("name", ["card.json", "model.safetensors"])
def test_missing_file_is_refused(folder, name):
    (folder / name).unlink()
    with pytest.raises(CheckpointError, match="found none to read"):
        load_card(folder)


def test_card_of_other_weights_is_refused(folder):
    (folder / "model.safetensors").write_bytes(b"other")
    with pytest.raises(CheckpointError, match="no score without its own card"):
        load_card(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.update(schema="ecgkt.card/2"), "expected schema ecgkt"),
        (lambda c: c.pop("macro"), "missing required field `macro`"),
        (lambda c: c.pop("limits"), "missing required field `limits`"),
        (lambda c: c.update(colour="red"), r"no field \['colour'\]"),
        (lambda c: c["labels"][3].pop("auprc"), r"auprc.*\$\.labels\[3\]"),
        (lambda c: c.update(labels=3), r"Expected `array`, got `int`.*\$\.labels"),
        (lambda c: c.update(macro=[]), r"Expected `object`, got `array`.*\$\.macro"),
    ],
)
def test_other_fields_are_refused(folder, change, message):
    values = json.loads((folder / "card.json").read_text())
    change(values)
    (folder / "card.json").write_text(json.dumps(values))
    with pytest.raises(CheckpointError, match=message):
        load_card(folder)


@pytest.mark.parametrize("text", ["", "[1]", "{", "7"])
def test_damaged_card_is_refused(folder, text):
    (folder / "card.json").write_text(text)
    with pytest.raises(CheckpointError, match=r"card\.json: "):
        load_card(folder)
