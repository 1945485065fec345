"""Headers of WFDB records that are made of segments: their names and lengths."""

import re
from datetime import datetime
from typing import NamedTuple

from ecgkt.errors import RecordError
from ecgkt.io.wfdb.base_time import base_time
from ecgkt.io.wfdb.record_line import NAME, is_master, record_line, split_lines

MAX_SEGMENTS = 1000
GAP = "~"
"""The name of a segment in which nothing was recorded."""

_SEGMENT = re.compile(r"(\S{1,80})\s+(\d{1,9})")
_COUNT_BEHIND = re.compile(r"/(\d{1,9})")


class Segment(NamedTuple):
    """One segment: the record it is, None for a gap, and its samples per signal."""

    name: str | None
    n_samples: int


class Master(NamedTuple):
    """
    One header of a record of segments.

    Attributes
    ----------
    fs : float or None
        Hz.
    segments : tuple of Segment
        In time; a first one without samples only describes the signals.
    comments : tuple of str
        May hold patient data: never shown, never logged.
    recorded_at : datetime or None
        Base time.
    """

    fs: float | None
    segments: tuple[Segment, ...]
    comments: tuple[str, ...]
    recorded_at: datetime | None


def names_segments(content: bytes) -> bool:
    """Tell a header of a record of segments by its record line."""
    try:
        return is_master(split_lines(content, MAX_SEGMENTS).first)
    except RecordError:
        return False


def parse_master(content: bytes) -> Master:
    r"""
    Read the header of a record of segments.

    Parameters
    ----------
    content : bytes
        The whole header.

    Returns
    -------
    Master

    Raises
    ------
    RecordError
        If it is damaged, names a folder, or its lengths do not add up.

    References
    ----------
    .. [1] "WFDB applications guide, header(5)", PhysioNet: records of several segments,
       of fixed layout and of variable.

    Examples
    --------
    >>> parse_master(b"a/3 2 500 30\na_layout 0\na1 10\n~ 20").segments[1:]
    (Segment(name='a1', n_samples=10), Segment(name=None, n_samples=20))
    """
    comments, first, lines = split_lines(content, MAX_SEGMENTS)
    match = _COUNT_BEHIND.search(first)
    stated = record_line(_COUNT_BEHIND.sub("", first, count=1))
    if match is None or int(match[1]) != len(lines):
        raise RecordError(
            f"The WFDB header announces other than the {len(lines)} segments that it "
            "names (or its record is named with a folder: write the name alone)."
        )
    segments = tuple(_segment(line) for line in lines)
    n_samples = sum(segment.n_samples for segment in segments)
    if not n_samples or stated.n_samples not in (None, n_samples):
        raise RecordError(
            f"The segments of the WFDB record hold {n_samples} samples in all; its "
            f"header states {stated.n_samples or 'none'}. It is damaged; copy it again."
        )
    at = base_time(first.split()[4:])
    return Master(stated.fs, segments, comments, at)


def _segment(line: str) -> Segment:
    match = _SEGMENT.fullmatch(line)
    is_gap = match is not None and match[1] == GAP
    if match is None or not (is_gap or NAME.fullmatch(match[1])):
        raise RecordError(
            "A segment of a WFDB record is named without folders, its samples behind "
            "it; this header has a line that is not. It is damaged; copy it again."
        )
    return Segment(None if is_gap else match[1], int(match[2]))
