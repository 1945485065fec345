"""WFDB signal files packed as FLAC: sizes held against the header, then unpacked."""

import io
from typing import Any, NamedTuple

import numpy as np
import soundfile
from numpy.typing import NDArray

from ecgkt.errors import RecordError

CHUNK = 2**20
"""Frames at a time: libsndfile fails beyond 2**24 values."""

MAX_VALUES = 2**26
"""Half an hour of 32 signals at 1000 Hz, with room: packed, a byte may be thousands."""

_MAGIC = b"fLaC"
_INFO_BYTES = 34


class _Stated(NamedTuple):
    """What the file says of itself."""

    n_channels: int
    bits: int
    n_samples: int


def decode_flac(
    content: bytes, bits: int, n_signals: int, n_samples: int | None
) -> NDArray[Any]:
    """
    Unpack one signal file.

    Parameters
    ----------
    content : bytes
        The whole file.
    bits : int
        Most bits of a sample, by the WFDB format: 8, 16 or 24.
    n_signals : int
        Signals that the header puts into this file.
    n_samples : int or None
        Samples of each, by the header; None takes what the file states.

    Returns
    -------
    numpy.ndarray of shape (n_signals, n_samples), int32
        Raw digitiser units.

    Raises
    ------
    RecordError
        If the file is none, is damaged, or holds other than the header says.

    References
    ----------
    .. [1] "WFDB applications guide, signal(5)", PhysioNet, formats 508, 516 and 524;
       RFC 9639, "Free Lossless Audio Codec", 8.2.
    """
    stated = _stated(content)
    wanted = stated.n_samples if n_samples is None else n_samples
    if (
        stated.n_channels != n_signals
        or stated.n_samples != wanted
        or stated.bits > bits
        or not wanted
    ):
        raise RecordError(
            f"The WFDB header states {n_signals} signals of {wanted} samples; the "
            f"packed data file holds {stated.n_channels} of {stated.n_samples}. It may "
            "belong to another record: copy both files again from their source."
        )
    if wanted * n_signals > MAX_VALUES:
        raise RecordError(
            "A packed data file of this WFDB record says that it holds more than a "
            "recording can. Export the part that matters."
        )
    samples = np.empty((wanted, n_signals), np.int32)
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            n_read = 0
            while n_read < wanted:
                part = file.read(out=samples[n_read : n_read + CHUNK])
                n_read += len(part)
                if not len(part):
                    break
    except soundfile.SoundFileError as error:
        raise _damaged() from error
    if n_read != wanted:
        raise _damaged()
    # The library puts the highest bit of any width into the highest of 32.
    return (samples >> (32 - stated.bits)).T


def _stated(content: bytes) -> _Stated:
    if not content.startswith(_MAGIC) or len(content) < 8 + _INFO_BYTES:
        raise _damaged()
    # 20 bits of rate, 3 of channels, 5 of width and 36 of samples.
    packed = int.from_bytes(content[18:26], "big")
    return _Stated(
        (packed >> 41 & 7) + 1, (packed >> 36 & 31) + 1, packed & (2**36 - 1)
    )


def _damaged() -> RecordError:
    return RecordError(
        "A data file of this WFDB record is packed (FLAC) and cut or damaged: copy it "
        "again from its source."
    )
