"""The lines of text under a sheet, and what stands beside the name of a lead."""

from collections.abc import Iterable

from ecgkt.plotting.layouts import View, lead_of
from ecgkt.plotting.strips import Row
from ecgkt.types.record import SIMULATED, EcgRecord
from ecgkt.vocab.display_filters import DISPLAY_FILTERS
from ecgkt.vocab.leads import LEADS

ESTIMATED = " estimated"
"""Behind the name of a lead that is drawn dashed."""


def sheet_notes(
    record: EcgRecord,
    view: View,
    shown: tuple[float, float],
    rows: list[Row],
    limit: float,
) -> list[str]:
    """
    Say at which scale a sheet is drawn, and what is not as recorded.

    Parameters
    ----------
    record : EcgRecord
        What is drawn.
    view : View
        How.
    shown : tuple of two float
        First and last second.
    rows : list of Row
        As drawn.
    limit : float
        Where traces are cut, mm.

    Returns
    -------
    list of str
        One line, or two.
    """
    start, end = shown
    scale = (
        f"{view.speed:g} mm/s · {view.gain:g} mm/mV · "
        f"{DISPLAY_FILTERS[view.filtered].text} · "
        f"{start:.1f}–{end:.1f} s of {record.duration:.1f} s · baseline centred"
    )
    notes = []
    if SIMULATED in record.warnings:
        notes.append(SIMULATED)
    if record.derived_leads:
        is_usual = not {"I", "II"} & set(record.derived_leads)
        sources = "I and II" if is_usual else "the other limb leads"
        notes.append(f"* derived from {sources}")
    if record.derived_in_part:
        notes.append("(*) derived where missing")
    if view.estimated:
        names = ", ".join(view.estimated)
        notes.append(f"dashed: estimated, not recorded: {names}")
    cut = _in_order(lead for row in rows for lead in row.cut)
    if cut:
        notes.append(f"cut at ±{limit:g} mm: {', '.join(cut)}")
    empty = _in_order(lead for row in rows for lead in row.empty)
    if empty:
        notes.append(f"no values: {', '.join(empty)}")
    return [scale, " · ".join(notes)] if notes else [scale]


def star_of(record: EcgRecord, view: View, lead: str) -> str:
    """Return what stands behind a lead's name if it was not recorded as it is drawn."""
    if lead in view.estimated:
        return ESTIMATED
    if lead in record.derived_leads:
        return "*"
    return " (*)" if lead in record.derived_in_part else ""


def _in_order(names: Iterable[str]) -> list[str]:
    return sorted({lead_of(name) for name in names}, key=LEADS.index)
