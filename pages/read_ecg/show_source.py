"""Where recordings come from, and which of them is shown."""

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.serving.client import ServingClient
from ecgkt.serving.library import library_folder, list_library
from ecgkt.simulate.example import EXAMPLES
from ecgkt.types.upload import NOTHING_STATED, StatedMetadata
from pages.shared import address, examples, library, listed, session, shown
from pages.shared.recording import Failure, SessionRecording
from pages.shared.show_details import show_details
from pages.shared.show_failures import show_failure, show_failures
from pages.shared.show_upload import show_upload
from pages.shared.text import truncate

SOURCES = {"upload": "Upload", "example": "Simulated example", "library": "Library"}
LISTED = {listed.SOURCE: "Worklist"}
"""Offered where there is one."""


def show_source(client: ServingClient) -> tuple[str, StatedMetadata]:
    """
    Let the user choose a source and bring recordings from it into the session.

    Parameters
    ----------
    client : ServingClient
        Parses what comes from outside.

    Returns
    -------
    source : str
        A key of `SOURCES` or `LISTED`.
    stated : StatedMetadata
        What the user says of the files.
    """
    sources = SOURCES if listed.is_empty() else {**SOURCES, **LISTED}
    offered = [key for key in sources if key != "library" or library_folder()]
    asked = address.asked(examples.ADDRESS, EXAMPLES)
    if asked:
        session.set_widget("source", "example")
        session.set_widget("example", asked)
    source = st.segmented_control(
        "Recording from",
        offered,
        default=None if session.is_set("source") else "upload",
        required=True,
        format_func=sources.__getitem__,
        label_visibility="collapsed",
        key="source",
        persist_state="session",
    )
    if source == "example":
        show_examples()
        return source, NOTHING_STATED
    address.show(examples.ADDRESS, None)
    if source == listed.SOURCE:
        st.page_link("pages/3_Worklist.py", label="Choose one of the worklist")
        return source, NOTHING_STATED
    if source == "library":
        return source, show_library(client)
    stated = show_upload(client)
    show_failures("upload")
    return "upload", stated


def show_examples() -> None:
    """Offer the simulated recordings; one is made when it is asked for."""
    name = st.selectbox(
        "Simulated recording, not from a patient",
        list(EXAMPLES),
        index=None,
        format_func=EXAMPLES.__getitem__,
        placeholder=f"Choose one of {len(EXAMPLES)}",
        width=520,
        key="example",
        persist_state="session",
    )
    address.show(examples.ADDRESS, name)
    session.set_chosen("example", examples.hold(name).key if name else None)


def show_library(client: ServingClient) -> StatedMetadata:
    """Offer the recordings of the operator's folder."""
    field, details = st.columns((3, 2), gap="medium")
    with details:
        stated = show_details()
    folder = library_folder()
    try:
        entries = (
            {entry.name: entry for entry in list_library(folder)} if folder else {}
        )
        with field:
            name = st.selectbox(
                "Recording in this server's library",
                list(entries),
                index=None,
                format_func=truncate,
                placeholder=f"Choose one of {len(entries)}",
                key="library",
                persist_state="session",
            )
        session.set_chosen("library", None)
        if name is not None:
            held = library.hold_or_ask(client, entries[name], stated)
            session.set_chosen("library", held.key if held else None)
    except EcgktError as error:
        show_failure(Failure("", str(error)))
    return stated


def choose_record(source: str) -> SessionRecording | None:
    """
    Return the recording to show: the one that was asked for, or the newest.

    Parameters
    ----------
    source : str
        A key of `SOURCES` or `LISTED`.

    Returns
    -------
    SessionRecording or None
        None if there is nothing to show yet.
    """
    if source != "upload":
        return session.get_record(session.get_chosen(source))
    keys = [held.key for held in session.get_held("upload")]
    return session.get_record(shown.get_shown(keys))
