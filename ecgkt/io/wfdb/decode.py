"""The sample encodings of WFDB that ECG archives use: 16, 24, 32, 80 and 212."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError

Samples: TypeAlias = NDArray[np.signedinteger[Any]]

FORMATS = (16, 24, 32, 80, 212)
INVALID = {16: -(2**15), 24: -(2**23), 32: -(2**31), 80: -(2**7), 212: -(2**11)}
"""The code that stands for "no value" in each format."""

BITS = {16: 16, 24: 24, 32: 32, 80: 8, 212: 12}


def decode_samples(
    content: bytes,
    fmt: int,
    n_signals: int,
    n_samples: int | None,
    byte_offset: int = 0,
) -> Samples:
    """
    Unpack the samples of one WFDB signal file.

    Parameters
    ----------
    content : bytes
        The whole file.
    fmt : int
        One of `FORMATS`.
    n_signals : int
        Signals that are interleaved in this file.
    n_samples : int or None
        Samples per signal that the header states; None takes what the file holds.
    byte_offset : int
        Bytes before the first sample (24 in the .mat files of PhysioNet challenges).

    Returns
    -------
    numpy.ndarray of shape (n_signals, n_samples), int16 or int32
        Raw digitiser units; the code `INVALID[fmt]` is kept. Format 16 is a read-only
        view of `content`.

    Raises
    ------
    RecordError
        If the file is not exactly as long as the header says, or of another format.

    References
    ----------
    .. [1] "WFDB applications guide, signal(5)", PhysioNet. Departs from it: the file
       size must fit the header exactly, because a cut copy otherwise reads as a
       shorter ECG.

    Examples
    --------
    >>> decode_samples(bytes([1, 0, 2, 0, 255, 255, 4, 0]), 16, 2, 2).tolist()
    [[1, -1], [2, 4]]
    """
    if fmt not in FORMATS:
        known = ", ".join(map(str, FORMATS))
        raise RecordError(
            f"WFDB sample formats {known} can be read; this record is in format {fmt}. "
            "Convert it, for example with xform or wrsamp of the WFDB software."
        )
    count = _stated_count(len(content) - byte_offset, fmt, n_signals, n_samples)
    flat = _UNPACK[fmt](content, count, byte_offset)
    return flat.reshape(-1, n_signals).T


def _stated_count(n_bytes: int, fmt: int, n_signals: int, n_samples: int | None) -> int:
    """Return the number of values in the file after holding it against the header."""
    bits = BITS[fmt]
    if n_samples is None:
        n_samples = max(n_bytes, 0) * 8 // (bits * n_signals)
    count = n_samples * n_signals
    expected = -(-count * bits // 8)
    # Format 212 packs pairs into three bytes; some writers fill up the last pair.
    sizes = {expected, -(-count // 2) * 3} if fmt == 212 else {expected}
    if n_bytes not in sizes or not count:
        raise RecordError(
            f"The header states {n_samples} samples of {n_signals} signals, {expected} "
            f"bytes; the data file holds {max(n_bytes, 0)}. It may be cut or belong to "
            "another record: copy both files again from their source."
        )
    return count


def _unpack_16(content: bytes, count: int, offset: int) -> Samples:
    return np.frombuffer(content, "<i2", count, offset)


def _unpack_24(content: bytes, count: int, offset: int) -> Samples:
    low = np.frombuffer(content, np.uint8, 3 * count, offset).reshape(-1, 3)
    wide = np.zeros((count, 4), np.uint8)
    wide[:, 1:] = low
    return wide.view("<i4")[:, 0] >> 8


def _unpack_32(content: bytes, count: int, offset: int) -> Samples:
    return np.frombuffer(content, "<i4", count, offset)


def _unpack_80(content: bytes, count: int, offset: int) -> Samples:
    return np.frombuffer(content, np.uint8, count, offset).astype(np.int16) - 128


def _unpack_212(content: bytes, count: int, offset: int) -> Samples:
    packed = np.zeros((count + 1) // 2 * 3, np.uint8)
    stored = np.frombuffer(content, np.uint8, offset=offset)
    packed[: stored.size] = stored
    first, shared, second = packed.reshape(-1, 3).astype(np.int16).T
    pairs = np.stack([first | (shared & 0x0F) << 8, second | (shared & 0xF0) << 4])
    # Two's complement in 12 bits: shift the sign bit up and back.
    return (pairs.T.reshape(-1)[:count] << 4) >> 4


_UNPACK = {
    16: _unpack_16,
    24: _unpack_24,
    32: _unpack_32,
    80: _unpack_80,
    212: _unpack_212,
}
