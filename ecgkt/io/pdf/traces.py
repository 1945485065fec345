"""Which lines of a page are traces, and which lead each of them is."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np

from ecgkt.errors import RecordError
from ecgkt.io.pdf.labels import Label, read_label
from ecgkt.io.pdf.page_marks import Line, Word
from ecgkt.io.pdf.scale import MM_PT
from ecgkt.types.record import Floats

MIN_POINTS, MIN_MM = 30, 4.0
"""Of a trace: a frame or an arrow has fewer points, a letter is narrower."""
SHORT = 6
"""The shortest column is a quarter of the rhythm strip below it; what is shorter than
this part of the longest trace is an ornament or a median beat."""
COLUMN_MM = 5.0
"""Traces that begin so near to each other stand in one column."""
BESIDE_MM, ABOVE_MM = 20.0, 15.0
"""How far a label may stand from the beginning of its trace, and above all traces."""
FAR_MM = 45.0
"""From its own trace: a row is as high as the tallest trace in it."""
LEVEL_MM = 3.0
"""Labels of one row stand at one height."""


class Trace(NamedTuple):
    """
    One trace in points, x along and y up.

    Attributes
    ----------
    pieces : tuple of numpy.ndarray of shape (n_points, 2), float64
        From left to right; between two of them the trace has a gap.
    """

    pieces: tuple[Floats, ...]

    @property
    def points(self) -> Floats:
        """All points, shape (n_points, 2)."""
        return np.concatenate(self.pieces)

    @property
    def x0(self) -> float:
        """Where it begins."""
        return float(self.pieces[0][0, 0])

    @property
    def x1(self) -> float:
        """Where it ends."""
        return float(self.pieces[-1][-1, 0])

    @property
    def middle(self) -> float:
        """Its median height."""
        return float(np.median(self.points[:, 1]))

    def height_to(self, y: float) -> float:
        """Return how far a place lies above or below it, 0 beside it."""
        heights = self.points[:, 1]
        return float(max(heights.min() - y, y - heights.max(), 0.0))

    def between(self, x0: float, x1: float) -> "Trace":
        """Return the part from one place to another."""
        kept = [
            piece[(piece[:, 0] >= x0) & (piece[:, 0] < x1)] for piece in self.pieces
        ]
        return Trace(tuple(piece for piece in kept if len(piece)))


class Named(NamedTuple):
    """A trace, its label, and the place of its row from the top of its column."""

    label: Label
    trace: Trace
    row: int
    n_rows: int


def find_traces(lines: Sequence[Line]) -> list[Trace]:
    """
    Find the traces of a page.

    Parameters
    ----------
    lines : sequence of Line
        In points, x along the direction of reading.

    Returns
    -------
    list of Trace
        Lines that never go back in time, with many points; of one stroke the pieces
        that follow each other are one trace.
    """
    found = []
    for _path, drawn in groupby(lines, lambda line: line.path):
        pieces = [line.points for line in drawn if _goes_on(line.points)]
        ends = [(piece[0, 0], piece[-1, 0]) for piece in pieces]
        is_one = all(end < begin for (_, end), (begin, _) in pairwise(ends))
        found += [Trace(tuple(pieces))] if is_one and pieces else [
            Trace((piece,)) for piece in pieces
        ]  # fmt: skip
    traces = [
        trace
        for trace in found
        if len(trace.points) >= MIN_POINTS and trace.x1 - trace.x0 > MIN_MM * MM_PT
    ]
    longest = max((trace.x1 - trace.x0 for trace in traces), default=0.0)
    return [trace for trace in traces if (trace.x1 - trace.x0) * SHORT > longest]


def _goes_on(points: Floats) -> bool:
    steps = np.diff(points[:, 0])
    return bool(np.all(steps >= 0) and steps.sum() > 0)


def name_traces(traces: Sequence[Trace], words: Sequence[Word]) -> list[Named]:
    """
    Give each trace its lead.

    Parameters
    ----------
    traces : sequence of Trace
        Of a page.
    words : sequence of Word
        With their places in the same directions.

    Returns
    -------
    list of Named
        Empty where no lead is named. A trace through a whole row with several labels
        is parted evenly among them.

    Raises
    ------
    RecordError
        If names and traces do not match.
    """
    labels = [(word, label) for word in words if (label := read_label(word.text))]
    starts = _columns(traces)
    named: list[Named] = []
    top = max(float(trace.points[:, 1].max()) for trace in traces)
    low = min(float(trace.points[:, 1].min()) for trace in traces)
    for start in starts:
        column = [trace for trace in traces if _nearest(trace.x0, starts) == start]
        column.sort(key=lambda trace: -trace.middle)
        beside = [
            (word, label)
            for word, label in labels
            if _nearest(word.x, starts) == start
            and abs(word.x - start) < BESIDE_MM * MM_PT
            and low - ABOVE_MM * MM_PT < word.y < top + ABOVE_MM * MM_PT
        ]
        beside.sort(key=lambda pair: -pair[0].y)
        if beside and len(beside) != len(column):
            raise RecordError(_unmatched(len(beside), len(column)))
        for row, ((word, label), trace) in enumerate(zip(beside, column, strict=False)):
            if trace.height_to(word.y) > FAR_MM * MM_PT:
                raise RecordError(_unmatched(len(beside), len(column)))
            later = _later(word, labels, starts, trace)
            named += [
                Named(one, part, row, len(column))
                for one, part in _parted(trace, [label, *later])
            ]
    return named


def _unmatched(n_labels: int, n_traces: int) -> str:
    return (
        "On a print each trace has the name of its lead beside its beginning; here "
        f"{n_labels} names and {n_traces} traces stand in one column, or too far from "
        "each other. Print the resting ECG in another layout."
    )


def _columns(traces: Sequence[Trace]) -> list[float]:
    starts: list[float] = []
    for x0 in sorted(trace.x0 for trace in traces):
        if not starts or x0 - starts[-1] > COLUMN_MM * MM_PT:
            starts.append(x0)
    return starts


def _nearest(x: float, starts: Sequence[float]) -> float:
    return min(starts, key=lambda start: abs(start - x))


def _later(
    first: Word,
    labels: Sequence[tuple[Word, Label]],
    starts: Sequence[float],
    trace: Trace,
) -> list[Label]:
    """Return the labels that stand over a row's trace behind its first, in order."""
    over = [
        (word.x, label)
        for word, label in labels
        if abs(word.y - first.y) < LEVEL_MM * MM_PT
        and abs(word.x - _nearest(word.x, starts)) >= BESIDE_MM * MM_PT
        and first.x < word.x < trace.x1
    ]
    return [label for _x, label in sorted(over, key=lambda pair: pair[0])]


def _parted(trace: Trace, labels: Sequence[Label]) -> list[tuple[Label, Trace]]:
    borders = np.linspace(trace.x0, trace.x1, len(labels) + 1)
    borders[-1] = np.inf
    return [
        (label, trace.between(*borders[place : place + 2]))
        for place, label in enumerate(labels)
    ]
