"""The arms of a comparison as a figure of its own: dots and intervals, static SVG."""

import math
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

COLORS = {
    "reference": "#0072B2",
    "ours": "#D55E00",
    "ceiling": "#009E73",
    "control": "#6B6B6B",
}
"""By role: Okabe and Ito's colours, safe for the colour-blind; controls in grey."""

WIDTH, ROW, HEAD, PANEL_HEAD, FOOT = 860, 24, 78, 30, 46
"""Pixels: whole figure, one arm, titles, title of a panel, axis below a panel."""
LEFT, RIGHT = 250, 170
"""Pixels left and right of the axis, for names and numbers."""
INK, QUIET, GRID = "#222222", "#555555", "#DDDDDD"


class ArmMark(NamedTuple):
    """
    One row of a panel.

    Attributes
    ----------
    name, title, role : str
        Short name, words for people, and what gives the colour.
    value : float or None
        Where the dot stands; None: nothing was measured.
    interval : (low, high) or None
        The line through it.
    """

    name: str
    title: str
    role: str
    value: float | None
    interval: tuple[float, float] | None


class ArmPanel(NamedTuple):
    """One panel: its title and its rows from top to bottom."""

    title: str
    marks: Sequence[ArmMark]


def draw_arms_svg(
    panels: Sequence[ArmPanel], *, title: str, subtitle: str, axis: str
) -> str:
    """
    Draw every arm with its interval, all panels on one scale.

    Parameters
    ----------
    panels : sequence of ArmPanel
        From top to bottom.
    title, subtitle, axis : str
        Words; the subtitle must say whether the patients are simulated.

    Returns
    -------
    str
        A whole SVG document.

    Examples
    --------
    >>> mark = ArmMark("sig", "signal only", "reference", 0.7, (0.6, 0.8))
    >>> panel = ArmPanel("all labels", [mark])
    >>> svg = draw_arms_svg([panel], title="Arms", subtitle="simulated", axis="AUROC")
    >>> svg.startswith("<svg") and "0.700 (0.600–0.800)" in svg
    True
    """
    scale = _Scale(panels)
    height = HEAD + sum(PANEL_HEAD + ROW * len(p.marks) + FOOT for p in panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="sans-serif" role="img">',
        f"<title>{escape(title)}: {escape(subtitle)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        _text(20, 32, title, size=18, weight="bold"),
        _text(20, 54, subtitle, size=13, color=QUIET),
    ]
    top = HEAD
    for panel in panels:
        parts += _draw_panel(panel, scale, top, axis)
        top += PANEL_HEAD + ROW * len(panel.marks) + FOOT
    return "\n".join([*parts, "</svg>", ""])


class _Scale:
    """From a figure to pixels; ticks in steps of 0.05 or 0.1."""

    def __init__(self, panels: Sequence[ArmPanel]) -> None:
        marks = [mark for panel in panels for mark in panel.marks]
        ends = [end for mark in marks for end in mark.interval or ()]
        ends += [mark.value for mark in marks if mark.value is not None]
        if not ends:
            raise ValueError("expected at least one arm with a value")
        # In twentieths, so that the ends of the axis are ticks.
        self.low = math.floor(min(ends) * 20)
        self.high = max(math.ceil(max(ends) * 20), self.low + 1)

    @property
    def ticks(self) -> list[float]:
        """Figures on the axis."""
        step = 1 if self.high - self.low <= 10 else 2
        return [tick / 20 for tick in range(self.low, self.high + 1, step)]

    def __call__(self, value: float) -> float:
        share = (value * 20 - self.low) / (self.high - self.low)
        return LEFT + share * (WIDTH - LEFT - RIGHT)


def _draw_panel(panel: ArmPanel, scale: _Scale, top: float, axis: str) -> list[str]:
    first = top + PANEL_HEAD
    bottom = first + ROW * len(panel.marks)
    parts = [_text(20, top + 14, panel.title, size=14, weight="bold")]
    for tick in scale.ticks:
        x = scale(tick)
        parts.append(_line(x, first, x, bottom, color=GRID, width=1))
        parts.append(_text(x, bottom + 16, f"{tick:.2f}", color=QUIET, anchor="middle"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(_text(middle, bottom + 32, axis, color=QUIET, anchor="middle"))
    for place, mark in enumerate(panel.marks):
        parts += _draw_mark(mark, scale, first + ROW * (place + 0.5))
    return parts


def _draw_mark(mark: ArmMark, scale: _Scale, y: float) -> list[str]:
    color = COLORS[mark.role]
    weight = "bold" if mark.role == "ours" else "normal"
    words = f"{mark.title} · {mark.name}"
    parts = [_text(LEFT - 12, y + 4, words, anchor="end", weight=weight)]
    if mark.value is None:
        return [*parts, _text(WIDTH - RIGHT + 12, y + 4, "not judged", color=QUIET)]
    numbers = f"{mark.value:.3f}"
    if mark.interval is not None:
        low, high = mark.interval
        parts.append(_line(scale(low), y, scale(high), y, color=color, width=3))
        numbers += f" ({low:.3f}–{high:.3f})"
    parts.append(
        f'<circle cx="{scale(mark.value):.1f}" cy="{y}" r="5" fill="{color}"/>'
    )
    return [*parts, _text(WIDTH - RIGHT + 12, y + 4, numbers, weight=weight)]


def _line(x1: float, y1: float, x2: float, y2: float, *, color: str, width: int) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{color}" stroke-width="{width}"/>'
    )


def _text(x: float, y: float, words: str, **style: str | int) -> str:
    size, color = style.get("size", 12), style.get("color", INK)
    anchor, weight = style.get("anchor", "start"), style.get("weight", "normal")
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{color}" '
        f'text-anchor="{anchor}" font-weight="{weight}">{escape(words)}</text>'
    )
