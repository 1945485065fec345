"""From the marks of a page to its strips: which lead, which seconds, which voltages."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ecgkt.errors import RecordError
from ecgkt.io.pdf.labels import read_label
from ecgkt.io.pdf.own_sheet import OwnSheet
from ecgkt.io.pdf.page_marks import Line, Marks, Word
from ecgkt.io.pdf.scale import Pulse, Scale, find_pulses, part_pulse, read_scale
from ecgkt.io.pdf.traces import Named, find_traces, name_traces
from ecgkt.types.record import Floats

MIN_DETERMINANT = 0.5
"""Of the directions along and up: letters stand upright on their line, or nearly."""


class Strip(NamedTuple):
    """
    One lead for some seconds.

    Attributes
    ----------
    lead : str
        From `LEADS`, or a lead beside the twelve.
    pieces : tuple of numpy.ndarray of shape (n_points, 2), float64
        Seconds from the first of the page, and mV; a gap between two of them.
    """

    lead: str
    pieces: tuple[Floats, ...]

    @property
    def start_s(self) -> float:
        """First second."""
        return float(self.pieces[0][0, 0])

    @property
    def end_s(self) -> float:
        """Second of the last point."""
        return float(self.pieces[-1][-1, 0])

    @property
    def n_points(self) -> int:
        """Points of the line."""
        return sum(len(piece) for piece in self.pieces)


class Page(NamedTuple):
    """
    What is read of one page.

    Attributes
    ----------
    strips : tuple of Strip
        Empty where no lead is named or nothing is a trace.
    scale : Scale or None
        None without strips.
    has_zero : bool
        Whether the level of 0 mV is marked by a pulse before each row, or stated.
    n_unnamed : int
        Traces of a page that names no lead.
    """

    strips: tuple[Strip, ...] = ()
    scale: Scale | None = None
    has_zero: bool = True
    n_unnamed: int = 0


def read_page(marks: Marks, own: OwnSheet) -> Page:
    """
    Read the strips of a page.

    Parameters
    ----------
    marks : Marks
        Lines and words.
    own : OwnSheet
        What a report of ours says of itself.

    Returns
    -------
    Page

    Raises
    ------
    RecordError
        If there are traces and their scale or their names cannot be told.
    """
    lines, words = _turned(marks)
    traces = find_traces(lines)
    named = name_traces(traces, words) if traces else []
    if not named:
        return Page(n_unnamed=len(traces))
    points = [line.points for line in lines]
    scale = read_scale(" ".join(word.text for word in marks.words), points)
    pulses = find_pulses(points, scale.mm_x)
    start = min(trace.x0 for trace in traces)
    n_rows = max(one.n_rows for one in named)
    strips, is_marked = [], []
    for one in named:
        pulse = _pulse_of(one, pulses, n_rows)
        only = pulses[0] if len(pulses) == 1 and len(scale.gains) == 1 else None
        millivolt = scale.millivolt(pulse or only)
        level = own.zero_of(one.label.lead, one.trace.middle)
        if level is None and pulse is not None:
            level = pulse.base
        is_marked.append(level is not None)
        strips.append(_strip(one, start, level, (scale.second, millivolt)))
    return Page(tuple(strips), scale, all(is_marked))


def _pulse_of(named: Named, pulses: Sequence[Pulse], n_rows: int) -> Pulse | None:
    """Return the pulse before a row, if there is one before each."""
    if len(pulses) != n_rows:
        return None
    if named.n_rows == n_rows:
        return pulses[named.row]
    return min(pulses, key=lambda pulse: abs(pulse.base - named.trace.middle))


def _strip(
    named: Named, start: float, level: float | None, units: tuple[float, float]
) -> Strip:
    second, millivolt = units
    zero = named.trace.middle if level is None else level
    origin = np.array([start, zero])
    unit = np.array([second, named.label.sign * millivolt])
    return Strip(
        named.label.lead, tuple((piece - origin) / unit for piece in named.trace.pieces)
    )


def _turned(marks: Marks) -> tuple[list[Line], list[Word]]:
    """Turn a page so that its leads' names are read from left to right."""
    labels = [word for word in marks.words if read_label(word.text)]
    if not labels:
        return marks.lines, marks.words
    along, up = labels[len(labels) // 2][3:5]
    axes = np.array([along, up]).T
    if abs(np.linalg.det(axes)) < MIN_DETERMINANT:
        raise RecordError(
            "The words of this print are drawn flat: which way its time runs cannot be "
            "told. Print it again."
        )
    lines = []
    for line in marks.lines:
        *pulse, trace = part_pulse(line.points @ axes)
        # A path of its own: it is no piece of the trace.
        lines += [Line(points, -line.path) for points in pulse]
        lines.append(Line(trace, line.path))
    words = []
    for word in marks.words:
        x, y = np.array([word.x, word.y]) @ axes
        words.append(word._replace(x=float(x), y=float(y)))
    return lines, words
