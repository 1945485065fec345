"""Tags and notes that a researcher leaves on cases, kept in a file beside the table."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import ClassVar

from ecgkt.errors import EcgktError
from ecgkt.files import to_json, write_atomically
from ecgkt.results.document import WholeDocument, load_document

NAME = "notes.json"
USE = "For research and education only."
MAX_NOTE, MAX_TAG, MAX_TAGS = 2000, 40, 20
"""Characters of a note and of a tag, tags of a case: what is longer is cut."""


@dataclass(frozen=True, kw_only=True)
class CaseNote:
    """What was said of one case; both empty where nothing was."""

    tags: tuple[str, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.tags or self.text)


@dataclass(frozen=True, kw_only=True)
class CaseNotes(WholeDocument):
    """
    All notes on a table.

    Attributes
    ----------
    sha256 : str
        Of the model whose table it is.
    simulated : bool
        Whether the cases are no patients.
    notes : dict of str to CaseNote
        By record_id; cases without a note are missing.
    use : str
        What they are for.
    """

    SCHEMA: ClassVar[str] = "ecgkt.case-notes/1"
    FILE: ClassVar[str] = ""

    sha256: str
    simulated: bool = False
    notes: dict[str, CaseNote] = field(default_factory=dict)
    use: str = USE

    def get(self, record_id: str) -> CaseNote:
        """Return the note on a case."""
        return self.notes.get(record_id, CaseNote())

    def changed(self, record_id: str, note: CaseNote) -> "CaseNotes":
        """
        Return the notes with one of them replaced; an empty one is removed.

        Parameters
        ----------
        record_id : str
            Of the case.
        note : CaseNote
            Cut to `MAX_NOTE`, `MAX_TAG` and `MAX_TAGS`.

        Returns
        -------
        CaseNotes
        """
        tags = dict.fromkeys(tag.strip()[:MAX_TAG] for tag in note.tags)
        cut = CaseNote(
            tags=tuple(tag for tag in tags if tag)[:MAX_TAGS],
            text=note.text.strip()[:MAX_NOTE],
        )
        notes = {name: one for name, one in self.notes.items() if name != record_id}
        if cut:
            notes[record_id] = cut
        return CaseNotes(sha256=self.sha256, simulated=self.simulated, notes=notes)

    def to_json(self) -> bytes:
        """Return the content of the file."""
        return to_json({"schema": self.SCHEMA, **asdict(self)})


def load_notes(folder: Path, nothing: CaseNotes) -> CaseNotes:
    """
    Read the notes beside a table.

    Parameters
    ----------
    folder : pathlib.Path
        Of the table.
    nothing : CaseNotes
        What to return where there are none.

    Returns
    -------
    CaseNotes

    Raises
    ------
    EcgktError
        If the file is damaged: it is never written over then.
    """
    path = folder / NAME
    return load_document(path, CaseNotes) if path.exists() else nothing


def save_note(
    folder: Path, nothing: CaseNotes, record_id: str, note: CaseNote
) -> CaseNotes:
    """
    Change one note in the file, which others may have changed since it was read.

    Parameters
    ----------
    folder : pathlib.Path
        Of the table.
    nothing : CaseNotes
        Where there are no notes yet.
    record_id : str
        Of the case.
    note : CaseNote
        Takes the place of what was there.

    Returns
    -------
    CaseNotes
        As they are in the file now.

    Raises
    ------
    EcgktError
        If the file is damaged or the folder cannot be written.
    """
    notes = load_notes(folder, nothing).changed(record_id, note)
    try:
        write_atomically({folder / NAME: notes.to_json()})
    except OSError as error:
        raise EcgktError(
            "The note could not be kept: this server may not write into the folder of "
            "the table. Download the notes, or ask whoever runs this server."
        ) from error
    return notes
