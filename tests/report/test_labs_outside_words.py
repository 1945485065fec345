"""Outside knowledge in words: every arm against the shipped heads, with intervals."""

from ecgkt.report.labs_outside_words import arm_rows, outside_text, summarise
from tests.builders.labs_outside_documents import (
    labs_outside_document,
    labs_outside_table,
)


def test_arms_have_intervals_and_signed_differences():
    shipped, recipe = arm_rows(labs_outside_table())
    assert shipped["Mean AUROC"] == "0.600 (0.580 to 0.620)"
    assert recipe["Against the shipped"] == "+0.005 (−0.015 to +0.025)"
    assert recipe["Readable"] == "23 of 53"


def test_what_simulation_teaches_is_told_also_where_it_is_not_used():
    text = outside_text(labs_outside_table())
    assert "age within 9.1 years" in text
    assert "Calcium low by simulation alone 0.450 (0.430 to 0.470), not used." in text


def test_summary_holds_it_all():
    text = summarise(labs_outside_document())
    for part in ("the shipped heads", "the recipe", "fixed beforehand", "r 0.70"):
        assert part in text
