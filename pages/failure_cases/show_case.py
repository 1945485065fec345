"""One ECG of a table: what is true of it, what was said, and the sheet with it all."""

from dataclasses import replace

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ecgkt.errors import EcgktError
from ecgkt.serving.case_folders import find_signal
from ecgkt.serving.client import ServingClient
from ecgkt.types.record import Sex
from pages.failure_cases.choose_case import close_case, neighbours, open_case
from pages.failure_cases.opened import Look, Opened
from pages.failure_cases.show_note import show_note
from pages.failure_cases.show_truth import show_truth
from pages.read_ecg.show_body import show_body
from pages.read_ecg.show_findings import show_findings
from pages.read_ecg.show_record import show_quality
from pages.shared import audit, session, shown
from pages.shared.reading import NOBODY_STATED, read_asked
from pages.shared.recording import Asked, SessionRecording, content_key
from pages.shared.show_impression import show_impression
from pages.shared.text import show_error

SOURCE, HELD = "case", 4
"""What the session calls these recordings, and how many of them it holds."""
READ_PAGE = "pages/1_Read_ECG.py"


def show_case(client: ServingClient, opened: Opened, look: Look, row: int) -> None:
    """
    Draw one ECG of a table as Read ECG does, under what is true of it.

    Parameters
    ----------
    client : ServingClient
        Finds the signal again, and reads it.
    opened : Opened
        The table.
    look : Look
        At which label.
    row : int
        Of the table.
    """
    name = str(opened.table.columns.record_ids[row])
    way = show_way(name)
    show_truth(opened, look, row)
    show_note(opened, name)
    try:
        held = hold(client, opened, row)
    except EcgktError as error:
        show_error(str(error), name)
        return
    reading = read_asked(client, held, Asked())
    if reading is None:
        return
    with way:
        offer_reading_page(held)
    show_quality(reading.quality, reading.record.warnings)
    with st.container(key="readings"), st.container(key="reading"):
        with st.container(key="card"):
            show_impression(held.key, reading)
        paper = st.container(key="sheet")
        with st.container(key="found"):
            show_findings(held.key, reading)
        with st.container(key="body"):
            show_body(
                *(client, held, held.record, reading, {held.key: reading}),
                *(NOBODY_STATED, paper),
            )


def show_way(name: str) -> DeltaGenerator:
    """Draw the way back to the list, and to the neighbours in it; return its row."""
    before, after, place = neighbours(name)
    way = st.container(
        horizontal=True, gap="small", vertical_alignment="center", key="case-way"
    )
    with way:
        st.button(
            "Back to the list",
            key="case-back",
            icon=":material/arrow_back:",
            on_click=close_case,
        )
        st.button(
            "Previous",
            key="case-previous",
            disabled=before is None,
            on_click=open_case,
            args=(before or "",),
        )
        st.button(
            "Next",
            key="case-next",
            disabled=after is None,
            on_click=open_case,
            args=(after or "",),
        )
        if place:
            st.caption(place, width="content")
    return way


def hold(client: ServingClient, opened: Opened, row: int) -> SessionRecording:
    """Return the recording of a case, found again when it is first opened."""
    columns, head = opened.table.columns, opened.table.head
    name, place = str(columns.record_ids[row]), str(columns.places[row])
    key = content_key([name.encode()], SOURCE, opened.name, head.source.data_hash)
    held = session.get_record(key)
    if held is not None:
        return held
    for old in session.get_held(SOURCE)[HELD - 1 :]:
        session.forget(old.key)
    age, sex = columns.ages[row], columns.groups["sex"].value_at(row)
    known: dict[str, Sex] = {"male": "male", "female": "female"}
    found = find_signal(
        client,
        head.source,
        place=place,
        record_id=name,
        age=None if np.isnan(age) else float(age),
        sex=known.get(sex),
    )
    held = SessionRecording(
        key=key,
        name=f"Simulated: {name}" if head.simulated else f"Case {name}",
        source=SOURCE,
        record=found.record,
        file_sha256=found.file_sha256,
    )
    audit.note("case", held.file_sha256)
    session.set_held(held)
    return held


def offer_reading_page(held: SessionRecording) -> None:
    """Offer to open the recording on the page that reads single ECGs."""
    if st.button("Open in Read ECG", key="case-open", icon=":material/open_in_new:"):
        session.set_held(replace(held, source="upload"))
        session.set_widget("source", "upload")
        shown.set_shown(held.key)
        st.switch_page(READ_PAGE)
