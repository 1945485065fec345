"""The frame of an SCP-ECG file: where its sections lie, each held against its size."""

import binascii
import struct
from typing import NamedTuple

from ecgkt.errors import RecordError

HEADER_BYTES = 16
FIRST_SECTION = 6
MAX_SECTION = 18
"""Version 3 has more than the eleven of versions 1 and 2."""

_POINTER = struct.Struct("<HII")
_HEADER = struct.Struct("<HHI")


class Section(NamedTuple):
    """
    One section.

    Attributes
    ----------
    content : bytes
        After its header.
    is_whole : bool
        Whether its check sum is right; True where none was written.
    """

    content: bytes
    is_whole: bool


def split_sections(content: bytes) -> dict[int, Section]:
    """
    Find the sections of a file.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    dict of int to Section
        By their numbers, 1 to 18, as far as they are there.

    Raises
    ------
    RecordError
        If a section lies outside the file, or the frame is of another kind.

    References
    ----------
    .. [1] "EN 1064 / ISO 11073-91064: Standard communication protocol:
       computer-assisted electrocardiography", 5.2 and 5.3. Departs from it: the check
       sum of the whole file is not held against it, because anonymisers change a
       person's section and leave that sum as it was.
    """
    _check_sum, number, length = _header(content, FIRST_SECTION)
    end = FIRST_SECTION + length
    if number != 0 or not FIRST_SECTION + HEADER_BYTES < end <= len(content):
        raise damaged()
    sections = {}
    at = FIRST_SECTION + HEADER_BYTES
    while at + _POINTER.size <= end:
        number, length, index = _POINTER.unpack_from(content, at)
        at += _POINTER.size
        if 1 <= number <= MAX_SECTION and length > HEADER_BYTES:
            sections[number] = _section(content, number, length, index - 1)
    return sections


def damaged() -> RecordError:
    """Return what to say of a frame that does not fit."""
    return RecordError(
        "The sections of the SCP-ECG file do not fit its size, or are not where its "
        "pointers say: it is cut, damaged or of another kind. Export the ECG again."
    )


def _header(content: bytes, at: int) -> tuple[int, int, int]:
    if at < 0 or at + HEADER_BYTES > len(content):
        raise damaged()
    check_sum, number, length = _HEADER.unpack_from(content, at)
    return check_sum, number, length


def _section(content: bytes, number: int, length: int, at: int) -> Section:
    check_sum, found, stated = _header(content, at)
    if found != number or at + length > len(content) or stated > length:
        raise damaged()
    body = content[at + 2 : at + length]
    is_whole = check_sum in (0, binascii.crc_hqx(body, 0xFFFF))
    return Section(content[at + HEADER_BYTES : at + length], is_whole)
