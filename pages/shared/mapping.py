"""Tables of which the user must say, or wants to say, which column is which lead."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import TableLayout
from ecgkt.types.upload import MEBIBYTE, StatedMetadata, UploadedFile
from ecgkt.vocab.formats import FORMATS
from pages.shared import session

MAPPED = frozenset(row.name for row in FORMATS if row.is_mapped)
MAX_KEPT = 8 * MEBIBYTE
"""Bytes of a table that are kept, packed, so that its mapping can be changed."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """
    One table that waits for an answer; nothing of it is scored before.

    Attributes
    ----------
    name : str
        Of its file; untrusted.
    file : UploadedFile
        With its bytes.
    file_ids : frozenset of str
        The uploads it came from.
    layout : TableLayout
        What was detected.
    stated : StatedMetadata
        What the user had said before.
    reason : str
        Why it was not read as it is, or why the last answer was no good.
    replaces : str
        Key of the recording whose mapping is changed; empty for a new one.
    source : str
        Where it was opened from: "upload", "library" or "worklist".
    key : str
        Under which the recording shall be held, or of its row; empty if it is to be
        worked out.
    number, revision : int
        Count the tables that were asked about, and how often this one was looked at.
    """

    name: str
    file: UploadedFile
    layout: TableLayout
    stated: StatedMetadata
    file_ids: frozenset[str] = frozenset()
    reason: str = ""
    replaces: str = ""
    source: str = "upload"
    key: str = ""
    number: int = 0
    revision: int = 0

    @property
    def place(self) -> str:
        """Part of the keys of its fields; nothing of the file is in it."""
        return f"{self.number}-{self.revision}"

    def is_older_than(self, stated: StatedMetadata) -> bool:
        """Tell whether rate or unit were stated since it was asked."""
        before = self.stated
        is_new = self.source == "upload" and not self.replaces
        return is_new and (before.fs, before.unit) != (
            stated.fs,
            stated.unit,
        )


def get_questions() -> list[Question]:
    """Return the tables that wait, the oldest first."""
    return session.state("mapping", list[Question])


def waiting_of(source: str) -> list[Question]:
    """Return the tables of one source that wait, the oldest first."""
    return [question for question in get_questions() if question.source == source]


def n_waiting_bytes() -> int:
    """Return how much memory the tables take that wait."""
    return sum(len(question.file.content) for question in get_questions())


def add_question(question: Question, *, is_first: bool = False) -> None:
    """Let a table wait, its fields empty; its uploads are done with."""
    count = session.state("mapping-count", list[int])
    count.append(1)
    place = 0 if is_first else len(get_questions())
    get_questions().insert(place, replace(question, number=len(count)))
    session.state("forgotten", set[str]).update(question.file_ids)


def put_back(question: Question) -> None:
    """Ask the same again in another way."""
    waiting = get_questions()
    waiting[:] = [question if one.number == question.number else one for one in waiting]


def n_asked() -> int:
    """Return how many tables were asked about."""
    return len(session.state("mapping-count", list[int]))


def drop_question(question: Question) -> None:
    """Ask of a table no more."""
    waiting = get_questions()
    waiting[:] = [one for one in waiting if one.number != question.number]


def drop_removed(file_ids: set[str]) -> None:
    """Leave out tables whose files the user took out of the field."""
    waiting = get_questions()
    waiting[:] = [one for one in waiting if not one.file_ids & file_ids]


def keep_file(key: str, record: EcgRecord, files: Sequence[UploadedFile]) -> None:
    """Keep a small table beside its recording, for as long as that is held."""
    if record.format in MAPPED and len(files) == 1:
        content = files[0].content
        if 0 < len(content) <= MAX_KEPT:
            packed = UploadedFile(files[0].name, zlib.compress(content, 1))
            session.state("originals", dict[str, UploadedFile])[key] = packed


def is_kept(key: str) -> bool:
    """Tell whether the mapping of a recording can be changed."""
    return key in session.state("originals", dict[str, UploadedFile])


def kept_file(key: str) -> UploadedFile:
    """Return the table that is kept beside a recording."""
    packed = session.state("originals", dict[str, UploadedFile])[key]
    return packed._replace(content=zlib.decompress(packed.content))
