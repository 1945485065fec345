"""A recording and its reading, packed small without loss, for lists of many."""

import io
import zlib
from dataclasses import dataclass
from typing import Any

import msgspec

from ecgkt.report.reading_json import reading_from_dict, reading_to_dict
from ecgkt.serving.protocol import (
    MAX_ANSWER_BYTES,
    decode_message,
    encode_message,
    reader_of,
)
from ecgkt.serving.record_message import record_from_message, record_to_message
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.worklist import Row

EFFORT = 3
"""Of zlib: 10 s at 500 Hz become a quarter of their 240 kB in 3 ms."""


@dataclass(frozen=True)
class Kept:
    """
    What a list keeps of one recording.

    Attributes
    ----------
    row : Row
        Its line.
    file_sha256 : tuple of str or None
        Of each of its files; None for a simulated one.
    reading, record : bytes or None
        Packed; None of what could not be read, and where there was no room.
    """

    row: Row
    file_sha256: tuple[str, ...] | None = None
    reading: bytes | None = None
    record: bytes | None = None


def pack_record(record: EcgRecord) -> bytes:
    """
    Pack a recording.

    Numbers of a digitiser repeat, so that float32 shrinks as well as integers would,
    and nothing is rounded: what is read again is what was read.

    Parameters
    ----------
    record : EcgRecord
        Any.

    Returns
    -------
    bytes
        For `unpack_record`.
    """
    frame = b"".join(encode_message(record_to_message(record)))
    return zlib.compress(frame, EFFORT)


def unpack_record(packed: bytes) -> EcgRecord:
    """Return the recording that `pack_record` packed, the same to the last bit."""
    stream = io.BytesIO(zlib.decompress(packed))
    message = decode_message(reader_of(stream), limit=MAX_ANSWER_BYTES)
    return record_from_message(message)


def pack_reading(reading: Reading) -> bytes:
    """Pack a reading, 100 kB of JSON into about a fifth, for `unpack_reading`."""
    return zlib.compress(msgspec.json.encode(reading_to_dict(reading)), EFFORT)


def unpack_dict(packed: bytes) -> dict[str, Any]:
    """Return what `reading_to_dict` gave of the reading that was packed."""
    return msgspec.json.decode(zlib.decompress(packed), type=dict[str, Any])


def unpack_reading(packed: bytes) -> Reading:
    """Return the reading that `pack_reading` packed."""
    return reading_from_dict(unpack_dict(packed))
