"""Experts and doubt in words: every figure with its interval."""

from ecgkt.report.experts_words import (
    doubt_rows,
    gate_text,
    opinion_rows,
    summarise,
)
from tests.builders.experts_documents import experts_document, experts_table


def test_opinions_have_intervals_and_signed_differences():
    (row,) = opinion_rows(experts_table().experts)
    assert row["Who"] == "a residual network"
    assert row["All statements"] == "0.880 (0.870 to 0.890)"
    assert row["50, against the shipped"] == "−0.020 (−0.030 to −0.010)"
    assert row["All, against the shipped"] == "−0.020 (−0.030 to −0.010)"


def test_doubt_says_how_many_of_the_kept_are_wrong():
    (row,) = doubt_rows(experts_table())
    assert row["Wrong, 100% kept"] == "40.0% (39.0%–41.0%)"
    assert row["Wrong, 50% kept"] == "20.0% (19.0%–21.0%)"


def test_gate_is_told():
    assert gate_text(experts_table()).endswith("residual 70%, state space 30%.")


def test_summary_holds_it_all():
    text = summarise(experts_document())
    for part in ("a residual network", "mean of the experts", "Invented"):
        assert part in text
