"""Tags and notes: in a file beside the operator's table, or in this session."""

from ecgkt.errors import EcgktError
from ecgkt.results.cases.notes import CaseNote, CaseNotes, load_notes, save_note
from pages.failure_cases.opened import Opened
from pages.shared import session
from pages.shared.text import show_error


def notes_of(opened: Opened) -> CaseNotes:
    """
    Return the notes on a table, read once for each session and change.

    Parameters
    ----------
    opened : Opened
        The table.

    Returns
    -------
    CaseNotes
        Empty where there are none, and where the file is damaged, which is shown then.
    """
    held, key = _held(), opened.name
    if key not in held:
        held[key] = _nothing(opened)
        if opened.folder is not None:
            try:
                held[key] = load_notes(opened.folder, held[key])
            except EcgktError as error:
                show_error(str(error))
    return held[key]


def keep_note(opened: Opened, record_id: str, note: CaseNote) -> None:
    """Keep a note on a case; why it could not be kept is said on the next drawing."""
    if opened.folder is None:
        _held()[opened.name] = notes_of(opened).changed(record_id, note)
        return
    try:
        nothing = _nothing(opened)
        _held()[opened.name] = save_note(opened.folder, nothing, record_id, note)
    except EcgktError as error:
        session.state("case-note-errors", list[str]).append(str(error))
        _held()[opened.name] = notes_of(opened).changed(record_id, note)


def show_note_errors() -> None:
    """Say once what could not be kept."""
    errors = session.state("case-note-errors", list[str])
    for text in errors:
        show_error(text)
    errors.clear()


def _nothing(opened: Opened) -> CaseNotes:
    head = opened.table.head
    return CaseNotes(sha256=head.model.sha256, simulated=head.simulated)


def _held() -> dict[str, CaseNotes]:
    return session.state("case-notes", dict[str, CaseNotes])
