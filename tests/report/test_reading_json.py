import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ecgkt.report.reading_json import (
    INTENDED_USE,
    document,
    reading_from_dict,
    reading_to_dict,
)
from ecgkt.types.measurements import (
    BeatSpan,
    Finding,
    Measurement,
    MedianBeatTrace,
    Trace,
    not_measurable,
)
from ecgkt.types.reading import (
    ModelIdentity,
    Quality,
    Reading,
    RecordSummary,
    Score,
)
from ecgkt.vocab.leads import LEADS
from ecgkt.vocab.statements import CODES
from tests.builders.lab_scores import invented_lab

REFUSED = Reading(
    file="a.hea",
    record=RecordSummary(
        id="a",
        format="wfdb",
        fs=500.0,
        duration_s=7.5,
        leads=LEADS,
        derived_leads=(),
        warnings=("lead V3 is flat",),
    ),
    quality=Quality(verdict="refuse", reasons=("expected 10 s, found 7.5 s",)),
    model=ModelIdentity(name="m", version="1", sha256="0" * 64),
)


def score(code, **changes):
    values = {
        "code": code,
        "name": code.title(),
        "group": "MI",
        "probability": 1 / 3,
        "threshold": 0.125,
        "positive": True,
        "validated": True,
        "auroc": 0.9,
        "auroc_ci": (0.875, 0.925),
    }
    return Score(**{**values, **changes})


READ = replace(
    REFUSED,
    quality=Quality(verdict="accept"),
    diagnoses=(*map(score, CODES[:70]), score(CODES[70], auroc=None, auroc_ci=None)),
    superclasses=tuple(map(score, ("NORM", "MI"))),
    labs=(
        invented_lab(
            "Potassium",
            code="2823-3",
            direction="low",
            probability=1 / 3,
            auroc=0.625,
            auroc_ci=(0.5625, 0.6875),
            threshold=0.125,
            n_patients=29,
            reference_range=(3.3, 5.1),
            unit="mEq/L",
        ),
        invented_lab(
            "A lab of elsewhere",
            code=None,
            probability=0.0625,
            auroc=None,
            auroc_ci=None,
            threshold=0.125,
            positive=False,
            n_patients=0,
            readable=False,
            taught_by="simulation",
            reference_range=(None, 1.2),
            unit="",
        ),
    ),
    measurements={
        "heart_rate_bpm": Measurement(value=61.0, n_beats=10, spread=1.5),
        "pr_ms": not_measurable("no delineator is installed"),
    },
    findings=(
        Finding(
            code="rate_normal",
            text="The heart beats at 61 bpm (10 beats), at a normal rate.",
            value=61.0,
            unit="bpm",
            leads=(),
            beats=10,
            normal_range=(60, 100),
            source="somewhere",
            contradicts=("SBRAD",),
            spans=(("II", 0.5, 1.5),),
        ),
    ),
    trace=Trace(
        r_peaks=(0.5, 1.5),
        beats=(BeatSpan((0.45, 0.54), (0.3, 0.4), None),),
        typical_beat=MedianBeatTrace(
            signal=np.array([[0.125, np.nan]] * 12, np.float32),
            fs=500.0,
            r=0.4,
            boundaries={"qrs_onset": 0.36},
        ),
    ),
)


@pytest.mark.parametrize("reading", [REFUSED, READ], ids=["refused", "read"])
def test_reading_survives_json(reading):
    text = json.dumps(reading_to_dict(reading), allow_nan=False)
    assert reading_from_dict(json.loads(text)) == reading


