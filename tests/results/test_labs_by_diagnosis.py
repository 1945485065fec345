import json

import pytest

from ecgkt.errors import EcgktError
from ecgkt.results.labs_by_diagnosis import load_labs_by_diagnosis


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "labs-by-diagnosis.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


def test_document_is_read_whole(write, labs_by_diagnosis):
    table = load_labs_by_diagnosis(write(labs_by_diagnosis))
    assert (table.n_ecgs, table.n_patients, table.folds, table.repeats) == (
        657,
        92,
        10,
        5,
    )
    assert table.sha256 == "0" * 64
    assert table.differences[0].ci == (0.015625, 0.046875)
    assert table.labs[0].title == "Creatinine high"
    assert table.labs[0].ci == (-0.03125, 0.15625)
    assert table.by_chance.excluding_max == 2


def test_telling_pairs_exclude_one_and_the_farthest_stand_first(
    write, labs_by_diagnosis
):
    statement = load_labs_by_diagnosis(write(labs_by_diagnosis)).statement("AFIB")
    assert [pair.title for pair in statement.telling] == [
        "Creatinine high",
        "INR high",
        "Sodium high",
    ]
    assert (statement.n_open, statement.n_too_few) == (1, 49)
    assert statement.telling[0].text == "× 2.00 [1.25–3.50]"


def test_diagnosis_that_nobody_has_is_none(write, labs_by_diagnosis):
    table = load_labs_by_diagnosis(write(labs_by_diagnosis))
    assert table.statement("NORM") is None
    assert table.statement("WPW").telling == ()


def without(document, *path):
    """Return the document without one of its fields."""
    *outer, last = path
    copy = json.loads(json.dumps(document))
    inner = copy
    for key in outer:
        inner = inner[key]
    del inner[last]
    return copy


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (("cohort",), "expected a document of"),
        (("n_pairs",), "n_pairs"),
        (("statements", 0, "pairs", 0, "ratio"), "Pair"),
        (("statements", 0, "code"), "StatementLabs"),
        (("cohort", "differences", 0, "less"), "ArmDifference"),
        (("cohort", "labs", 0, "difference"), "expected a document of"),
        (("by_chance", "n_deals"), "Chance"),
        (("schema",), "expected schema ecgkt.labs-by-diagnosis/1"),
    ],
)
def test_incomplete_document_is_named(write, labs_by_diagnosis, path, message):
    with pytest.raises(EcgktError, match=message):
        load_labs_by_diagnosis(write(without(labs_by_diagnosis, *path)))


def test_damaged_document_is_named(write):
    with pytest.raises(EcgktError, match="expected JSON"):
        load_labs_by_diagnosis(write("{"))
