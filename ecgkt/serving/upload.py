"""Foreign files as the app holds them: in memory, unread, of limited size."""

from collections.abc import Sequence
from typing import NamedTuple

from ecgkt.config import UploadLimits
from ecgkt.errors import RecordError

LIMITS = UploadLimits()
MEBIBYTE = 2**20


class UploadedFile(NamedTuple):
    """
    One file of an upload or of the library.

    Attributes
    ----------
    name : str
        Untrusted text: never a path, a key or a log line.
    content : bytes
        The whole file.
    """

    name: str
    content: bytes


def check_recording_size(files: Sequence[UploadedFile]) -> None:
    """
    Refuse what no single recording needs, before it is sent anywhere.

    Parameters
    ----------
    files : sequence of UploadedFile
        The files of one recording.

    Raises
    ------
    RecordError
        If there is none, there are too many or one is too large.
    """
    if not 0 < len(files) <= LIMITS.recording_files:
        raise RecordError(
            f"One recording is 1 to {LIMITS.recording_files} files; found "
            f"{len(files)}. Choose the files of one recording, or a zip of them."
        )
    _check_each_file(files)


def check_batch_size(files: Sequence[UploadedFile]) -> None:
    """
    Refuse a batch that is beyond the limits of one upload.

    Parameters
    ----------
    files : sequence of UploadedFile
        The files of any number of recordings.

    Raises
    ------
    RecordError
        If there is none, there are too many, one is too large or all together are.
    """
    most = LIMITS.batch_recordings * LIMITS.recording_files
    if not 0 < len(files) <= most:
        raise RecordError(
            f"One upload is 1 to {most} files; found {len(files)}. Upload fewer "
            "at a time."
        )
    _check_each_file(files)
    n_bytes = sum(len(file.content) for file in files)
    if n_bytes > LIMITS.batch_bytes:
        raise RecordError(
            f"One upload holds at most {LIMITS.batch_bytes // MEBIBYTE} MB; found "
            f"{n_bytes // MEBIBYTE} MB. Upload fewer files at a time."
        )


def _check_each_file(files: Sequence[UploadedFile]) -> None:
    largest = max(len(file.content) for file in files)
    if largest > LIMITS.file_bytes:
        raise RecordError(
            f"A file may hold at most {LIMITS.file_bytes // MEBIBYTE} MB; found "
            f"{largest / MEBIBYTE:.1f} MB. A 10-second 12-lead ECG is far smaller: "
            "export that part alone."
        )