def test_fields_are_the_contract_s():
    values = json.loads(json.dumps(reading_to_dict(READ)))
    assert list(values) == [
        "file",
        "intended_use",
        "record",
        "quality",
        "model",
        "diagnoses",
        "superclasses",
        "labs",
        "doubt",
        "value_parts",
        "fewer_leads",
        "measurements",
        "measurement_details",
        "reading",
        "findings",
        "trace",
    ]
    assert list(values["findings"][0]) == [
        "code",
        "text",
        "value",
        "unit",
        "leads",
        "beats",
        "normal_range",
        "source",
        "supports",
        "contradicts",
        "disagrees",
        "spans",
        "beat_times_s",
        "parts",
    ]
    assert values["measurements"] == {
        "heart_rate_bpm": 61.0,
        "pr_ms": {
            "state": "not_measurable",
            "reason": "no delineator is installed",
        },
    }
    assert list(values["record"]) == [
        "id",
        "format",
        "fs",
        "duration_s",
        "leads",
        "derived_leads",
        "warnings",
        "derived_in_part",
        "age_years",
        "sex",
        "start_s",
        "start_reason",
        "vendor",
    ]
    assert list(values["quality"]) == [
        "verdict",
        "reasons",
        "flags",
        "measured_only",
        "noise",
    ]
    assert list(values["model"]) == ["name", "version", "sha256", "adapter", "networks"]
    assert list(values["diagnoses"][0]) == [
        "code",
        "name",
        "group",
        "probability",
        "threshold",
        "positive",
        "validated",
        "auroc",
        "auroc_ci",
    ]
    assert list(values["labs"][0]) == [
        "code",
        "name",
        "direction",
        "probability",
        "auroc",
        "auroc_ci",
        "threshold",
        "positive",
        "likelihood_ratio",
        "likelihood_ratio_ci",
        "percentile",
        "flagged",
        "flagged_of_normal",
        "n_patients",
        "readable",
        "taught_by",
        "reference_range",
        "unit",
    ]
    assert values["labs"][1]["reference_range"] == [None, 1.2]
    assert values["intended_use"] == INTENDED_USE


def test_refused_reading_has_empty_lists_for_what_was_not_assessed():
    values = json.loads(json.dumps(reading_to_dict(REFUSED)))
    for key in ("diagnoses", "superclasses", "labs", "findings"):
        assert values[key] == []
    assert values["measurements"] == {}
    assert values["trace"] is None


def test_missing_value_is_null():
    last = reading_to_dict(READ)["diagnoses"][70]
    assert json.loads(json.dumps(last))["auroc"] is None
    assert last["auroc_ci"] is None


def test_document_holds_readings_and_errors():
    values = document([READ, REFUSED], [("b.csv", "expected 12 leads, found 3")])
    assert values["schema"] == "ecgkt.reading/1"
    assert [one["file"] for one in values["readings"]] == ["a.hea", "a.hea"]
    assert values["errors"] == [
        {"file": "b.csv", "error": "expected 12 leads, found 3"}
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda v: v.pop("quality"),
        lambda v: v["record"].pop("fs"),
        lambda v: v["diagnoses"][0].update(probability="0.3"),
        lambda v: v.update(diagnoses=None),
        lambda v: v["labs"][0].pop("direction"),
        lambda v: v["findings"][0].pop("source"),
        lambda v: v["trace"].pop("beats"),
        lambda v: v.pop("measurement_details"),
    ],
)
def test_missing_and_other_types_are_refused(change):
    values = json.loads(json.dumps(reading_to_dict(READ)))
    change(values)
    with pytest.raises(ValueError, match=r"expected a reading of ecgkt\.reading/1"):
        reading_from_dict(values)


def test_refusal_names_the_place():
    values = json.loads(json.dumps(reading_to_dict(READ)))
    values["diagnoses"][7]["probability"] = "0.3"
    with pytest.raises(ValueError, match=r"got `str` - at `\$\.diagnoses\[7\]\.prob"):
        reading_from_dict(values)


def test_something_else_is_not_written():
    with pytest.raises(TypeError, match="expected a Reading, got dict"):
        reading_to_dict({})


def test_report_loads_neither_torch_nor_pandas():
    code = "import ecgkt.report.reading_json, ecgkt.results.model_card, sys; "
    command = [sys.executable, "-c", code + "print(*sys.modules)"]
    root = Path(__file__).parents[2]
    loaded = subprocess.check_output(command, text=True, cwd=root).split()
    assert not {"torch", "pandas", "scipy"} & set(loaded)
