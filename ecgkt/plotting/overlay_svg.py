"""An overlay, drawn: marked stretches, and signed shares in two colours."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.plotting.geometry import Cell, PaperGeometry
from ecgkt.plotting.layouts import lead_of
from ecgkt.plotting.overlay import Overlay
from ecgkt.plotting.strips import Strip
from ecgkt.plotting.trace_path import runs

UP, DOWN, GREY = "#d55e00", "#0072b2", "#6b6b6b"
"""Vermilion and blue keep apart for every kind of colour vision, on pink paper too.
Grey is for a map that failed its checks."""

MARK = "#ffe04a"
MARK_EDGE = "#8a6d00"
MAX_ALPHA = 0.35
BAND_LEVELS = 7
TRACE_LEVELS = 4
"""Steps of strength in either direction, on the paper and on the trace itself."""

FINEST_S = 0.01
"""The model sees 100 Hz: nothing finer may be shown."""
ROUNDING_S = 0.1
"""A map may end this much before its recording."""

ROW_GAP_MM = 0.5
"""Bands of two rows do not touch."""

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
    if overlay.bands and overlay.is_greyed:
        lines.append(Swatch(GREY, "moved this score; this map failed its checks"))
    elif overlay.bands:
        lines.append(Swatch(UP, "pushes this score up"))
        lines.append(Swatch(DOWN, "pushes this score down"))
    if overlay.spans:
        lines.append(Swatch(MARK, "where this was measured"))
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
    bands = "" if overlay.is_trace_coloured else _draw_bands(paper, overlay)
    return bands + _draw_spans(paper, overlay)


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


def _draw_bands(paper: PaperGeometry, overlay: Overlay) -> str:
    boxes: dict[int, list[str]] = {}
    for band in overlay.bands:
        levels = runs(_levels(band.values, BAND_LEVELS))
        stretches = [stretch for stretch in levels if stretch[0]]
        for cell in (cell for cell in paper.cells if cell.lead == band.lead):
            for level, first, last in stretches:
                x0 = paper.x_of(band.start + first * band.step)
                x1 = paper.x_of(band.start + last * band.step)
                boxes.setdefault(level, []).append(_box(paper, cell, x0, x1))
    return "".join(
        f'<path class="band" d="{"".join(drawn)}" fill="{_color(level, overlay)}" '
        f'fill-opacity="{MAX_ALPHA * abs(level) / BAND_LEVELS:.3f}"/>'
        for level, drawn in sorted(boxes.items())
    )


def _box(paper: PaperGeometry, cell: Cell, x0: float, x1: float) -> str:
    """Return a box over a row, as far as it lies in its cell; empty if it does not."""
    x0, x1 = max(x0, cell.x0), min(x1, cell.x1)
    if x1 <= x0:
        return ""
    top, high = paper.height - cell.y1 + ROW_GAP_MM, cell.y1 - cell.y0 - 2 * ROW_GAP_MM
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
    if overlay.is_greyed:
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
        Spans and bands.

    Returns
    -------
    list of str
        Lines for the caption; empty if all is shown that there is.
    """
    notes = []
    hidden = sum(
        span.end <= paper.start_s or span.start >= paper.end_s for span in overlay.spans
    )
    if hidden:
        notes.append(f"Marked stretches outside the window shown: {hidden}")
    if overlay.bands:
        first = min(band.start for band in overlay.bands)
        last = max(band.start + band.step * len(band.values) for band in overlay.bands)
        if paper.start_s < first - ROUNDING_S or paper.end_s > last + ROUNDING_S:
            notes.append(f"Only {first:.1f}–{last:.1f} s were scored and have a map")
    return notes
