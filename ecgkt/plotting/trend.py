"""One quantity over time: a small chart in the colours of the page, points to press."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np

WIDTH, HEIGHT = 360.0, 112.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 10.0, 8.0, 20.0
MANY = 30
"""Points beyond which they are drawn smaller."""
ROOM = 0.12
"""Share of the span of the values that is left free above and below."""


class TrendPoint(NamedTuple):
    """
    One value.

    Attributes
    ----------
    x : float
        0 at the first recording, 1 at the last.
    value : float or None
        None where it is not known: the line has a gap there.
    spoken : str
        What is said of it.
    key : str
        What is asked for when it is pressed; empty for what cannot be.
    kind : str
        "baseline", "shown" or empty.
    """

    x: float
    value: float | None
    spoken: str
    key: str = ""
    kind: str = ""


class Frame(NamedTuple):
    """
    What stands around the line.

    Attributes
    ----------
    label : str
        What is read out: the name of the chart.
    first, last : str
        Below the axis, at its ends.
    band : tuple of two floats or None
        Repeat error around the baseline, or a reference range.
    decimals : int
        Of the numbers beside the axis.
    span : tuple of two floats or None
        Of the axis; None for that of the values.
    """

    label: str
    first: str
    last: str
    band: tuple[float, float] | None = None
    decimals: int = 0
    span: tuple[float, float] | None = None


def draw_trend(points: Sequence[TrendPoint], frame: Frame) -> str:
    """
    Draw one chart.

    Parameters
    ----------
    points : sequence of TrendPoint
        In order of time.
    frame : Frame
        What stands around them.

    Returns
    -------
    str
        One ``svg`` element; its colours are classes of the page: ``ek-trend-…``.

    Examples
    --------
    >>> draw_trend([TrendPoint(0, 90, "a")], Frame("QRS", "1", "2")).count("<circle")
    1
    """
    low, high = frame.span or _span(points, frame.band)

    def place(x: float, value: float) -> tuple[float, float]:
        across = LEFT + 4 + x * (WIDTH - LEFT - RIGHT - 8)
        return across, TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg class="ek-trend" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="group" '
        f'aria-label="{escape(frame.label)}">'
    ]
    if frame.band:
        parts.append(_band(place(0, frame.band[1])[1], place(0, frame.band[0])[1]))
    parts += _axis(low, high, frame, place)
    for line in _lines(points):
        if len(line) > 1:
            drawn = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in line)
            parts.append(f'<polyline class="ek-trend-line" points="{drawn}"/>')
    radius = 4.0 if len(points) <= MANY else 2.8
    parts += [
        _point(point, *place(point.x, point.value), radius)
        for point in points
        if point.value is not None
    ]
    return "".join([*parts, "</svg>"])


def _span(
    points: Sequence[TrendPoint], band: tuple[float, float] | None
) -> tuple[float, float]:
    """Return the lowest and the highest value of the axis, with room."""
    known = [point.value for point in points if point.value is not None]
    known += list(band or ())
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    room = ROOM * (high - low) or max(abs(high) * ROOM, 0.5)
    return low - room, high + room


def _band(top: float, bottom: float) -> str:
    return (
        f'<rect class="ek-trend-band" x="{LEFT:g}" y="{top:.1f}" '
        f'width="{WIDTH - LEFT - RIGHT:g}" height="{max(0.0, bottom - top):.1f}"/>'
    )


def _axis(low: float, high: float, frame: Frame, place: object) -> list[str]:
    step = _step(high - low)
    first = np.ceil(low / step) * step + 0.0
    parts = []
    for value in np.arange(first, high + 1e-9, step).tolist():
        y = place(0, value)[1]  # type: ignore[operator]
        text = f"{value:.{frame.decimals}f}".replace("-", "−")
        parts.append(
            f'<path class="ek-trend-grid" d="M{LEFT:g} {y:.1f}H{WIDTH - RIGHT:g}"/>'
            f'<text class="ek-trend-text" x="{LEFT - 5:g}" y="{y + 4:.1f}" '
            f'text-anchor="end">{text}</text>'
        )
    for x, anchor, text in (
        (LEFT, "start", frame.first),
        (WIDTH - RIGHT, "end", frame.last),
    ):
        parts.append(
            f'<text class="ek-trend-text" x="{x:g}" y="{HEIGHT - 4:g}" '
            f'text-anchor="{anchor}">{escape(text)}</text>'
        )
    return parts


def _step(span: float) -> float:
    """Return a round step that divides a span into two to five parts."""
    power = 10.0 ** np.floor(np.log10(span / 3))
    steps = [power * factor for factor in (1, 2, 5, 10)]
    return float(next(step for step in steps if span / step <= 4.5))


def _lines(points: Sequence[TrendPoint]) -> list[list[tuple[float, float]]]:
    """Return the stretches without a gap."""
    lines: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point.value is None:
            lines.append([])
        else:
            lines[-1].append((point.x, point.value))
    return lines


def _point(point: TrendPoint, x: float, y: float, radius: float) -> str:
    kind = f" ek-trend-{point.kind}" if point.kind else ""
    title = f"<title>{escape(point.spoken)}</title>"
    dot = (
        f'<circle class="ek-trend-dot{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>'
    )
    if not point.key:
        return f"<g>{title}{dot}</g>"
    # The list above the charts chooses by keys; a point is a shorter way for the mouse.
    return (
        f'<g class="ek-trend-press" data-ask="{escape(point.key)}">{title}'
        f'<circle class="ek-trend-reach" cx="{x:.1f}" cy="{y:.1f}" r="11"/>{dot}</g>'
    )
