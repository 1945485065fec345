"""Write beats and wave boundaries as a WFDB annotation file."""

import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ecgkt.types.measurements import BeatSpan, Trace

CODES = {"N": 1, "p": 24, "t": 27, "(": 39, ")": 40}
"""A beat, the middle of a P and of a T wave, where a wave begins and ends."""
SKIP, NUM = 59, 60
"""A long step, and the number of the next annotations."""
MAX_STEP = 1023
P, QRS, T = 0, 1, 2
"""What the number of a boundary says."""


class Annotation(NamedTuple):
    """
    One mark.

    Attributes
    ----------
    sample : int
        From the beginning of the recording.
    symbol : str
        A key of `CODES`.
    number : int
        Of a boundary which wave: `P`, `QRS` or `T`.
    """

    sample: int
    symbol: str
    number: int = 0


def annotations_of(trace: Trace | None, fs: float) -> list[Annotation]:
    """
    Mark every R peak, and the waves of the beats that were measured.

    Parameters
    ----------
    trace : Trace or None
        Of a reading.
    fs : float
        Hz of the recording.

    Returns
    -------
    list of Annotation
        In order of time; empty if no beat was found.
    """
    if trace is None:
        return []
    marks = [Annotation(round(peak * fs), "N", QRS) for peak in trace.r_peaks]
    for beat in trace.beats:
        marks += _waves(beat, fs)
    return sorted(mark for mark in marks if mark.sample >= 0)


def _waves(beat: BeatSpan, fs: float) -> Iterator[Annotation]:
    for span, number, symbol in (
        (beat.p, P, "p"),
        (beat.qrs, QRS, ""),
        (beat.t, T, "t"),
    ):
        if span is None:
            continue
        begin, end = (round(second * fs) for second in span)
        yield Annotation(begin, "(", number)
        if symbol:
            yield Annotation((begin + end) // 2, symbol, number)
        yield Annotation(end, ")", number)


def annotation_bytes(annotations: Sequence[Annotation]) -> bytes:
    """
    Write annotations in the MIT format.

    Parameters
    ----------
    annotations : sequence of Annotation
        In order of time.

    Returns
    -------
    bytes
        Content of an ``.atr`` file.

    Raises
    ------
    ValueError
        If they are not in order.

    References
    ----------
    .. [1] WFDB Applications Guide, annot(5), PhysioNet. A middle of P and T stands for
       their peaks, which are not measured.
    """
    return b"".join(_words(annotations)) + struct.pack("<H", 0)


def _words(annotations: Iterable[Annotation]) -> Iterator[bytes]:
    now, number = 0, 0
    for mark in annotations:
        step = mark.sample - now
        if step < 0:
            raise ValueError("expected annotations in order of time")
        if step > MAX_STEP:
            # The high half goes first, each half with its low byte first.
            yield struct.pack("<HHH", SKIP << 10, step >> 16, step & 0xFFFF)
            step = 0
        yield struct.pack("<H", CODES[mark.symbol] << 10 | step)
        if mark.number != number:
            yield struct.pack("<H", NUM << 10 | mark.number)
        now, number = mark.sample, mark.number
