"""All tags and notes on a table, to look at and to take away."""

import numpy as np
import streamlit as st

from ecgkt.report.cases_csv import notes_csv
from pages.failure_cases.keep_notes import notes_of, show_note_errors
from pages.failure_cases.opened import Look, Opened
from pages.failure_cases.show_rows import show_rows
from pages.shared.take_away import About, show_download

MOST = 200


def show_notes(opened: Opened, look: Look) -> None:
    """List the cases that carry a note, and offer them as CSV and JSON."""
    show_note_errors()
    notes = notes_of(opened)
    if not notes.notes:
        st.info(
            "No notes yet. Open an ECG from a list or from the map, and write under it."
        )
        return
    names = opened.table.columns.record_ids
    tags = sorted({tag for note in notes.notes.values() for tag in note.tags})
    chosen = st.pills("Tags", tags, selection_mode="multi", key="note-tags")
    wanted = [
        name
        for name, note in notes.notes.items()
        if not chosen or set(chosen) & set(note.tags)
    ]
    rows = np.flatnonzero(np.isin(names, wanted))
    title = f"{len(rows)} ECGs with notes"
    show_rows(opened, look, rows, title=title, key="rows-notes", most=MOST)
    head = opened.table.head
    about = About(None if head.simulated else (), head.model.sha256)
    with st.container(horizontal=True):
        show_download(
            "Notes (CSV)",
            lambda: notes_csv(opened.table, notes, look.label.code),
            "case-notes.csv",
            "text/csv",
            lambda: about,
        )
        show_download(
            "Notes (JSON)",
            notes.to_json,
            "case-notes.json",
            "application/json",
            lambda: about,
        )
    st.caption(
        "Kept in this session only: take them away."
        if opened.folder is None
        else "Kept in notes.json beside the table, for everyone who opens it."
    )
