"""One reader for all documents: schema, types and places of damage; all are shipped."""

import json
from dataclasses import asdict

import pytest

from ecgkt.errors import CheckpointError, EcgktError
from ecgkt.files import to_json
from ecgkt.results.adapter import AdapterTable
from ecgkt.results.cohort import CohortTable
from ecgkt.results.comparison import CompareTable
from ecgkt.results.context import ContextTable
from ecgkt.results.delineation import DelineationTable
from ecgkt.results.document import Document, load_document
from ecgkt.results.doubt import DoubtTable
from ecgkt.results.ectopy import EctopyTable
from ecgkt.results.experts import ExpertsTable
from ecgkt.results.explanations import ExplanationTable
from ecgkt.results.fewer_leads import FewerLeadsTable
from ecgkt.results.gates import GateTable
from ecgkt.results.labs import LabTable
from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis
from ecgkt.results.labs_outside import LabsOutside
from ecgkt.results.model_card import BUNDLED, ModelCard
from ecgkt.results.networks import NetworkTable
from ecgkt.results.ood import OodTable
from ecgkt.results.reading_figures import ReadingFigures
from ecgkt.results.repeatability import RepeatabilityTable
from ecgkt.results.robustness import RobustnessTable
from ecgkt.results.second_opinion import SecondOpinionTable
from ecgkt.results.subgroups import SubgroupTable

RESULTS = BUNDLED / "results"
KINDS = (
    AdapterTable,
    CohortTable,
    ContextTable,
    DelineationTable,
    DoubtTable,
    EctopyTable,
    ExpertsTable,
    ExplanationTable,
    FewerLeadsTable,
    GateTable,
    LabTable,
    LabsByDiagnosis,
    LabsOutside,
    NetworkTable,
    OodTable,
    ReadingFigures,
    RepeatabilityTable,
    RobustnessTable,
    SecondOpinionTable,
    SubgroupTable,
)
TARGET = {"quantity": "K high", "value": 0.79, "band": [0.8, 0.9], "anchor": "Kwon"}
WHOLE = {"schema": "ecgkt.cohort/1", "calibration": [TARGET], "n_labels": 5}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.FILE)
def test_shipped_document_is_read_and_comes_back(kind: type[Document]):
    table = load_document(RESULTS / kind.FILE, kind)
    assert kind.from_dict(json.loads(to_json(asdict(table)))) == table


def test_every_shipped_document_has_its_kind():
    names = {path.name for path in RESULTS.glob("*.json")}
    compared = {name for name in names if name.startswith("compare-")}
    assert names - compared == {kind.FILE for kind in KINDS}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (BUNDLED / "card.json", ModelCard),
        *((path, CompareTable) for path in sorted(RESULTS.glob("compare-*.json"))),
    ],
)
def test_what_is_written_from_its_type_comes_back_to_the_byte(path, kind):
    assert to_json(load_document(path, kind).to_dict()) == path.read_bytes()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", r"cohort\.json: expected JSON"),
        ("[]", "expected schema ecgkt.cohort/1, found None"),
        ({**WHOLE, "schema": "ecgkt.cohort/9"}, "found 'ecgkt.cohort/9'"),
        ({"schema": "ecgkt.cohort/1"}, "missing required field `calibration`"),
        ({**WHOLE, "calibration": None}, r"got `null` - at `\$\.calibration`"),
        (
            {**WHOLE, "calibration": [{**TARGET, "value": "0.79"}]},
            r"cohort\.json: Expected `float \| null`, got `str` - at "
            r"`\$\.calibration\[0\]\.value`",
        ),
        (
            {**WHOLE, "calibration": [{**TARGET, "band": [0.8]}]},
            r"length 2.*`\$\.calibration\[0\]\.band`",
        ),
    ],
)
def test_damage_is_named_with_its_place(tmp_path, content, message):
    path = tmp_path / "cohort.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(EcgktError, match=message):
        load_document(path, CohortTable)


def test_error_is_of_the_kind_that_was_asked_for(tmp_path):
    with pytest.raises(CheckpointError, match=r"expected card\.json in .*, found none"):
        load_document(tmp_path / "card.json", ModelCard, CheckpointError)
