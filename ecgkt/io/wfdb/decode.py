"""The sample encodings of WFDB of fixed width: 8, 16, 24, 32, 61, 80, 160 … 311."""

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError

GROUPS = {212: (2, 3), 310: (3, 4), 311: (3, 4)}
"""Samples that are packed together, and their bytes."""

Samples: TypeAlias = NDArray[np.signedinteger[Any]]

DIFFERENCES = 8
"""A format of steps from sample to sample, which a header's initial value begins."""

FLAC = {508: 8, 516: 16, 524: 24}
"""Packed formats and their bits; `ecgkt.io.wfdb.flac` unpacks them."""

PLAIN = (8, 16, 24, 32, 61, 80, 160, 212, 310, 311)
FORMATS = (*PLAIN, *FLAC)
INVALID = {
    **{16: -(2**15), 24: -(2**23), 32: -(2**31), 61: -(2**15), 80: -(2**7)},
    **{160: -(2**15), 212: -(2**11), 310: -(2**9), 311: -(2**9)},
    **{508: -(2**7), 516: -(2**15), 524: -(2**23)},
}
"""The code that stands for "no value" in each format; format 8 has none."""

BITS: dict[int, float] = {8: 8, 16: 16, 24: 24, 32: 32, 61: 16, 80: 8, 160: 16, 212: 12}
BITS |= {310: 32 / 3, 311: 32 / 3}


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
        One of `PLAIN`.
    n_signals : int
        Signals that are interleaved in this file.
    n_samples : int or None
        Samples per signal that the header states; None takes what the file holds.
    byte_offset : int
        Bytes before the first sample (24 in the .mat files of PhysioNet challenges).

    Returns
    -------
    numpy.ndarray of shape (n_signals, n_samples), int16 or int32
        Raw digitiser units, of format 8 their differences; the code `INVALID[fmt]` is
        kept. Format 16 is a read-only view of `content`.

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
    if fmt not in PLAIN:
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
        n_samples = int(max(n_bytes, 0) * 8 // (bits * n_signals))
    count = n_samples * n_signals
    expected = math.ceil(count * bits / 8)
    # Packed formats end with a whole group; some writers fill up the last one.
    n_group, group_bytes = GROUPS.get(fmt, (1, expected))
    sizes = (
        {expected, -(-count // n_group) * group_bytes} if fmt in GROUPS else {expected}
    )
    if n_bytes not in sizes or not count:
        raise RecordError(
            f"The header states {n_samples} samples of {n_signals} signals, {expected} "
            f"bytes; the data file holds {max(n_bytes, 0)}. It may be cut or belong to "
            "another record: copy both files again from their source."
        )
    return count


def _unpack_8(content: bytes, count: int, offset: int) -> Samples:
    return np.frombuffer(content, np.int8, count, offset).astype(np.int16)


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


def _unpack_61(content: bytes, count: int, offset: int) -> Samples:
    return np.frombuffer(content, ">i2", count, offset).astype(np.int16)


def _unpack_160(content: bytes, count: int, offset: int) -> Samples:
    stored = np.frombuffer(content, "<u2", count, offset).astype(np.int32)
    return (stored - 2**15).astype(np.int16)


def _words(content: bytes, count: int, offset: int) -> NDArray[np.int32]:
    """Return groups of four bytes, the last filled up, as two words each."""
    packed = np.zeros(-(-count // 3) * 4, np.uint8)
    stored = np.frombuffer(content, np.uint8, offset=offset)
    packed[: stored.size] = stored
    return packed.view("<u2").astype(np.int32).reshape(-1, 2)


def _signed_10(samples: list[NDArray[np.int32]], count: int) -> Samples:
    flat = np.stack(samples, axis=1).reshape(-1)[:count]
    return ((flat ^ 2**9) - 2**9).astype(np.int16)


def _unpack_310(content: bytes, count: int, offset: int) -> Samples:
    first, second = _words(content, count, offset).T
    third = first >> 11 | second >> 11 << 5
    return _signed_10([first >> 1 & 1023, second >> 1 & 1023, third], count)


def _unpack_311(content: bytes, count: int, offset: int) -> Samples:
    low, high = _words(content, count, offset).T
    middle = low >> 10 | (high & 15) << 6
    return _signed_10([low & 1023, middle, high >> 4 & 1023], count)


_UNPACK = {
    8: _unpack_8,
    16: _unpack_16,
    24: _unpack_24,
    32: _unpack_32,
    61: _unpack_61,
    80: _unpack_80,
    160: _unpack_160,
    212: _unpack_212,
    310: _unpack_310,
    311: _unpack_311,
}
