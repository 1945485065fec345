"""One chunk of WFDB records becomes rows of the store; runs in a process of its own."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.files import to_json, write_atomically
from ecgkt.io.wfdb_decode import INVALID, decode_samples
from ecgkt.io.wfdb_header import WfdbHeader, parse_header
from ecgkt.vocab import INDEPENDENT_LEADS

LIMIT_UV = 32_767
MISSING = -32_768
"""Stored value where the file holds no valid sample."""


class Chunk(NamedTuple):
    """
    Consecutive records and where they go.

    Attributes
    ----------
    first : int
        The first row it fills.
    paths : tuple of str
        Records without their extension.
    signals : str
        The store's ``signals.npy``, already of full size.
    done : str
        File to write, with the chunk's rejects, when its rows are on disk.
    fs, n_samples : float, int
        What every row must come to.
    """

    first: int
    paths: tuple[str, ...]
    signals: str
    done: str
    fs: float
    n_samples: int


def pack_chunk(chunk: Chunk) -> int:
    """
    Read, check and store the records of one chunk.

    Parameters
    ----------
    chunk : Chunk
        What to read and where to write it.

    Returns
    -------
    int
        Records that were looked at.

    Raises
    ------
    OSError
        If the store cannot be written. A record that cannot be read is no error: its
        row stays empty and the reason goes into the chunk's file.
    """
    rows = np.full(
        (len(chunk.paths), len(INDEPENDENT_LEADS), chunk.n_samples), MISSING, np.int16
    )
    rejects = {}
    for row, path in enumerate(chunk.paths):
        try:
            rows[row] = read_microvolts(path, chunk.fs, chunk.n_samples)
        except RecordError as error:
            rejects[str(chunk.first + row)] = str(error)
    signals = np.load(chunk.signals, mmap_mode="r+")
    signals[chunk.first : chunk.first + len(rows)] = rows
    signals.flush()
    write_atomically({Path(chunk.done): to_json(rejects)})
    return len(chunk.paths)


def read_microvolts(path: str, fs: float, n_samples: int) -> NDArray[np.int16]:
    """
    Read the independent leads of one WFDB record.

    Parameters
    ----------
    path : str
        The record without its extension.
    fs : float
        Sampling frequency of the store in Hz; another rate is resampled.
    n_samples : int
        Samples per lead that must come out.

    Returns
    -------
    numpy.ndarray of shape (8, n_samples), int16
        Voltage in µV, `MISSING` for invalid samples.

    Raises
    ------
    RecordError
        If a file is missing or damaged, a lead is absent or the length is another.
    """
    try:
        header = parse_header(Path(path + ".hea").read_bytes())
        content = Path(path + ".dat").read_bytes()
    except FileNotFoundError as error:
        missing = Path(error.filename).suffix
        raise RecordError(f"the record's {missing} file does not exist") from error
    fmt = header.signals[0].fmt
    if {signal.fmt for signal in header.signals} != {fmt}:
        raise RecordError("expected one sample format in the record, found several")
    samples = decode_samples(content, fmt, len(header.signals), header.n_samples)
    _check_sums(header, samples)
    rows = _lead_rows(header)
    microvolts = _to_microvolts(header, rows, samples[rows], INVALID[fmt])
    if header.fs is None:
        raise RecordError("the header states no sampling frequency")
    if header.fs != fs:
        microvolts = _resample(microvolts, header.fs, fs)
    if microvolts.shape[1] != n_samples:
        found = microvolts.shape[1]
        raise RecordError(f"expected {n_samples} samples at {fs:g} Hz, found {found}")
    return microvolts


def _check_sums(header: WfdbHeader, samples: NDArray[np.signedinteger]) -> None:
    sums = samples.sum(axis=1, dtype=np.int64) & 0xFFFF
    stated = [signal.checksum for signal in header.signals]
    if any(
        s is not None and s & 0xFFFF != int(f)
        for s, f in zip(stated, sums, strict=True)
    ):
        raise RecordError("the samples do not match the header's checksums")


def _lead_rows(header: WfdbHeader) -> list[int]:
    place = {
        signal.name.strip().lower(): row for row, signal in enumerate(header.signals)
    }
    missing = [lead for lead in INDEPENDENT_LEADS if lead.lower() not in place]
    if missing:
        raise RecordError(
            f"expected the leads {INDEPENDENT_LEADS}, {missing} are missing"
        )
    return [place[lead.lower()] for lead in INDEPENDENT_LEADS]


def _to_microvolts(
    header: WfdbHeader,
    rows: list[int],
    samples: NDArray[np.signedinteger],
    invalid_code: int,
) -> NDArray[np.int16]:
    chosen = [header.signals[row] for row in rows]
    if any((signal.unit or "mV") != "mV" for signal in chosen):
        units = sorted({str(signal.unit) for signal in chosen})
        raise RecordError(f"expected samples in mV, found {units}")
    if (
        all(s.gain == 1000 and s.baseline == 0 for s in chosen)
        and samples.dtype == "<i2"
    ):
        return samples
    gain = np.array([signal.gain for signal in chosen])[:, None]
    baseline = np.array([signal.baseline for signal in chosen])[:, None]
    microvolts = np.rint((samples - baseline) * (1000 / gain))
    invalid = (samples == invalid_code) | (np.abs(microvolts) > LIMIT_UV)
    return np.where(invalid, MISSING, microvolts).astype(np.int16)


def _resample(
    microvolts: NDArray[np.int16], fs: float, target_fs: float
) -> NDArray[np.int16]:
    # Imported here: the common case, equal rates, starts without scipy.
    from ecgkt.preprocess.resample import resample

    if (microvolts == MISSING).any():
        raise RecordError("invalid samples, which cannot be resampled")
    values = resample(microvolts.astype(np.float32), fs, target_fs)
    return np.clip(np.rint(values), -LIMIT_UV, LIMIT_UV).astype(np.int16)
