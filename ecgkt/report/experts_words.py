"""Experts, their fusion and their doubt, in words and tables."""

from typing import Any

from ecgkt.report.share_words import NONE
from ecgkt.results.document import Figure
from ecgkt.results.experts import ExpertsTable, Opinion

SHOWN_COVERAGES = (1.0, 0.9, 0.8, 0.5)


def opinion_rows(opinions: tuple[Opinion, ...]) -> list[dict[str, str]]:
    """Return one line per expert or fusion, in their order."""
    return [
        {
            "Who": one.what,
            "All statements": _text(one.held_out),
            "At least 50 positives": _text(one.held_out_validated),
            "All, against the shipped": _text(one.minus_shipped, is_change=True),
            "50, against the shipped": _text(
                one.minus_shipped_validated, is_change=True
            ),
        }
        for one in opinions
    ]


def doubt_rows(table: ExpertsTable) -> list[dict[str, str]]:
    """Return one line per measure of doubt: wrong ECGs among those that are kept."""
    rows = []
    for doubt in table.doubts:
        at = {point.coverage: point.risk for point in doubt.curve}
        kept = {f"Wrong, {c:.0%} kept": _percent(at[c]) for c in SHOWN_COVERAGES}
        rows.append({"Doubt": doubt.what, **kept, "Area": _text(doubt.area)})
    return rows


def gate_text(table: ExpertsTable) -> str:
    """Say how much the gate believes each expert."""
    shares = [f"{name} {share:.0%}" for name, share in table.gate_shares.items()]
    return "Mean weights of the gate: " + ", ".join(shares).replace("_", " ") + "."


def summarise(document: dict[str, Any]) -> str:
    """
    Write the document as tables, for people.

    Parameters
    ----------
    document : dict
        Schema ecgkt.experts/1.

    Returns
    -------
    str
    """
    table = ExpertsTable.from_dict(
        {name: value for name, value in document.items() if name != "schema"}
    )
    lines = []
    for row in opinion_rows((*table.experts, *table.fusions)):
        who, *figures = row.values()
        lines.append(f"{who:<70}" + "".join(f"{figure:<24}" for figure in figures))
    lines.append(gate_text(table))
    for row in doubt_rows(table):
        what, *figures = row.values()
        lines.append(f"{what:<70}" + "".join(f"{figure:<24}" for figure in figures))
    lines.append(table.rule)
    return "\n".join(line.rstrip() for line in lines)


def _text(figure: Figure, *, is_change: bool = False) -> str:
    if figure.value is None:
        return NONE
    sign = "+" if is_change else ""
    ends = (
        ""
        if figure.ci is None
        else " ({:{s}.3f} to {:{s}.3f})".format(*figure.ci, s=sign)
    )
    return f"{figure.value:{sign}.3f}{ends}".replace("-", "−")


def _percent(figure: Figure) -> str:
    if figure.value is None or figure.ci is None:
        return NONE
    low, high = figure.ci
    return f"{figure.value:.1%} ({low:.1%}–{high:.1%})"
