"""The cohort on disk: WFDB recordings and csv.gz tables in MIMIC-IV's layout."""

import gzip
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgkt.simulate.render_cohort import FS, GAIN
from ecgkt.types.record import SIMULATED
from ecgkt.vocab.leads import LEADS

STORED_LEADS = ("I", "II", "III", "aVR", "aVF", "aVL", *LEADS[6:])
"""MIMIC-IV-ECG stores aVF before aVL."""


def write_recording(
    steps: NDArray[np.int16], folder: Path, *, study: int, subject: int, time: datetime
) -> None:
    """
    Write one recording as MIMIC-IV-ECG does, format 16.

    Parameters
    ----------
    steps : numpy.ndarray of shape (12, n_samples), int16
        In the order of `ecgkt.vocab.leads.LEADS`, `GAIN` steps per mV.
    folder : pathlib.Path
        Made here; the whole cohort is renamed into place when it is complete, so the
        two files are written plainly.
    study, subject : int
        Identifiers; the study is the files' name.
    time : datetime.datetime
        Of the recording.

    Raises
    ------
    OSError
        If the disk is full or not writable.
    """
    ordered = steps[[LEADS.index(lead) for lead in STORED_LEADS]]
    lines = [f"{study} 12 {FS:g} {steps.shape[1]} {time:%H:%M:%S %d/%m/%Y}"]
    sums = ordered.sum(axis=1, dtype=np.int64) % 2**16
    for lead, first, total in zip(STORED_LEADS, ordered[:, 0], sums, strict=True):
        lines.append(
            f"{study}.dat 16 {GAIN}.0(0)/mV 16 0 {int(first)} {int(total)} 0 {lead}"
        )
    lines += [f"# <subject_id>: {subject}", f"# {SIMULATED}", ""]
    folder.mkdir(parents=True)
    content = np.ascontiguousarray(ordered.T.astype("<i2")).tobytes()
    (folder / f"{study}.dat").write_bytes(content)
    (folder / f"{study}.hea").write_text("\n".join(lines), encoding="ascii")


def write_table(path: Path, pieces: Iterable[str]) -> None:
    """
    Write a csv.gz whose bytes depend on its text alone.

    Parameters
    ----------
    path : pathlib.Path
        Its folder is made.
    pieces : iterable of str
        Text in order, line ends included.

    Raises
    ------
    OSError
        If the disk is full or not writable.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=4, fileobj=raw, mtime=0) as file,
    ):
        for piece in pieces:
            file.write(piece.encode())
