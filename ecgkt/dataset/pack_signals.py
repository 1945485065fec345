"""One chunk of WFDB records becomes rows of the store; runs in a process of its own."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.decimate import decimate
from ecgkt.errors import RecordError
from ecgkt.files import to_json, write_atomically
from ecgkt.io.wfdb.decode import INVALID, decode_samples
from ecgkt.io.wfdb.header import WfdbHeader, WfdbSignal, parse_header
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.vocab.leads import INDEPENDENT_LEADS

LIMIT_UV = 32_767
MISSING = -32_768
"""Stored value where the file holds no valid sample."""

MAX_GAP = 0.2
"""Seconds of one lead that may be missing, all gaps together, and are bridged where
another rate is wanted; a lead that lacks more is `MISSING` from end to end."""


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

    At the store's own rate every sample stays as it is. From another rate the result is
    that of `preprocess.fill_gaps` and `preprocess.resample`, rounded: what the app's
    model is given of the same file. The app bridges at most
    `QualityConfig.max_gap_share` of a lead (50 ms in 10 s) and refuses the recording
    beyond that; the store bridges up to `MAX_GAP` and then gives up the lead alone. So
    whatever the app scores stands in the store with the same samples, and where the
    store is the more patient one the app gives no score at all. One thing differs:
    missing samples of I and II that follow from other limb leads are computed in the
    app (`ecgkt.io.missing`) and bridged here.

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
        Voltage in µV within ±`LIMIT_UV`; `MISSING` for invalid samples or, resampled,
        for leads that lack too many.

    Raises
    ------
    RecordError
        If a file is missing or damaged, a lead is absent, the length is another, or
        every lead lacks more than `MAX_GAP`.
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
    if fmt not in INVALID:
        raise RecordError(f"expected samples, found differences (format {fmt})")
    # Lead after lead in memory: sums and products then run several times as fast.
    samples = np.ascontiguousarray(
        decode_samples(content, fmt, len(header.signals), header.n_samples)
    )
    _check_sums(header, samples)
    rows = _lead_rows(header)
    leads = [header.signals[row] for row in rows]
    _check_units(leads)
    if header.fs is None:
        raise RecordError("the header states no sampling frequency")
    if header.fs == fs:
        microvolts = _to_microvolts(leads, samples[rows], INVALID[fmt])
    else:
        values = _values(leads, samples[rows])
        is_invalid = samples[rows] == INVALID[fmt]
        microvolts = _resample(values, is_invalid, header.fs, fs)
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


def _check_units(leads: list[WfdbSignal]) -> None:
    if any((lead.unit or "mV") != "mV" for lead in leads):
        units = sorted({str(lead.unit) for lead in leads})
        raise RecordError(f"expected samples in mV, found {units}")


def _to_microvolts(
    leads: list[WfdbSignal],
    samples: NDArray[np.signedinteger],
    invalid_code: int,
) -> NDArray[np.int16]:
    """Give samples of the store's rate their unit, one by one."""
    if (
        all(lead.gain == 1000 and lead.baseline == 0 for lead in leads)
        and samples.dtype == "<i2"
    ):
        return samples
    gain = np.array([lead.gain for lead in leads])[:, None]
    baseline = np.array([lead.baseline for lead in leads])[:, None]
    microvolts = np.rint((samples - baseline) * (1000 / gain))
    invalid = (samples == invalid_code) | (np.abs(microvolts) > LIMIT_UV)
    return np.where(invalid, MISSING, microvolts).astype(np.int16)


def _values(
    leads: list[WfdbSignal], samples: NDArray[np.signedinteger]
) -> NDArray[np.float32]:
    """Return µV, not yet rounded; invalid samples keep their code's value."""
    values = samples.astype(np.float32)
    values -= np.array([lead.baseline for lead in leads], np.float32)[:, None]
    values *= np.array([1000 / lead.gain for lead in leads], np.float32)[:, None]
    return values


def _resample(
    values: NDArray[np.float32], is_invalid: NDArray[np.bool_], fs: float, to_fs: float
) -> NDArray[np.int16]:
    """Bring µV to another rate; leads with too many invalid samples become MISSING."""
    is_lost = is_invalid.sum(axis=1) > MAX_GAP * fs
    if is_lost.all():
        raise RecordError(f"every lead lacks more than {MAX_GAP:g} s of samples")
    if is_invalid.any():
        values[is_invalid] = np.nan
        values[is_lost] = 0
        values = fill_gaps(values)
    factor = round(fs / to_fs)
    if factor > 1 and factor * to_fs == fs:
        moved = decimate(values, factor)
    else:
        # Imported here: the usual rates do without scipy, which takes long to load.
        from ecgkt.preprocess.resample import resample

        moved = resample(values, fs, to_fs)
    microvolts = np.clip(np.rint(moved), -LIMIT_UV, LIMIT_UV).astype(np.int16)
    microvolts[is_lost] = MISSING
    return microvolts
