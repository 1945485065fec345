import json

import pytest

from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis


def test_document_is_read_whole(labs_by_diagnosis):
    table = LabsByDiagnosis.from_dict(labs_by_diagnosis)
    cohort = table.cohort
    assert (table.n_ecgs, table.n_patients) == (657, 92)
    assert (cohort.folds, cohort.repeats) == (10, 5)
    assert table.model.sha256 == "0" * 64
    assert cohort.differences[0].ci == (0.015625, 0.046875)
    assert cohort.labs[0].title == "Creatinine high"
    assert cohort.labs[0].difference.ci == (-0.03125, 0.15625)
    assert table.by_chance.excluding_max == 2


def test_telling_pairs_exclude_one_and_the_farthest_stand_first(labs_by_diagnosis):
    statement = LabsByDiagnosis.from_dict(labs_by_diagnosis).statement("AFIB")
    assert [pair.title for pair in statement.significant] == [
        "Creatinine high",
        "INR high",
        "Sodium high",
    ]
    assert (statement.n_open, statement.n_too_few) == (1, 49)
    assert statement.significant[0].text == "× 2.00 [1.25–3.50]"


def test_diagnosis_that_nobody_has_is_none(labs_by_diagnosis):
    table = LabsByDiagnosis.from_dict(labs_by_diagnosis)
    assert table.statement("NORM") is None
    assert table.statement("WPW").significant == ()


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
        (("cohort",), "cohort"),
        (("n_pairs",), "n_pairs"),
        (
            ("statements", 0, "pairs", 0, "ratio"),
            r"ratio.*\$\.statements\[0\]\.pairs\[0\]",
        ),
        (("cohort", "differences", 0, "less"), r"less.*\$\.cohort\.differences\[0\]"),
        (("cohort", "labs", 0, "difference"), r"difference.*\$\.cohort\.labs\[0\]"),
        (("by_chance", "n_deals"), r"n_deals.*\$\.by_chance"),
    ],
)
def test_incomplete_document_is_named(labs_by_diagnosis, path, message):
    with pytest.raises(ValueError, match=message):
        LabsByDiagnosis.from_dict(without(labs_by_diagnosis, *path))
