"""Tags and a note on the open ECG."""

import streamlit as st

from ecgkt.results.cases.notes import MAX_NOTE, CaseNote
from pages.failure_cases.keep_notes import keep_note, notes_of, show_note_errors
from pages.failure_cases.opened import Opened

PRESET_TAGS = ("label wrong", "model wrong", "borderline", "noise")


def show_note(opened: Opened, name: str) -> None:
    """Let tags and a note be written; they are kept at once."""
    show_note_errors()
    notes = notes_of(opened)
    note = notes.get(name)
    known = [tag for one in notes.notes.values() for tag in one.tags]
    with st.container(horizontal=True, gap="medium", key="case-note"):
        tags = st.multiselect(
            "Tags",
            [*dict.fromkeys([*PRESET_TAGS, *known])],
            default=list(note.tags),
            accept_new_options=True,
            placeholder="Choose or type",
            width=360,
            key=f"tags-{opened.name}-{name}",
        )
        text = st.text_input(
            "Note; no name of a patient",
            value=note.text,
            max_chars=MAX_NOTE,
            key=f"note-{opened.name}-{name}",
        )
    wanted = CaseNote(tags=tuple(tags), text=text or "")
    if wanted != note:
        keep_note(opened, name, wanted)
        show_note_errors()
