"""Marks of a finding, drawn over the traces: brackets, dots, ticks, arrows, values."""

from collections.abc import Iterator
from html import escape
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.plotting.geometry import Cell, PaperGeometry
from ecgkt.plotting.overlay import REPEATED, Mark, Overlay
from ecgkt.plotting.strips import Strip

MARK_INK = "#6a4a00"
"""Of lines and values: 7.7 to 1 on paper."""
HALO = "#fff8f8"
VALUE_MM = 3.2
"""Size of the values' letters: 12 px."""
AIR_MM = 1.6
"""Between a trace and what is drawn over it."""
END_MM = 1.4
"""Length of a bracket's ends."""
BESIDE_MM = 3.0
"""To either side of a dot: its value stands over what is there, a tall R for one."""
BEFORE_MM = 0.5
"""Before QRS, 20 ms at 25 mm/s: where its level is seen."""
LETTER_MM = 0.56 * VALUE_MM
"""Width of a letter, about."""
CLOSE_S = 1e-6
ALIKE_S = 0.02
"""Seconds by which intervals may differ to stand for each other."""


class Place(NamedTuple):
    """A mark in its cell: from and to, highest and lowest trace between, mm of SVG."""

    x0: float
    x1: float
    top: float
    bottom: float


def draw_marks(paper: PaperGeometry, overlay: Overlay) -> str:
    """
    Draw what lies over the traces.

    Parameters
    ----------
    paper : PaperGeometry
        The sheet it belongs to.
    overlay : Overlay
        Marks that do not lie whole in a cell of their lead are left out.

    Returns
    -------
    str
        SVG elements; empty if there is nothing to draw. The value of a bracket stands
        over it, above the trace.
    """
    drawn = "".join(
        _mark(paper, cell, strip, mark)
        for cell, strip in zip(paper.cells, paper.strips, strict=True)
        for mark in _marks_of(paper, cell, overlay)
    )
    if not drawn:
        return ""
    return (
        f'<g class="marks" fill="{MARK_INK}" font-size="{VALUE_MM}" font-weight="700" '
        f'text-anchor="middle">{drawn}</g>'
    )


def _marks_of(paper: PaperGeometry, cell: Cell, overlay: Overlay) -> Iterator[Mark]:
    """Return what is drawn in a cell; of what is drawn once, a usual beat's."""
    first = paper.start_s + (cell.x0 - paper.x_of(paper.start_s)) / paper.view.speed
    last = paper.start_s + (cell.x1 - paper.x_of(paper.start_s)) / paper.view.speed
    inside = [
        mark
        for mark in overlay.marks
        if mark.lead == cell.lead
        and mark.start >= first - CLOSE_S
        and mark.end <= last + CLOSE_S
    ]
    yield from (mark for mark in inside if mark.shape in REPEATED)
    once = [mark for mark in inside if mark.shape not in REPEATED]
    if once:
        usual = median(mark.end - mark.start for mark in overlay.marks)
        middle = (first + last) / 2
        yield min(once, key=lambda mark: _place_of(mark, usual, middle))


def _place_of(mark: Mark, usual: float, middle: float) -> tuple[int, float]:
    """Sort what is as long as most before what is not, then by place."""
    off = abs(mark.end - mark.start - usual)
    return round(off / ALIKE_S), abs((mark.start + mark.end) / 2 - middle)


def _mark(paper: PaperGeometry, cell: Cell, strip: Strip, mark: Mark) -> str:
    x0, x1 = paper.x_of(mark.start), paper.x_of(mark.end)
    heights = heights_between(strip, x0, x1)
    if not heights.size:
        return ""
    high, low = paper.height - float(heights.max()), paper.height - float(heights.min())
    place = Place(x0, x1, high, low)
    if mark.shape in ("level", "peak"):
        return _dot(paper, cell, strip, mark)
    if mark.shape == "Q":
        return _under(paper, cell, mark, place)
    if mark.shape in ("R", "S", "QRS"):
        return _height(paper, strip, mark, place)
    if mark.shape == "spike":
        middle = (x0 + x1) / 2
        path = f"M{middle:.5g} {place.top - AIR_MM:.5g}v{-3 * END_MM:g}"
        return _line("spike", path)
    if mark.shape == "beat":
        y = _inside(paper, cell, place.top - AIR_MM, 2.4)
        x = paper.x_of(mark.start) + _highest(strip, heights, x0)
        return f'<path class="beat" d="M{x:.5g} {y:.5g}l-1.3 -2.4h2.6z"/>'
    return _over(paper, cell, mark, place)


