import pytest

from ecgkt.report.comparison_words import (
    difference_text,
    gap_text,
    number_text,
    variants_text,
)
from ecgkt.results.comparison_figures import ArmFigures, GapClosed
from ecgkt.results.document import Figure


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (Figure(value=0.025, ci=(-0.001, 0.051)), "+0.025 [−0.001, +0.051]"),
        (Figure(value=-0.002, ci=None), "−0.002"),
        (Figure(value=None, ci=None), "–"),
        (None, "–"),
    ],
)
def test_difference_has_its_sign_and_interval(one, text):
    assert difference_text(one) == text


@pytest.mark.parametrize(
    ("value", "ci", "defined", "text"),
    [
        (0.38, (0.27, 0.5), True, "38% [27%, 50%]"),
        (-0.1, None, True, "-10%"),
        (1.2, (0.9, 1.6), True, "120% [90%, 160%]"),
        (0.38, (0.27, 0.5), False, "not defined"),
        (None, None, True, "not defined"),
    ],
)
def test_share_of_a_gap_is_printed_as_it_is_or_not_defined(value, ci, defined, text):
    assert gap_text(GapClosed(value=value, ci=ci, defined=defined)) == text


def test_missing_figure_is_a_dash():
    assert gap_text(None) == "–"
    assert number_text(None) == "–"
    assert number_text(0.5) == "0.500"


def test_variants_say_what_stood_for_the_arm():
    arm = ArmFigures(
        auroc=0.75,
        auroc_ci=None,
        auprc=None,
        auprc_ci=None,
        seeds_auroc=(0.75, 0.75),
        seeds_auprc=(None, None),
        variants={"table_kept": 0.751, "staged": 0.742},
        chosen={"table_kept": 2, "staged": 0},
    )
    assert variants_text(arm) == (
        "table kept 0.751 (chosen 2×), staged 0.742 (chosen 0×)"
    )
