"""Samples of SCP-ECG: the default Huffman code, differences, the reference beat."""

import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.scp.sections import damaged

DEFAULT_TABLE = 19999
PREFIX = 10
SHORT, LONG = 8, 16
"""Bits of a value after nine and after ten ones."""

_SCALE = struct.Struct("<HHBB")
Row = NDArray[np.float64]


class Rhythm(NamedTuple):
    """
    What a section of samples holds.

    Attributes
    ----------
    rows : list of numpy.ndarray of shape (n_samples,), float64
        nV, one per lead.
    interval : int
        Microseconds between two samples.
    """

    rows: list[Row]
    interval: int


def decode_samples(
    content: bytes, n_leads: int, n_samples: int | None, *, is_packed: bool
) -> Rhythm:
    """
    Unpack section 5 or 6.

    Parameters
    ----------
    content : bytes
        The section after its header.
    n_leads : int
        Leads of section 3.
    n_samples : int or None
        Samples per lead that the file states; None takes all that are there.
    is_packed : bool
        Whether the default Huffman code was used.

    Returns
    -------
    Rhythm
        Rows may be shorter than stated, if the section is.

    Raises
    ------
    RecordError
        If it is cut, states no scale, or is stored at two rates.

    References
    ----------
    .. [1] "EN 1064 / ISO 11073-91064", 5.8 and 5.9, and annex C: k ones, a zero and a
       sign stand for k up to 8; nine ones and a zero for a number of 8 bits, ten ones
       for one of 16.
    """
    at = _SCALE.size + 2 * n_leads
    if len(content) < at:
        raise damaged()
    step, interval, differences, bimodal = _SCALE.unpack_from(content)
    if not step or not interval or differences > 2:
        raise RecordError(
            "The SCP-ECG file states no scale (0 nV per step) or no sampling interval: "
            "its voltage or its time is unknown. Export the ECG again."
        )
    if bimodal:
        raise RecordError(
            "The SCP-ECG file is stored at two sampling rates (bimodal compression), "
            "which loses what lies between the beats and is not read. Export it with "
            "full fidelity."
        )
    rows = []
    for size in struct.unpack_from(f"<{n_leads}H", content, _SCALE.size):
        packed = content[at : at + size]
        if len(packed) < size:
            raise damaged()
        at += size
        stored = huffman(packed) if is_packed else _plain(packed)
        values = _integrate(stored[:n_samples], differences)
        rows.append(values.astype(np.float64) * step)
    return Rhythm(rows, interval)


def huffman(packed: bytes) -> NDArray[np.int64]:
    """
    Undo the default Huffman code.

    Parameters
    ----------
    packed : bytes
        One lead.

    Returns
    -------
    numpy.ndarray of shape (n,), int64
        All values, and maybe some zeros for the bits that fill up the last byte.

    Examples
    --------
    >>> huffman(bytes([0b01001101, 0b11111111, 0b10000001, 0b01000000])).tolist()[:4]
    [0, 1, -2, 5]
    """
    bits = np.unpackbits(np.frombuffer(packed, np.uint8)).astype(np.int64)
    n_bits = len(bits)
    padded = np.concatenate([bits, np.zeros(PREFIX + LONG + 1, np.int64)])
    # How many ones stand from each bit on, counted up to ten.
    ones = np.zeros(n_bits, np.int64)
    run = np.ones(n_bits, bool)
    for step in range(PREFIX):
        run &= padded[step : step + n_bits] == 1
        ones += run
    lengths = np.where(ones == 0, 1, ones + 2)
    lengths[ones == PREFIX - 1] = PREFIX + SHORT
    lengths[ones == PREFIX] = PREFIX + LONG
    starts = _chain(lengths)
    starts = starts[starts + lengths[starts] <= n_bits]
    counts = ones[starts]
    values = np.where(padded[starts + counts + 1] == 1, -counts, counts)
    for kind, width in ((PREFIX - 1, SHORT), (PREFIX, LONG)):
        of_kind = counts == kind
        places = starts[of_kind, None] + PREFIX + np.arange(width)
        number = padded[places] @ (1 << np.arange(width - 1, -1, -1))
        values[of_kind] = np.where(
            number >= 2 ** (width - 1), number - 2**width, number
        )
    return values


def _chain(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where codes begin: each where the one before it ends."""
    starts, at, steps = [], 0, lengths.tolist()
    while at < len(steps):
        starts.append(at)
        at += steps[at]
    return np.array(starts, np.int64)


def _plain(packed: bytes) -> NDArray[np.int64]:
    return np.frombuffer(packed, "<i2", len(packed) // 2).astype(np.int64)


def _integrate(stored: NDArray[np.int64], times: int) -> NDArray[np.int64]:
    """Undo first or second differences; the first values stand as they are."""
    if times == 2 and len(stored) > 1:
        slopes = stored.copy()
        slopes[1] -= slopes[0]
        slopes[1:] = np.cumsum(slopes[1:])
        stored = slopes
    return np.cumsum(stored) if times else stored


def add_beat(rows: list[Row], beat: list[Row], location: bytes) -> None:
    """
    Add the reference beat that was subtracted before packing, in place.

    Parameters
    ----------
    rows, beat : list of numpy.ndarray
        Rhythm and reference beat of each lead, in one unit.
    location : bytes
        Section 4 after its header.

    Raises
    ------
    RecordError
        If a beat lies outside the recording.

    References
    ----------
    .. [1] "EN 1064 / ISO 11073-91064", 5.7: samples are counted from 1; only beats of
       type 0 were subtracted.
    """
    if len(location) < 6:
        raise damaged()
    _length, fiducial, n_beats = struct.unpack_from("<HHH", location)
    if 6 + 14 * n_beats > len(location):
        raise damaged()
    for n in range(n_beats):
        kind, start, middle, end = struct.unpack_from("<HIII", location, 6 + 14 * n)
        if kind != 0:
            continue
        offset = fiducial - middle
        for row, shape in zip(rows, beat, strict=True):
            first = max(start - 1, -offset, 0)
            stop = min(end, len(shape) - offset, len(row))
            if stop > first:
                row[first:stop] += shape[first + offset : stop + offset]
