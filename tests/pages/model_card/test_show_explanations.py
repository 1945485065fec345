from dataclasses import replace

import pytest

from ecgkt.results.explanations import ClassRow, ExplanationTable
from pages.model_card.show_explanations import (
    checks_text,
    method_rows,
    passed_text,
    runs_text,
    title_of,
)
from tests.builders.explanation_documents import invented_document


def test_every_method_has_its_line():
    table = ExplanationTable.from_dict(invented_document())
    rows = method_rows(table.methods)
    titles = [row["Method"] for row in rows]
    assert titles == ["Occlusion of waves", "Integrated gradients"]
    assert [row["Planted hits"] for row in rows] == [0.9, 0.9]
    assert passed_text(table.method("occlusion")) == "2 of 3"


def test_broken_limits_are_named_as_the_columns_are():
    fails = ("shift_rho", "deletion_p")
    row = ClassRow(code="lab:Potassium high", n=50, passes=False, fails=fails)
    assert checks_text(row) == "grey: ρ after 100 ms, deletion_p"
    assert checks_text(replace(row, passes=True, fails=())) == "passed"


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("superclass:MI", "Myocardial infarction (MI, super-class)"),
        ("lab:Potassium high", "Potassium high"),
        ("of a later schema", "of a later schema"),
    ],
)
def test_targets_are_named_in_words(key, title):
    assert title_of(key) == title


def test_trainings_are_told_apart_with_their_length():
    runs = [
        {"seed": 1, "epochs": 28, "shuffled": False},
        {"seed": 2, "epochs": 28, "shuffled": False},
    ]
    assert runs_text(runs) == (
        "Trainings of other seeds: 2 of 28, 28 epochs; on shuffled labels: none."
    )
