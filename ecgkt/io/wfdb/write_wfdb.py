"""Write a recording as WFDB: a text header and a file of 16-bit samples."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.files import write_atomically
from ecgkt.types.record import SIMULATED, EcgRecord
from ecgkt.vocab.leads import LEADS

GAIN = 1000
"""Steps per mV: 1 µV, below the noise of any recorder."""

INVALID = -32768
"""What format 16 holds where there is no value."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def write_wfdb(record: EcgRecord, folder: Path, name: str) -> Path:
    """
    Write `name.hea` and `name.dat` in format 16.

    The header is renamed into place last: who finds a header finds its samples.

    Parameters
    ----------
    record : EcgRecord
        Samples are rounded to 1 µV; NaN becomes WFDB's invalid sample.
    folder : pathlib.Path
        Where to write; made if missing.
    name : str
        Name of both files: 1 to 64 letters, digits, hyphens and underscores.

    Returns
    -------
    pathlib.Path
        The header file.

    Raises
    ------
    ValueError
        If the name could be a path.
    RecordError
        If a sample lies beyond ±32.767 mV, which 16 bits at this gain cannot hold.

    References
    ----------
    .. [1] WFDB Applications Guide, header(5) and signal(5), PhysioNet. Departs from it
       in nothing; a comment says of a simulated recording that it is one.
    """
    files = wfdb_files(record, name)
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically({folder / file: content for file, content in files.items()})
    return folder / f"{name}.hea"


def wfdb_files(
    record: EcgRecord, name: str, comments: Sequence[str] = ()
) -> dict[str, bytes]:
    """
    Return what `write_wfdb` writes, by file name, the header last.

    Parameters
    ----------
    record : EcgRecord
        As there.
    name : str
        As there.
    comments : sequence of str
        Further lines of the header.

    Returns
    -------
    dict of str to bytes

    Raises
    ------
    ValueError
        If the name could be a path.
    RecordError
        If a sample is too large.
    """
    if _NAME.fullmatch(name) is None:
        message = f"expected letters, digits, - or _ as a record name, got {name!r}"
        raise ValueError(message)
    samples = _to_steps(record)
    header = _header_text(record, name, samples)
    header += "".join(f"# {comment}\n" for comment in comments)
    return {
        f"{name}.dat": np.ascontiguousarray(samples.T).tobytes(),
        f"{name}.hea": header.encode("ascii"),
    }


def _to_steps(record: EcgRecord) -> NDArray[np.int16]:
    steps = np.rint(record.signal.astype(np.float64) * GAIN)
    valid = np.isfinite(steps)
    if np.any(np.abs(steps[valid]) > -INVALID - 1):
        peak = np.abs(steps[valid]).max() / GAIN
        message = (
            f"expected samples within ±32.767 mV, found {peak:.1f} mV: "
            "remove the baseline offset before writing WFDB"
        )
        raise RecordError(message)
    return np.where(valid, steps, INVALID).astype("<i2")


def _header_text(record: EcgRecord, name: str, samples: NDArray[np.int16]) -> str:
    lines = [f"{name} {len(LEADS)} {record.fs:.12g} {record.n_samples}"]
    for lead, row in zip(LEADS, samples, strict=True):
        initial = int(row[0]) if row.size else 0
        # The sum of all samples in 16-bit arithmetic, read as signed.
        checksum = (int(row.sum(dtype=np.int64)) + 2**15) % 2**16 - 2**15
        lines.append(f"{name}.dat 16 {GAIN}(0)/mV 16 0 {initial} {checksum} 0 {lead}")
    if record.age is not None:
        lines.append(f"# Age: {record.age:g}")
    if record.sex is not None:
        lines.append(f"# Sex: {record.sex}")
    if SIMULATED in record.warnings:
        lines.append(f"# {SIMULATED}")
    return "\n".join(lines) + "\n"
