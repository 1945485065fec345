"""What the HDF5 library does not check before it walks: collections of texts."""

import re
import struct

from ecgkt.errors import RecordError

SIGNATURE = b"\x89HDF\r\n\x1a\n"
SIGNATURE_PLACES = (0, 512, 1024, 2048)
WIDTH = 8
"""Bytes of an address and of a length, in all files but those of tiny machines."""

_COLLECTION = re.compile(rb"GCOL\x01")
_SIZE = struct.Struct("<8xQ")
_OBJECT = struct.Struct("<H6xQ")
_ALIGN = 8


def check_heaps(content: bytes) -> None:
    """
    Refuse a file in whose collections of texts the library would turn for ever.

    Parameters
    ----------
    content : bytes
        The whole file.

    Raises
    ------
    RecordError
        If an object of a collection has no size, or leads out of it; if addresses or
        lengths are not of eight bytes.

    References
    ----------
    .. [1] "HDF5 file format specification, version 3.0", III.E, global heap. A free
       object of size 0 stands still in H5HG__cache_heap_deserialize of HDF5 2.0.
    """
    starts = [at for at in SIGNATURE_PLACES if content[at : at + 8] == SIGNATURE]
    if not starts or _widths(content, starts[0]) != (WIDTH, WIDTH):
        raise _damaged()
    for match in _COLLECTION.finditer(content):
        _check(content, match.start())


def _widths(content: bytes, start: int) -> tuple[int, ...]:
    """Read how wide addresses and lengths are; newer files say so earlier."""
    is_old = content[start + 8 : start + 9] in (b"\0", b"\1")
    at = start + (13 if is_old else 9)
    return tuple(content[at : at + 2])


def _check(content: bytes, at: int) -> None:
    if at + _SIZE.size > len(content):
        return
    (size,) = _SIZE.unpack_from(content, at)
    end = min(at + size, len(content))
    at += _SIZE.size
    while at + _OBJECT.size <= end:
        number, length = _OBJECT.unpack_from(content, at)
        # The free rest has number 0, and its length counts its own header.
        step = _OBJECT.size + -(-length // _ALIGN) * _ALIGN if number else length
        if not 0 < step <= end - at:
            raise _damaged()
        at += step


def _damaged() -> RecordError:
    return RecordError(
        "The HDF5 file is damaged in the parts that hold its texts, or written in an "
        "uncommon way: save the recording again."
    )
