"""The entrance for foreign bytes: an `EcgRecord` or a `RecordError`, nothing else."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from ecgkt.errors import RecordError
from ecgkt.io.formats import columns_of, find_format, read_files
from ecgkt.io.group_recordings import group_recordings
from ecgkt.io.mapping.layout import layout_of_columns
from ecgkt.io.missing import derive_missing
from ecgkt.io.sniff import describe
from ecgkt.io.stated import check_stated
from ecgkt.io.unzip import expand_zips
from ecgkt.types.quoted import quoted
from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import TableLayout
from ecgkt.types.upload import (
    NOTHING_STATED,
    StatedMetadata,
    UploadedFile,
    UploadedRecording,
    check_recording_size,
    display_name,
)
from ecgkt.vocab.formats import FORMATS, READABLE, FileFormat

T = TypeVar("T")


def read_ecg(
    files: Sequence[UploadedFile], stated: StatedMetadata = NOTHING_STATED
) -> EcgRecord:
    r"""
    Read one recording.

    Parameters
    ----------
    files : sequence of UploadedFile
        The files of one recording, or one zip of them.
    stated : StatedMetadata
        Frequency for files that do not state it, unit for those that do not or state
        it wrongly; an age goes before what the file states.

    Returns
    -------
    EcgRecord
        Missing samples of the limb leads are computed where the others hold them.

    Raises
    ------
    RecordError
        Whatever is wrong: what was expected, what was found, what to do. The text holds
        nothing of the files but, where one is missing, its name.

    Examples
    --------
    >>> rows = ["I (mV),II (mV)," + ",".join(f"V{n} (mV)" for n in range(1, 7))]
    >>> rows += ["0,1,0,0,0,0,0,0"] * 1000
    >>> table = UploadedFile("demo.csv", "\n".join(rows).encode())
    >>> read_ecg([table], StatedMetadata(fs=100)).signal[:, 0].tolist()[:4]
    [0.0, 1.0, 1.0, -0.5]
    """
    return _entered(_read_one, files, stated)


def read_layout(
    files: Sequence[UploadedFile], stated: StatedMetadata = NOTHING_STATED
) -> TableLayout:
    """
    Look at a table or an array without reading it as an ECG yet.

    Parameters
    ----------
    files : sequence of UploadedFile
        One table or array, or a zip of it.
    stated : StatedMetadata
        With what the user knows better of its shape, in a map.

    Returns
    -------
    TableLayout
        What was detected, for the user to confirm or correct.

    Raises
    ------
    RecordError
        If it is none, or another thing is wrong; as `read_ecg`.
    """
    return _entered(_layout_of_one, files, stated)


def _entered(
    function: Callable[[UploadedRecording, StatedMetadata], T],
    files: Sequence[UploadedFile],
    stated: StatedMetadata,
) -> T:
    """Give one recording to a reader; whatever it throws becomes a RecordError."""
    try:
        # Absurd numbers may become infinite: the gates refuse infinity.
        with np.errstate(over="ignore", invalid="ignore"):
            return function(_one_of(files, stated), stated)
    except RecordError:
        raise
    except Exception as error:
        rows = [find_format(file.content) for file in files]
        kind = "".join(f" as {row.title}" for row in rows[:1] if row)
        raise RecordError(
            f"The file could not be read{kind}: it is damaged, or not what its "
            f"beginning says. Export or copy it again. What can be read: {READABLE}."
        ) from error


def _one_of(files: Sequence[UploadedFile], stated: StatedMetadata) -> UploadedRecording:
    check_stated(stated)
    check_recording_size(files)
    recordings = group_recordings(expand_zips(files))
    if len(recordings) != 1:
        names = ", ".join(quoted(recording.name) for recording in recordings[:4])
        more = ", …" if len(recordings) > 4 else ""
        raise RecordError(
            f"One recording is read at a time; {len(recordings)} were found ({names}"
            f"{more}). Upload them one by one, or as a batch of single files; the "
            "segments of one record are not put together."
        )
    return recordings[0]


def _read_one(recording: UploadedRecording, stated: StatedMetadata) -> EcgRecord:
    row = _format_of(recording)
    if stated.is_mapped and not row.is_mapped:
        columns_of(row, recording.files[0], stated.shape)
    return derive_missing(read_files(row, recording.files, stated))


def _layout_of_one(recording: UploadedRecording, stated: StatedMetadata) -> TableLayout:
    row = _format_of(recording)
    found = columns_of(row, recording.files[0], stated.shape)
    return layout_of_columns(found, stated, row.name)


def _format_of(recording: UploadedRecording) -> FileFormat:
    row = find_format(recording.files[0].content)
    if row is None:
        raise RecordError(_refusal(recording.files[0]))
    return row


def _refusal(file: UploadedFile) -> str:
    """Name the missing header where the name at least says that there is one."""
    for row in FORMATS:
        if file.content and file.suffix in row.partners:
            header = quoted(display_name(f"{file.stem}{row.suffixes[0]}"))
            return (
                f"{quoted(display_name(file.name))} looks like the data file of a "
                f"{row.title} record; its header {header} is missing. Upload both "
                "together."
            )
    return describe(file.content)
