import pytest

from ecgkt.results.explanations import Checked, ExplanationTable
from pages.model_card.show_explanations import (
    class_cells,
    method_frame,
    passed_text,
    runs_text,
    title_of,
)
from tests.builders.explanation_documents import invented_document


def test_every_method_has_its_line():
    table = ExplanationTable.from_dict(invented_document())
    frame = method_frame(table.methods)
    assert frame["Method"].tolist() == ["Occlusion of waves", "Integrated gradients"]
    assert frame["Planted hits"].tolist() == [0.9, 0.9]
    assert passed_text(table.methods["occlusion"]) == "2 of 3"


def test_broken_limits_are_named_as_the_columns_are():
    one = Checked(n=50, fails=("shift_rho", "deletion_p"))
    assert class_cells(one)["Checks"] == "grey: ρ after 100 ms, deletion_p"
    assert class_cells(Checked(n=50, passes=True))["Checks"] == "passed"


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
