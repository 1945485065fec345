"""The rhythm of SCP-ECG version 3: plain samples of all leads in turn."""

import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.interleaved import INT_24, Column, rows_of
from ecgkt.io.scp.sections import damaged
from ecgkt.types.upload import LIMITS

TYPES = {1: "i1", 2: "<i2", 3: INT_24, 4: "<i4"}
"""By the bytes of a sample."""

_HEAD = struct.Struct("<IBIB52xII")
"""Hz, leads, samples per lead, bytes of one, and sizes of two texts behind it."""

_LEAD = struct.Struct("<BHx")


class LongRhythm(NamedTuple):
    """
    What section 12 holds.

    Attributes
    ----------
    codes : list of int
        Of the leads, as in section 3.
    rows : list of numpy.ndarray of shape (n_samples,), float64
        nV, one per lead.
    fs : float
        Hz.
    """

    codes: list[int]
    rows: list[NDArray[np.float64]]
    fs: float


def decode_long_rhythm(content: bytes) -> LongRhythm:
    """
    Read section 12.

    Parameters
    ----------
    content : bytes
        The section after its header.

    Returns
    -------
    LongRhythm

    Raises
    ------
    RecordError
        If it is cut, or states no scale or no rate.

    References
    ----------
    .. [1] "EN 1064:2020, Standard communication protocol: computer-assisted
       electrocardiography", section 12, as biosig 2.5 writes and reads it.
    """
    if len(content) < _HEAD.size:
        raise damaged()
    fs, n_leads, n_samples, n_bytes, *notes = _HEAD.unpack_from(content)
    at = _HEAD.size + sum(notes)
    start = at + n_leads * _LEAD.size
    if not 1 <= n_leads <= LIMITS.max_leads or n_bytes not in TYPES:
        raise damaged()
    if not n_samples or start + n_leads * n_samples * n_bytes > len(content):
        raise damaged()
    leads = [_LEAD.unpack_from(content, at + n * _LEAD.size) for n in range(n_leads)]
    if not fs or not all(step for _code, step in leads):
        raise RecordError(
            "The SCP-ECG file states no scale (0 nV per step) or no sampling rate: its "
            "voltage or its time is unknown. Export the ECG again."
        )
    columns = [Column(TYPES[n_bytes], 1)] * n_leads
    stored = rows_of(content, start, columns, n_samples)
    return LongRhythm(
        [code for code, _step in leads],
        [
            row.astype(np.float64) * step
            for row, (_code, step) in zip(stored, leads, strict=True)
        ],
        float(fs),
    )
