"""Foreign files in memory: untrusted names, limited sizes, what is stated of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import NamedTuple, Self

from ecgkt.config import UploadLimits
from ecgkt.errors import RecordError
from ecgkt.types.record import Sex
from ecgkt.types.table_map import TableMap

LIMITS = UploadLimits()
NOTHING_MAPPED = TableMap()
LIST_RECORDINGS, LIST_FILES = 1000, 4000
"""Of one worklist, and of what is taken apart for it at once."""
ARCHIVE_BYTES = 100 * 2**20
"""A zip of many, packed: 1,000 of 10 s at 500 Hz take about 70 MB."""
MEBIBYTE = 2**20
MAX_AGE = 90.0
"""Years; the data sets and privacy rules do not tell higher ages apart."""

UNITS = {"mV": "mV", "uV": "µV", "V": "V"}
"""Units of voltage that can be stated, and how they are shown."""


class UploadedFile(NamedTuple):
    """
    One file of an upload, an archive, the library or the command line.

    Attributes
    ----------
    name : str
        Untrusted text: never a path, a key or a log line, only compared and shown.
    content : bytes
        The whole file.
    """

    name: str
    content: bytes

    @property
    def folder(self) -> str:
        """Folder part of the name, as an archive or a folder upload gives it."""
        return str(self._path.parent)

    @property
    def base_name(self) -> str:
        """Name without folders."""
        return self._path.name

    @property
    def stem(self) -> str:
        """Name without folders and extension."""
        return self._path.stem

    @property
    def suffix(self) -> str:
        """Extension in lower case, with its dot: a hint, never a proof."""
        return self._path.suffix.lower()

    @property
    def _path(self) -> PurePosixPath:
        return PurePosixPath(self.name.replace("\\", "/"))


class UploadedRecording(NamedTuple):
    """
    The files that make one recording.

    Attributes
    ----------
    name : str
        To show: without folders, cut to the length that is shown.
    files : tuple of UploadedFile
        A header and its data files; or one archive, table or array.
    """

    name: str
    files: tuple[UploadedFile, ...]


class StatedPerson(NamedTuple):
    """What the user states of the person: years, and "male" or "female"."""

    age: float | None = None
    sex: Sex | None = None


@dataclass(frozen=True, kw_only=True)
class StatedMetadata:
    """
    What the user states beside the files; None leaves it to the file.

    Attributes
    ----------
    fs : float or None
        Sampling frequency in Hz.
    unit : str or None
        "mV", "uV" or "V".
    age : float or None
        Years.
    sex : str or None
        "male" or "female".
    leads : tuple of str
        Names of a table's columns, or an array's rows, in their order; "-" for one that
        is no lead.
    map : TableMap or None
        Which column is which lead, with all that was corrected of what was detected.
    """

    fs: float | None = None
    unit: str | None = None
    age: float | None = None
    sex: Sex | None = None
    leads: tuple[str, ...] = ()
    map: TableMap | None = None

    @property
    def is_mapped(self) -> bool:
        """Whether the user says which column is which lead."""
        return bool(self.leads) or self.map is not None

    @property
    def shape(self) -> TableMap:
        """What is said of a file's shape; nothing if it is nothing."""
        return self.map or NOTHING_MAPPED

    @property
    def person(self) -> StatedPerson:
        """What is stated of the person."""
        return StatedPerson(self.age, self.sex)

    @property
    def without_person(self) -> Self:
        """What the samples depend on: an age or a sex needs no second look at them."""
        return replace(self, age=None, sex=None)


NOTHING_STATED = StatedMetadata()


def settle_age(in_file: float | None, stated: float | None) -> float | None:
    """
    Find the age; the user's word goes before the file's.

    Parameters
    ----------
    in_file, stated : float or None
        Years, as the file and the user state it.

    Returns
    -------
    float or None
        Years, at most 90.

    Examples
    --------
    >>> settle_age(300, None), settle_age(40, 41)
    (90.0, 41.0)
    """
    age = in_file if stated is None else stated
    return None if age is None else min(float(age), MAX_AGE)


def display_name(name: str) -> str:
    r"""
    Make a name fit to be shown: no folders, nothing invisible, at most 80 characters.

    Parameters
    ----------
    name : str
        Untrusted text.

    Returns
    -------
    str
        Never empty.

    Examples
    --------
    >>> display_name("ward/ecg\x00 1.csv")
    'ecg 1.csv'
    """
    base = UploadedFile(name, b"").base_name
    # Not printable are, among others, the marks that turn the direction of writing.
    visible = "".join(letter for letter in base if letter.isprintable()).strip()
    return visible[: LIMITS.name_length] or "unnamed"


def check_file_size(n_bytes: int) -> None:
    """Refuse a file of more bytes than a recording of ours needs, by a RecordError."""
    if n_bytes > LIMITS.file_bytes:
        raise RecordError(
            f"A file may hold at most {LIMITS.file_bytes // MEBIBYTE} MB; found "
            f"{n_bytes / MEBIBYTE:.1f} MB. A 10-second 12-lead ECG is far smaller: "
            "export that part alone."
        )


def check_recording_size(files: Sequence[UploadedFile]) -> None:
    """Refuse no, too many or too large files of one recording, by a RecordError."""
    if not 0 < len(files) <= LIMITS.recording_files:
        raise RecordError(
            f"One recording is 1 to {LIMITS.recording_files} files; found "
            f"{len(files)}. Choose the files of one recording, or a zip of them."
        )
    check_file_size(max(len(file.content) for file in files))


def check_list_size(files: Sequence[UploadedFile]) -> None:
    """Refuse more files than one worklist can be made of, by a RecordError."""
    if not 0 < len(files) <= LIST_FILES:
        raise RecordError(
            f"A worklist is made of 1 to {LIST_FILES} files at a time; found "
            f"{len(files)}. Give fewer at a time."
        )
    n_bytes = sum(len(file.content) for file in files)
    if n_bytes > LIMITS.batch_bytes:
        raise RecordError(
            f"A worklist takes at most {LIMITS.batch_bytes // MEBIBYTE} MB at a time; "
            f"found {n_bytes // MEBIBYTE} MB. Give fewer files at a time."
        )


def check_batch_size(files: Sequence[UploadedFile]) -> None:
    """Refuse an upload of recordings that is beyond its limits, by a RecordError."""
    most = LIMITS.batch_recordings * LIMITS.recording_files
    if not 0 < len(files) <= most:
        raise RecordError(
            f"One upload is 1 to {most} files; found {len(files)}. Upload fewer "
            "at a time."
        )
    sizes = [len(file.content) for file in files]
    check_file_size(max(sizes))
    if sum(sizes) > LIMITS.batch_bytes:
        raise RecordError(
            f"One upload holds at most {LIMITS.batch_bytes // MEBIBYTE} MB; found "
            f"{sum(sizes) // MEBIBYTE} MB. Upload fewer files at a time."
        )
