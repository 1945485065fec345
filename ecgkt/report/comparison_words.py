"""The figures of a comparison of arms, as text."""

from ecgkt.results.comparison_figures import ArmFigures, GapClosed
from ecgkt.results.document import Figure

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


def figure_text(figure: Figure | None, *, sign: str = "", absent: str = ABSENT) -> str:
    """Return a figure with its interval, or what stands where there is none."""
    if figure is None or figure.value is None:
        return absent
    text = f"{figure.value:{sign}.3f}"
    if figure.ci is not None:
        text += f" [{figure.ci[0]:{sign}.3f}, {figure.ci[1]:{sign}.3f}]"
    return text.replace("-", "−")


def difference_text(difference: Figure | None) -> str:
    """Return a difference with its interval, signs included."""
    return figure_text(difference, sign="+")


def gap_text(gap: GapClosed | None) -> str:
    """Return a share of a gap, or that there is no gap to speak of."""
    if gap is None:
        return ABSENT
    if not gap.defined or gap.value is None:
        return "not defined"
    text = f"{gap.value:.0%}"
    return f"{text} [{gap.ci[0]:.0%}, {gap.ci[1]:.0%}]" if gap.ci else text


def count_text(number: float) -> str:
    """Return a whole number with spaces between the thousands."""
    return f"{number:,.0f}".replace(",", " ")


def number_text(value: float | None) -> str:
    """Return a figure with three decimals, or a dash."""
    return ABSENT if value is None else f"{value:.3f}"
