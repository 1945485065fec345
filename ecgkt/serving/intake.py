"""What is given to a worklist becomes recordings that wait for their turn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from ecgkt.errors import EcgktError, RecordError
from ecgkt.serving.audit import hashes_of
from ecgkt.serving.bulk import BulkReader
from ecgkt.serving.library import LibraryEntry, load_entry
from ecgkt.simulate.example import EXAMPLES, simulate_example
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import UploadedFile, UploadedRecording, display_name
from ecgkt.vocab.formats import ARCHIVE_SUFFIX, FORMATS


@dataclass(frozen=True)
class Pending:
    """
    One recording that waits.

    Attributes
    ----------
    name : str
        To show; untrusted.
    files : tuple of UploadedFile
        Its bytes; empty for one of the library.
    entry : LibraryEntry or None
        Where to load it from, for one of the library.
    record : EcgRecord or None
        Itself, for a simulated one and for a table of which the user said how it is
        read.
    known_key : str
        The key of such a table; empty where `key` is to be worked out.
    known_sha256 : tuple of str or None
        Of the files of such a table.
    """

    name: str
    files: tuple[UploadedFile, ...] = ()
    entry: LibraryEntry | None = None
    record: EcgRecord | None = None
    known_key: str = ""
    known_sha256: tuple[str, ...] | None = None

    @property
    def n_bytes(self) -> int:
        """Bytes in memory."""
        return sum(len(file.content) for file in self.files)

    @property
    def file_sha256(self) -> tuple[str, ...] | None:
        """The sha256 of each file, once loaded; None for a simulated one."""
        return hashes_of(self.files) if self.files else self.known_sha256

    def load(self) -> "Pending":
        """Return it with its bytes; a RecordError if they are gone."""
        if self.entry is None:
            return self
        return Pending(self.name, load_entry(self.entry), self.entry)

    def rest(self) -> "Pending":
        """Return it without the bytes that can be loaded again."""
        return self if self.entry is None else Pending(self.name, entry=self.entry)

    @property
    def key(self) -> str:
        """Name what its files hold, whatever they are called."""
        if self.known_key:
            return self.known_key
        if self.record is not None:
            return sha256(f"example {self.name}".encode()).hexdigest()
        parts = (sha256(file.content).digest() for file in self.files)
        return sha256(b"worklist" + b"".join(parts)).hexdigest()


@dataclass(frozen=True)
class Intake:
    """
    What came of some files.

    Attributes
    ----------
    waiting : list of Pending
        Recordings.
    failures : list of (str, str)
        Name and reason of what is none.
    """

    waiting: list[Pending] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)


def from_uploads(reader: BulkReader, files: Sequence[UploadedFile]) -> Intake:
    """
    Take archives apart and sort all files into recordings, in child processes.

    Parameters
    ----------
    reader : BulkReader
        Has the children.
    files : sequence of UploadedFile
        Uploads of any kind.

    Returns
    -------
    Intake
        Where sorting fails, for one header that is beyond reading, files are paired by
        their names alone.
    """
    try:
        unpacked = reader.unpack(files)
    except EcgktError as error:
        return Intake(failures=[(_told(files), str(error))])
    failures = [(display_name(name), text) for name, text in unpacked.failures]
    if not unpacked.files:
        return Intake(failures=failures)
    try:
        groups = reader.group(unpacked.files)
    except EcgktError:
        groups = pair_by_name(unpacked.files)
    waiting = [Pending(group.name, group.files) for group in groups]
    return Intake(waiting, failures)


def from_library(reader: BulkReader, entries: Iterable[LibraryEntry]) -> Intake:
    """
    Take recordings of the library; only its archives are opened at once.

    Parameters
    ----------
    reader : BulkReader
        Has the children.
    entries : iterable of LibraryEntry
        From `list_library`.

    Returns
    -------
    Intake
    """
    intake = Intake()
    for entry in entries:
        if entry.paths[0].suffix.lower() != ARCHIVE_SUFFIX:
            intake.waiting.append(Pending(entry.name, entry=entry))
            continue
        try:
            opened = from_uploads(reader, load_entry(entry))
        except RecordError as error:
            intake.failures.append((entry.name, str(error)))
            continue
        intake.waiting.extend(opened.waiting)
        intake.failures.extend(opened.failures)
    return intake


def from_examples(names: Iterable[str]) -> Intake:
    """Simulate recordings; `names` are keys of `EXAMPLES`."""
    return Intake(
        [
            Pending(f"Simulated: {EXAMPLES[name]}", record=simulate_example(name))
            for name in names
        ]
    )


def pair_by_name(files: Sequence[UploadedFile]) -> list[UploadedRecording]:
    """
    Pair headers with the data files of the same stem beside them, unread.

    Parameters
    ----------
    files : sequence of UploadedFile
        Of any number of recordings.

    Returns
    -------
    list of UploadedRecording
        In the order of the files.

    Examples
    --------
    >>> pair = [UploadedFile("a.dat", b"1"), UploadedFile("a.hea", b"2")]
    >>> [len(group.files) for group in pair_by_name(pair)]
    [2]
    """
    partners = {s: row.partners for row in FORMATS for s in row.suffixes}
    by_stem: dict[tuple[str, str], list[UploadedFile]] = {}
    for file in files:
        by_stem.setdefault((file.folder, file.stem), []).append(file)
    groups: list[UploadedRecording] = []
    for members in by_stem.values():
        headers = [file for file in members if partners.get(file.suffix)]
        data = {suffix for file in headers for suffix in partners[file.suffix]}
        for file in members:
            if file in headers:
                mine = (other for other in members if other.suffix in data)
                group = (file, *mine)
            elif file.suffix in data:
                continue
            else:
                group = (file,)
            groups.append(UploadedRecording(display_name(file.name), group))
    return groups


def _told(files: Sequence[UploadedFile]) -> str:
    return display_name(files[0].name) if len(files) == 1 else f"{len(files)} files"
