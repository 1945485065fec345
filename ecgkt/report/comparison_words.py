"""The figures of a comparison of arms, as text."""

from ecgkt.results.comparison_figures import ArmFigures, Comparison, GapClosed

ABSENT = "–"
"""Stands where there is no figure."""


def variants_text(arm: ArmFigures) -> str:
    """Return each variant's AUROC and how often it stood for the arm."""
    if len(arm.variants) < 2:
        return ""
    return ", ".join(
        f"{name.replace('_', ' ')} {number_text(value)} (chosen {arm.chosen[name]}×)"
        for name, value in arm.variants.items()
    )


def difference_text(one: Comparison | None) -> str:
    """Return a difference with its interval, signs included."""
    if one is None or one.value is None:
        return ABSENT
    if one.ci is None:
        return f"{one.value:+.3f}"
    return f"{one.value:+.3f} [{one.ci[0]:+.3f}, {one.ci[1]:+.3f}]"


def gap_text(one: GapClosed | None) -> str:
    """Return a share of a gap, or that there is no gap to speak of."""
    if one is None:
        return ABSENT
    if not one.defined or one.value is None:
        return "not defined"
    text = f"{one.value:.0%}"
    return f"{text} [{one.ci[0]:.0%}, {one.ci[1]:.0%}]" if one.ci else text


def count_text(number: float) -> str:
    """Return a whole number with spaces between the thousands."""
    return f"{number:,.0f}".replace(",", " ")


def number_text(value: float | None) -> str:
    """Return a figure with three decimals, or a dash."""
    return ABSENT if value is None else f"{value:.3f}"
