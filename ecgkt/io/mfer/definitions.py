"""The frame of an MFER file: definitions of tag, length and value in a row."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ecgkt.errors import RecordError

BYTE_ORDER, BLOCK, CHANNELS, SEQUENCES = 0x01, 0x04, 0x05, 0x06
WAVEFORM, LEAD, DATA_TYPE, INTERVAL, SENSITIVITY = 0x08, 0x09, 0x0A, 0x0B, 0x0C
OFFSET, COMPRESSION, NO_VALUE, SAMPLES = 0x0D, 0x0E, 0x12, 0x1E
ATTRIBUTES, GROUP, END = 0x3F, 0x67, 0x80
AGE, SEX, TIME = 0x83, 0x84, 0x85
HOLDERS = (ATTRIBUTES, GROUP)
"""Definitions that hold others."""

KNOWN = frozenset(
    [
        *range(0x01, 0x10),
        *(0x11, 0x12, 0x13, 0x15, 0x16, 0x17, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x3F),
        *range(0x40, 0x47),
        *(GROUP, 0x68, 0x69, *range(0x80, 0x89)),
    ]
)
"""Tags of the standard."""

MAX_DEFINITIONS = 20_000
MAX_DEPTH = 8
_MAX_LENGTH_BYTES = 4
_MAX_CHANNEL = 2**14
_ZEROS = re.compile(rb"\0*")


class Definition(NamedTuple):
    """
    One definition.

    Attributes
    ----------
    tag : int
        What it defines.
    channel : int or None
        Of which channel, counted from 0; None is all.
    value : bytes
        As stored.
    """

    tag: int
    channel: int | None
    value: bytes


class _Open(NamedTuple):
    """A definition that holds others: where it ends, None where two zeros end it."""

    end: int | None
    channel: int | None


def definitions(content: bytes) -> Iterator[Definition]:
    """
    Walk through a file.

    Parameters
    ----------
    content : bytes
        The whole file.

    Yields
    ------
    Definition
        Those within a channel's attributes or a group too, but not the frames of these.

    Raises
    ------
    RecordError
        If a length leads out of the file or there are too many.

    References
    ----------
    .. [1] ISO 22077-1:2022, "Medical waveform format, part 1: encoding rules", 4.2:
       lengths above 127 follow in so many bytes, the highest first; a channel's number
       may take several bytes, each but the last with its highest bit set.
    """
    at = 0
    opened: list[_Open] = []
    for _ in range(MAX_DEFINITIONS):
        at = _next_tag(content, at, opened)
        limit = _limit(opened, len(content))
        if at >= limit or content[at] == END:
            return
        tag, at = content[at], at + 1
        channel = opened[-1].channel if opened else None
        if tag == ATTRIBUTES:
            channel, at = _number(content, at)
        length, at = _length(content, at)
        end = None if length is None else at + length
        is_loose = end is None and tag not in HOLDERS
        if (end or at) > limit or is_loose or len(opened) > MAX_DEPTH:
            raise damaged()
        if tag in HOLDERS:
            opened.append(_Open(end, channel))
        elif end is not None:
            yield Definition(tag, channel, content[at:end])
            at = end
    raise damaged()


def damaged() -> RecordError:
    """Return what to say of definitions that do not fit."""
    return RecordError(
        "The definitions of the MFER file do not fit its size or each other: it is "
        "cut, damaged or of another kind. Export the ECG again."
    )


def _next_tag(content: bytes, at: int, opened: list[_Open]) -> int:
    """Close what ends here, and go over what only fills up."""
    while True:
        if opened and opened[-1].end == at:
            opened.pop()
        elif opened and opened[-1].end is None and content[at : at + 2] == b"\0\0":
            opened.pop()
            at += 2
        elif content[at : at + 1] == b"\0" and at < _limit(opened, len(content)):
            is_open = bool(opened) and opened[-1].end is None
            zeros = _ZEROS.match(content, at, _limit(opened, len(content)))
            at = at + 1 if is_open or zeros is None else zeros.end()
        else:
            return at


def _limit(opened: list[_Open], size: int) -> int:
    return min([size, *(one.end for one in opened if one.end is not None)])


def _number(content: bytes, at: int) -> tuple[int, int]:
    """Read a channel's number."""
    number = 0
    while at < len(content):
        byte, at = content[at], at + 1
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            return number, at
        if number > _MAX_CHANNEL:
            break
    raise damaged()


def _length(content: bytes, at: int) -> tuple[int | None, int]:
    """Read a length; None is one that is not stated."""
    if at >= len(content):
        raise damaged()
    first, at = content[at], at + 1
    if first < 0x80:
        return first, at
    n_bytes = first & 0x7F
    if n_bytes > _MAX_LENGTH_BYTES or at + n_bytes > len(content):
        raise damaged()
    if not n_bytes:
        return None, at
    return int.from_bytes(content[at : at + n_bytes], "big"), at + n_bytes
