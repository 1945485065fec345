"""The flow of a cohort as boxes: who goes on, and at each side who was left out."""

from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from ecgkt.plotting.card_style import NEUTRAL, empty_figure
from ecgkt.results.flow import FlowStep

WIDTH = 620
"""CSS pixels; fixed, for the words in the boxes do not shrink with the page."""

MAIN = (0, 280)
SIDE = (320, WIDTH)
"""Left and right edge of the boxes of those who go on, and of those who do not."""

LINE_PX = 16
PAD_PX = 16
GAP_PX = 22
CHARACTERS = 42
"""Of a line in a box at 12 px."""

SPLITS = {"train": "Train", "tuning": "Tuning", "held_out": "Held out"}


class _Canvas:
    """Boxes and arrows, from the top down; y grows downwards, in pixels."""

    def __init__(self) -> None:
        self.shapes: list[dict[str, Any]] = []
        self.annotations: list[dict[str, Any]] = []
        self.bottom = 0.0

    def box(
        self, edges: tuple[float, float], top: float, lines: list[str], *, is_side: bool
    ) -> float:
        """Draw a box and return its height."""
        height = LINE_PX * len(lines) + PAD_PX
        self.shapes.append(
            {
                "type": "rect",
                "x0": edges[0] + 1,
                "x1": edges[1] - 1,
                "y0": top,
                "y1": top + height,
                "line": {
                    "color": NEUTRAL,
                    "width": 1,
                    "dash": "dot" if is_side else "solid",
                },
                "fillcolor": "rgba(128,128,128,0.0)"
                if is_side
                else "rgba(128,128,128,0.12)",
            }
        )
        self.annotations.append(
            {
                "x": sum(edges) / 2,
                "y": top + height / 2,
                "text": "<br>".join(lines),  # each is escaped already
                "showarrow": False,
                "font": {"size": 12},
            }
        )
        self.bottom = max(self.bottom, top + height)
        return height

    def arrow(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw an arrow between two points."""
        self.annotations.append(
            {
                "x": end[0],
                "y": end[1],
                "ax": start[0],
                "ay": start[1],
                "axref": "x",
                "ayref": "y",
                "text": "",
                "showarrow": True,
                "arrowhead": 2,
                "arrowwidth": 1,
                "arrowcolor": NEUTRAL,
            }
        )


def plot_flow(steps: Sequence[FlowStep]) -> go.Figure:
    """
    Draw the flow diagram of a cohort.

    Parameters
    ----------
    steps : sequence of FlowStep
        In the order in which they were taken.

    Returns
    -------
    plotly.graph_objects.Figure
        `WIDTH` pixels wide. On the left those who go on, from the top down; on the
        right, dotted, who was left out and why; then what the remaining ECGs have,
        and their splits.
    """
    canvas = _Canvas()
    top = _draw_chain(canvas, [step for step in steps if step.kind == "exclusion"])
    top = _draw_context(canvas, [step for step in steps if step.kind == "context"], top)
    _draw_splits(canvas, [step for step in steps if step.kind == "split"], top)
    figure = empty_figure(height=round(canvas.bottom) + 4)
    hidden = {"visible": False, "fixedrange": True}
    return figure.update_layout(
        width=WIDTH,
        margin={"l": 0, "r": 0, "t": 2, "b": 2},
        xaxis={**hidden, "range": [0, WIDTH]},
        yaxis={**hidden, "range": [canvas.bottom, 0]},
        shapes=canvas.shapes,
        annotations=canvas.annotations,
    )


def _draw_chain(canvas: _Canvas, steps: Sequence[FlowStep]) -> float:
    middle, bottom = sum(MAIN) / 2, 0.0
    for place, step in enumerate(steps):
        top = bottom
        if place and step.dropped:
            lines = _lines(f"{_count(step.dropped)} ECGs left out: {step.why}")
            top += GAP_PX / 2
            height = canvas.box(SIDE, top, lines, is_side=True)
            level = top + height / 2
            canvas.arrow((middle, level), (SIDE[0], level))
            top += height + GAP_PX / 2
        elif place:
            top += GAP_PX
        if place:
            canvas.arrow((middle, bottom), (middle, top))
        bottom = top + canvas.box(MAIN, top, _who(step, step.step), is_side=False)
    return bottom


def _draw_context(canvas: _Canvas, steps: Sequence[FlowStep], bottom: float) -> float:
    """Draw what the remaining ECGs have: the others stay, so nothing branches off."""
    if not steps:
        return bottom
    lines = ["<b>Of these</b>"]
    for step in steps:
        text = f"{step.step}: {_count(step.n_records)} ECGs, "
        lines += _lines(f"{text}{_count(step.n_patients)} patients", 2 * CHARACTERS)
    middle, top = sum(MAIN) / 2, bottom + GAP_PX
    canvas.arrow((middle, bottom), (middle, top))
    return top + canvas.box((MAIN[0], SIDE[1]), top, lines, is_side=False)


def _draw_splits(canvas: _Canvas, steps: Sequence[FlowStep], bottom: float) -> None:
    if not steps:
        return
    width = (WIDTH - GAP_PX * (len(steps) - 1)) / len(steps)
    for place, step in enumerate(steps):
        left = place * (width + GAP_PX)
        name = SPLITS.get(step.step, step.step)
        middle, top = left + width / 2, bottom + GAP_PX
        canvas.arrow((middle if len(steps) > 1 else WIDTH / 2, bottom), (middle, top))
        canvas.box((left, left + width), top, _who(step, name), is_side=False)


def _who(step: FlowStep, name: str) -> list[str]:
    count = f"{_count(step.n_records)} ECGs, {_count(step.n_patients)} patients"
    return [*(f"<b>{line}</b>" for line in _lines(name, CHARACTERS - 4)), count]


def _lines(text: str, width: int = CHARACTERS) -> list[str]:
    return [escape(line) for line in wrap(text, width)]


def _count(number: int) -> str:
    return f"{number:,}".replace(",", " ")
