"""The entrance for foreign bytes: an `EcgRecord` or a `RecordError`, nothing else."""

from collections.abc import Sequence

import numpy as np

from ecgkt.config import UploadLimits
from ecgkt.errors import RecordError
from ecgkt.io.ecg_file import EcgFile, Recording, display_name
from ecgkt.io.group_recordings import group_recordings
from ecgkt.io.read_csv import read_csv
from ecgkt.io.read_npy import read_npy
from ecgkt.io.sniff import READABLE, Kind, describe, sniff
from ecgkt.io.stated import Entered
from ecgkt.io.unzip import expand_zips
from ecgkt.io.wfdb.read_wfdb import read_wfdb
from ecgkt.types.record import EcgRecord

LIMITS = UploadLimits()


def read_ecg(
    files: Sequence[EcgFile],
    *,
    fs: float | None = None,
    unit: str | None = None,
    age: float | None = None,
) -> EcgRecord:
    r"""
    Read one recording.

    Parameters
    ----------
    files : sequence of EcgFile
        The files of one recording, or one zip of them.
    fs : float or None
        Sampling frequency in Hz, for files that do not state it.
    unit : str or None
        "mV", "uV" or "V", for files that do not state it or state it wrongly.
    age : float or None
        Years; goes before what the file states.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        Whatever is wrong: what was expected, what was found, what to do. The text holds
        nothing of the files but, where one is missing, its name.

    Examples
    --------
    >>> rows = ["I (mV),II (mV)," + ",".join(f"V{n} (mV)" for n in range(1, 7))]
    >>> rows += ["0,1,0,0,0,0,0,0"] * 1000
    >>> table = EcgFile("demo.csv", "\n".join(rows).encode())
    >>> read_ecg([table], fs=100).signal[:, 0].tolist()[:4]
    [0.0, 1.0, 1.0, -0.5]
    """
    try:
        # Absurd numbers may become infinite: the gates refuse infinity.
        with np.errstate(over="ignore", invalid="ignore"):
            return _read(files, Entered(fs=fs, unit=unit, age=age))
    except RecordError:
        raise
    except Exception as error:
        raise RecordError(
            "The file could not be read: it is damaged, or not what its beginning "
            f"says. Export or copy it again. What can be read: {READABLE}."
        ) from error


def _read(files: Sequence[EcgFile], entered: Entered) -> EcgRecord:
    _check_size(files)
    recordings = group_recordings(expand_zips(files))
    if len(recordings) != 1:
        names = ", ".join(recording.name for recording in recordings[:4])
        more = ", …" if len(recordings) > 4 else ""
        raise RecordError(
            f"One recording is read at a time; {len(recordings)} were found ({names}"
            f"{more}). Upload them one by one, or as a batch of single files."
        )
    return _read_one(recordings[0], entered)


def _read_one(recording: Recording, entered: Entered) -> EcgRecord:
    file, *others = recording.files
    kind = sniff(file.content)
    if kind is Kind.HEADER:
        return read_wfdb(file, others, entered)
    if kind is Kind.TABLE:
        return read_csv(file, entered)
    if kind is Kind.NPY:
        return read_npy(file, entered)
    raise RecordError(_refusal(file))


def _refusal(file: EcgFile) -> str:
    """Name the missing header where the name at least says that there is one."""
    if file.content and file.ending in ("dat", "mat"):
        return (
            f"{display_name(file.name)} looks like the data file of a WFDB record; its "
            f"header {display_name(f'{file.stem}.hea')} is missing. Upload both "
            "together."
        )
    return describe(file.content)


def _check_size(files: Sequence[EcgFile]) -> None:
    if not 0 < len(files) <= LIMITS.recording_files:
        raise RecordError(
            f"One recording is 1 to {LIMITS.recording_files} files; found "
            f"{len(files)}. Choose the files of one recording, or a zip of them."
        )
    largest = max(len(file.content) for file in files)
    if largest > LIMITS.file_bytes:
        raise RecordError(
            f"A file may hold {LIMITS.file_bytes // 2**20} MB; found "
            f"{largest / 2**20:.1f} MB. Export the ten seconds that matter."
        )
