"""An overlay, drawn: marked stretches, and signed shares as ribbons under strips."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.plotting.geometry import Cell, PaperGeometry
from ecgkt.plotting.layouts import lead_of
from ecgkt.plotting.marks_svg import MARK_INK
from ecgkt.plotting.overlay import Band, Overlay
from ecgkt.plotting.strips import Strip
from ecgkt.plotting.trace_path import runs

UP, DOWN, GREY = "#d55e00", "#0072b2", "#6b6b6b"
"""Vermilion and blue keep apart for every kind of colour vision, and stand 3.7, 4.9 and
5.1 to 1 on paper. Grey is for a map that did not pass its checks. Which side of the
middle line a bar stands on says its sign without any colour."""

MARK = "#ffe04a"
MARK_EDGE = "#8a6d00"
TRACE_LEVELS = 4
"""Steps of strength in either direction on the trace itself."""

RIBBON_MM, RIBBON_EDGE_MM = 4.0, 0.5
"""Height of a ribbon, and its distance from the lower edge of its row."""
FINEST_MM = 0.05
"""Heights of bars are rounded to this: a fifth of a pixel."""

FINEST_S = 0.01
"""The model sees 100 Hz: nothing finer may be shown."""
ROUNDING_S = 0.1
"""A map may end this much before its recording."""

ROW_GAP_MM = 0.5
"""Stretches of two rows do not touch."""

WEAKEST = 0x55
"""Grey value that the weakest coloured trace begins with."""


class Swatch(NamedTuple):
    """One line of the legend: a colour and what it stands for."""

    color: str
    text: str


def legend_of(overlay: Overlay) -> tuple[Swatch, ...]:
    """
    Say what the colours of an overlay stand for.

    Parameters
    ----------
    overlay : Overlay
        As drawn.

    Returns
    -------
    tuple of Swatch
        Empty if nothing is drawn.
    """
    lines = []
    if overlay.bands and overlay.why_grey:
        words = f"above the line up, below it down; this map {overlay.why_grey}"
        lines.append(Swatch(GREY, words))
    elif overlay.bands:
        lines.append(Swatch(UP, "above the line: pushes this score up"))
        lines.append(Swatch(DOWN, "below the line: pushes this score down"))
    if overlay.spans:
        lines.append(Swatch(MARK, "where this was measured"))
    if any(mark.shape == "interval" for mark in overlay.marks):
        lines.append(Swatch(MARK_INK, "RR intervals in ms"))
    return tuple(lines)


def draw_overlay(paper: PaperGeometry, overlay: Overlay) -> str:
    """
    Draw what lies below the traces.

    Parameters
    ----------
    paper : PaperGeometry
        The sheet it belongs to.
    overlay : Overlay
        Parts outside the window are left out.

    Returns
    -------
    str
        SVG elements; empty for an empty overlay.

    Raises
    ------
    ValueError
        If a band is finer than `FINEST_S`.
    """
    for band in overlay.bands:
        if band.step < FINEST_S - 1e-9:
            message = f"expected bins of at least {FINEST_S} s, got {band.step} s"
            raise ValueError(message)
    return _draw_ribbons(paper, overlay) + _draw_spans(paper, overlay)


def _draw_spans(paper: PaperGeometry, overlay: Overlay) -> str:
    boxes = "".join(
        _box(paper, cell, paper.x_of(span.start), paper.x_of(span.end))
        for cell in paper.cells
        for span in overlay.spans
        if span.lead == cell.lead
    )
    if not boxes:
        return ""
    return (
        f'<path class="spans" d="{boxes}" fill="{MARK}" fill-opacity="0.4" '
        f'stroke="{MARK_EDGE}" stroke-width="0.2"/>'
    )


def _draw_ribbons(paper: PaperGeometry, overlay: Overlay) -> str:
    """Draw each band as steps from a middle line: above it what pushes up."""
    drawn = ""
    for cell in paper.cells:
        middle = paper.height - cell.y0 - RIBBON_MM / 2 - RIBBON_EDGE_MM
        for band in (band for band in overlay.bands if band.lead == cell.lead):
            drawn += (
                f'<path class="middle" d="M{cell.x0:.5g} {middle:g}H{cell.x1:.5g}" '
                f'stroke="{GREY}" stroke-width="0.15"/>'
            )
            known = np.clip(np.nan_to_num(band.values), -1, 1)
            for sign, kind, color in ((1, "up", UP), (-1, "down", DOWN)):
                heights = np.maximum(sign * known, 0) * sign * RIBBON_MM / 2
                path = _steps(paper, cell, band, middle, heights)
                if path:
                    fill = GREY if overlay.why_grey else color
                    drawn += f'<path class="ribbon {kind}" d="{path}" fill="{fill}"/>'
    return drawn


def _steps(
    paper: PaperGeometry,
    cell: Cell,
    band: Band,
    middle: float,
    heights: NDArray[np.floating],
) -> str:
    """Return one box per run of equal heights, as far as it lies in its cell."""
    levels = np.rint(heights / FINEST_MM).astype(np.int64)
    boxes = []
    for level, first, last in runs(levels):
        x0 = max(paper.x_of(band.start + first * band.step), cell.x0)
        x1 = min(paper.x_of(band.start + last * band.step), cell.x1)
        if level and x1 > x0:
            high = level * FINEST_MM
            boxes.append(f"M{x0:.5g} {middle:g}v{-high:.3g}h{x1 - x0:.4g}v{high:.3g}z")
    return "".join(boxes)


def _box(paper: PaperGeometry, cell: Cell, x0: float, x1: float) -> str:
    """Return a box over a row, as far as it lies in its cell; empty if it does not."""
    x0, x1 = max(x0, cell.x0), min(x1, cell.x1)
    if x1 <= x0:
        return ""
    top = paper.height - cell.y1 + ROW_GAP_MM
    high = cell.y1 - cell.y0 - paper.ribbon - 2 * ROW_GAP_MM
    return f"M{x0:.5g} {top:g}h{x1 - x0:.4g}v{high:g}h{x0 - x1:.4g}z"


def levels_of_trace(
    strip: Strip, paper: PaperGeometry, overlay: Overlay
) -> NDArray[np.int64]:
    """
    Give each line between two samples the level of the bin that its middle lies in.

    Parameters
    ----------
    strip : Strip
        One trace of the sheet.
    paper : PaperGeometry
        The sheet.
    overlay : Overlay
        Its bands count only if they are to colour the trace.

    Returns
    -------
    numpy.ndarray of shape (n_samples - 1,), int64
        -`TRACE_LEVELS` to `TRACE_LEVELS`; 0 is ink.
    """
    levels = np.zeros(max(strip.y.size - 1, 0), np.int64)
    if not overlay.is_trace_coloured:
        return levels
    middles = strip.x0 + strip.dx * (np.arange(levels.size) + 0.5)
    seconds = (middles - paper.x_of(0.0)) / paper.view.speed
    for band in (band for band in overlay.bands if band.lead == lead_of(strip.lead)):
        bins = np.floor((seconds - band.start) / band.step).astype(np.int64)
        inside = (bins >= 0) & (bins < band.values.size)
        levels[inside] = _levels(band.values, TRACE_LEVELS)[bins[inside]]
    return levels


def shade_of_trace(level: int, overlay: Overlay) -> str:
    """Return the attributes of a trace at a level; none for ink."""
    if not level:
        return ""
    share = abs(level) / TRACE_LEVELS
    rgb = (
        round(
            WEAKEST + share * (int(_color(level, overlay)[at : at + 2], 16) - WEAKEST)
        )
        for at in (1, 3, 5)
    )
    color = "".join(f"{part:02x}" for part in rgb)
    return f' stroke="#{color}" stroke-width="{1.2 + 0.8 * share:g}"'


def _color(level: int, overlay: Overlay) -> str:
    if overlay.why_grey:
        return GREY
    return UP if level > 0 else DOWN


def _levels(values: NDArray[np.float32], n_levels: int) -> NDArray[np.int64]:
    known = np.clip(np.nan_to_num(values), -1, 1)
    return np.rint(known * n_levels).astype(np.int64)


def outside_notes(paper: PaperGeometry, overlay: Overlay) -> list[str]:
    """
    Say what of an overlay the shown window does not hold.

    Parameters
    ----------
    paper : PaperGeometry
        Of the window.
    overlay : Overlay
        Spans, marks and bands.

    Returns
    -------
    list of str
        Lines for the caption; empty if all is shown that there is.
    """
    notes = []
    hidden = sum(
        place.end <= paper.start_s or place.start >= paper.end_s
        for place in overlay.spans or overlay.marks
    )
    if hidden:
        notes.append(f"Marked stretches outside the window shown: {hidden}")
    if overlay.bands:
        first = min(band.start for band in overlay.bands)
        last = max(band.start + band.step * len(band.values) for band in overlay.bands)
        if paper.start_s < first - ROUNDING_S or paper.end_s > last + ROUNDING_S:
            notes.append(f"Only {first:.1f}–{last:.1f} s were scored and have a map")
    return notes