def _over(paper: PaperGeometry, cell: Cell, mark: Mark, place: Place) -> str:
    """Draw a bracket, an interval or words alone, above the trace."""
    room = VALUE_MM + 0.8
    y = _inside(paper, cell, place.top - AIR_MM - END_MM, room)
    x0, x1 = place.x0, place.x1
    wide = LETTER_MM * len(mark.text)
    if mark.shape == "interval":
        # Neighbours touch: a hair's breadth keeps their ends apart.
        x0, x1 = x0 + 0.25, x1 - 0.25
    drawn = ""
    if mark.shape != "note":
        path = f"M{x0:.5g} {y + END_MM:.5g}V{y:.5g}H{x1:.5g}v{END_MM:g}"
        drawn = _line("bracket", path)
    if mark.shape == "interval" and wide > x1 - x0:
        return drawn
    return drawn + _value(paper, (x0 + x1) / 2, y - 0.8, mark.text)


def _dot(paper: PaperGeometry, cell: Cell, strip: Strip, mark: Mark) -> str:
    x0, x1 = paper.x_of(mark.start), paper.x_of(mark.end)
    heights = heights_between(strip, x0, x1)
    x = x1
    if mark.shape == "peak":
        x = x0 + _highest(strip, heights, x0)
    near = heights_between(strip, x - strip.dx, x + strip.dx)
    y = paper.height - float(near.mean() if near.size else heights[-1])
    beside = heights_between(strip, x - BESIDE_MM, x + BESIDE_MM)
    top = paper.height - float(beside.max() if beside.size else heights.max())
    text_y = _inside(paper, cell, top - AIR_MM, VALUE_MM)
    dot = f'<circle class="dot" cx="{x:.5g}" cy="{y:.5g}" r="0.9"/>'
    return dot + _value(paper, x, text_y, mark.text)


def _under(paper: PaperGeometry, cell: Cell, mark: Mark, place: Place) -> str:
    """Draw a bracket under a wave that points down, with its value below."""
    room = VALUE_MM + 0.8
    lowest = paper.height - cell.y0 - room
    y = min(place.bottom + AIR_MM + END_MM, lowest)
    path = f"M{place.x0:.5g} {y - END_MM:.5g}V{y:.5g}H{place.x1:.5g}v{-END_MM:g}"
    middle = (place.x0 + place.x1) / 2
    return _line("bracket", path) + _value(paper, middle, y + room, mark.text)


def _height(paper: PaperGeometry, strip: Strip, mark: Mark, place: Place) -> str:
    """Draw an upright bracket beside a wave, as tall as it, with its value."""
    before = heights_between(strip, place.x0 - BEFORE_MM, place.x0)
    level = paper.height - float(before.mean()) if before.size else place.bottom
    top = level if mark.shape == "S" else place.top
    bottom = level if mark.shape == "R" else place.bottom
    x = place.x1 + AIR_MM
    path = f"M{x - END_MM:.5g} {top:.5g}H{x:.5g}V{bottom:.5g}h{-END_MM:g}"
    # Beside its outer end: there the trace has come back.
    y = bottom if mark.shape == "S" else top + VALUE_MM
    wide = LETTER_MM * len(mark.text)
    return _line("bracket", path) + _value(paper, x + 0.8 + wide / 2, y, mark.text)


def heights_between(strip: Strip, x0: float, x1: float) -> NDArray[np.float32]:
    """Return the known heights of a trace between two places, mm."""
    first = max(0, int(np.floor((x0 - strip.x0) / strip.dx)))
    last = max(0, int(np.ceil((x1 - strip.x0) / strip.dx)) + 1)
    heights = strip.y[first:last]
    return heights[np.isfinite(heights)]


def _highest(strip: Strip, heights: NDArray[np.float32], x0: float) -> float:
    """Return how far behind the first height the one furthest from it lies, mm."""
    away = np.abs(heights - heights[0])
    return float(np.argmax(away)) * strip.dx


def _inside(paper: PaperGeometry, cell: Cell, y: float, room: float) -> float:
    """Keep what stands this far up from y within its row."""
    return max(y, paper.height - cell.y1 + room)


def _line(kind: str, path: str) -> str:
    style = f'stroke="{MARK_INK}" stroke-width="0.4" fill="none"'
    return f'<path class="{kind}" d="{path}" {style}/>'


def _value(paper: PaperGeometry, x: float, y: float, text: str) -> str:
    if not text:
        return ""
    half = LETTER_MM * len(text) / 2
    x = min(max(x, half), paper.width - half)
    return (
        f'<text class="value" x="{x:.5g}" y="{y:.5g}" paint-order="stroke" '
        f'stroke="{HALO}" stroke-width="1" stroke-linejoin="round">'
        f"{escape(text)}</text>"
    )
