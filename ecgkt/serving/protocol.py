"""
Messages between the app and its workers: length-prefixed JSON and raw blobs, no pickle.

A frame is ``EKT1``, the size of the JSON part (uint32), the number of blobs (uint32),
the size of each blob (uint64), all big-endian, then the JSON part and the blobs. Every
size is compared with a limit before anything of that size is read.
"""

import io
import json
import math
import struct
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple, NoReturn

import numpy as np

from ecgkt.types.record import Signal

MAGIC = b"EKT1"
MAX_JSON_BYTES = 4 * 2**20
MAX_BLOBS = 8192
MAX_ANSWER_BYTES = 96 * 2**20
"""Largest frame that a worker may answer with: 30 min at 1000 Hz take 83."""

_HEAD = struct.Struct(">4sII")
_FLOAT32 = np.dtype("<f4")

ReadExactly = Callable[[int], bytes]
"""Gives exactly that many bytes or raises EOFError."""


class Message(NamedTuple):
    """
    One job or one answer.

    Attributes
    ----------
    fields : dict
        JSON values; never NaN or infinity.
    blobs : tuple of bytes
        File contents or ``.npy`` arrays.
    """

    fields: dict[str, Any]
    blobs: tuple[bytes, ...] = ()

    @property
    def n_bytes(self) -> int:
        """Bytes in the blobs."""
        return sum(map(len, self.blobs))


def encode_message(message: Message) -> Iterator[bytes]:
    """
    Turn a message into the pieces of its frame, without copying the blobs.

    Parameters
    ----------
    message : Message
        What to send.

    Returns
    -------
    iterator of bytes
        To be written one after another.

    Examples
    --------
    >>> b"".join(encode_message(Message({"kind": "ping"})))[12:]
    b'{"kind": "ping"}'
    """
    text = json.dumps(message.fields, allow_nan=False).encode()
    _check_counts(len(text), len(message.blobs))
    sizes = [len(blob) for blob in message.blobs]
    yield _HEAD.pack(MAGIC, len(text), len(sizes)) + struct.pack(
        f">{len(sizes)}Q", *sizes
    )
    yield text
    yield from message.blobs


def decode_message(read_exactly: ReadExactly, *, limit: int) -> Message:
    """
    Read one frame.

    Parameters
    ----------
    read_exactly : callable
        Gives the next n bytes of the stream.
    limit : int
        Largest acceptable sum of JSON part and blobs in bytes.

    Returns
    -------
    Message
        Blobs are not looked into.

    Raises
    ------
    EOFError
        If the stream ends.
    ValueError
        If this is no frame, is larger than the limit or holds bad JSON.
    """
    magic, n_json, n_blobs = _HEAD.unpack(read_exactly(_HEAD.size))
    if magic != MAGIC:
        raise ValueError("expected a frame, found other bytes")
    _check_counts(n_json, n_blobs)
    sizes = struct.unpack(f">{n_blobs}Q", read_exactly(8 * n_blobs))
    total = n_json + sum(sizes)
    if total > limit:
        raise ValueError(f"expected at most {limit} bytes, found {total}")
    fields = _decode_json(read_exactly(n_json))
    return Message(fields, tuple(read_exactly(size) for size in sizes))


def reader_of(stream: BinaryIO) -> ReadExactly:
    """
    Wrap a blocking stream for `decode_message`.

    Parameters
    ----------
    stream : binary file
        For example ``sys.stdin.buffer``.

    Returns
    -------
    callable
        Raises EOFError when the stream ends before the wanted bytes.
    """

    def read_exactly(n_bytes: int) -> bytes:
        content = stream.read(n_bytes)
        if len(content) != n_bytes:
            raise EOFError(f"expected {n_bytes} bytes, found {len(content)}")
        return content

    return read_exactly


def encode_signal(signal: Signal) -> bytes:
    """
    Turn a signal into the bytes of a ``.npy`` file.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV.

    Returns
    -------
    bytes
        Little-endian, C order.

    Raises
    ------
    ValueError
        If the array is not float32 with two axes.

    Examples
    --------
    >>> decode_signal(encode_signal(np.ones((12, 5), np.float32))).shape
    (12, 5)
    """
    if signal.dtype != np.float32 or signal.ndim != 2:
        raise ValueError(
            f"expected float32 with 2 axes, got {signal.dtype} {signal.shape}"
        )
    target = io.BytesIO()
    content = np.ascontiguousarray(signal, dtype=_FLOAT32)
    np.lib.format.write_array(target, content, allow_pickle=False)
    return target.getvalue()


def decode_signal(blob: bytes) -> Signal:
    """
    Read back what `encode_signal` wrote, trusting nothing in it.

    Parameters
    ----------
    blob : bytes
        A ``.npy`` file, version 1.0.

    Returns
    -------
    numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV, writable.

    Raises
    ------
    ValueError
        If it is anything but a little-endian float32 array with two axes whose size
        is that of its bytes.
    """
    source = io.BytesIO(blob)
    if np.lib.format.read_magic(source) != (1, 0):
        raise ValueError("expected .npy version 1.0")
    shape, fortran_order, dtype = np.lib.format.read_array_header_1_0(source)
    if dtype != _FLOAT32 or fortran_order or len(shape) != 2:
        raise ValueError(f"expected float32 with 2 axes, found {dtype} {shape}")
    payload = blob[source.tell() :]
    if min(shape) < 0 or math.prod(shape) * _FLOAT32.itemsize != len(payload):
        raise ValueError(f"shape {shape} does not fit {len(payload)} bytes")
    return np.frombuffer(payload, _FLOAT32).reshape(shape).astype(np.float32)


def _check_counts(n_json: int, n_blobs: int) -> None:
    if n_json > MAX_JSON_BYTES or n_blobs > MAX_BLOBS:
        raise ValueError(f"a frame of {n_json} bytes of JSON and {n_blobs} blobs")


def _decode_json(text: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("JSON is nested too deeply") from None
    if not isinstance(fields, dict):
        raise ValueError("expected a JSON object")
    return fields


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")
