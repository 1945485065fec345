"""The report: its text to be edited, files to take away, and a box for questions."""

from collections.abc import Sequence
from hashlib import sha256

import streamlit as st

from ecgkt.report.draft.draft_text import draft_text
from ecgkt.report.draft.trace_numbers import foreign_numbers
from ecgkt.report.exports.content import EDITED
from ecgkt.serving.client import ServingClient
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.report_wish import MAX_REPORT_TEXT
from pages.read_ecg.show_downloads import show_all_readings, show_downloads
from pages.read_ecg.show_questions import show_questions
from pages.shared import session
from pages.shared.recording import Failure
from pages.shared.text import escape_markdown

HEIGHT = 300
"""Of the text, in pixels; the reader may draw it larger."""
SHOWN_NUMBERS = 8
DRAFT = "A draft by software: every number in it is one that was measured or scored."


@st.fragment
def show_report(
    client: ServingClient,
    key: str,
    record: EcgRecord,
    reading: Reading,
    readings: dict[str, Reading],
    failures: Sequence[Failure],
) -> None:
    """
    Draw the tab of the report; an edit redraws nothing else.

    Parameters
    ----------
    client : ServingClient
        Whose worker writes the files.
    key : str
        Of the recording.
    record : EcgRecord
        The whole recording, with what is stated of the person.
    reading : Reading
        The one on the page.
    readings : dict of str to Reading
        All from this source, by the recordings' keys.
    failures : sequence of Failure
        What could not be read.
    """
    files = st.container()
    text = edit_text(key, reading)
    with files:
        is_named = show_downloads(client, key, record, reading, text)
        show_all_readings(readings, failures, is_named=is_named)
    show_questions(reading)


def edit_text(key: str, reading: Reading) -> str | None:
    """
    Let the reader change the draft.

    Parameters
    ----------
    key : str
        Of the recording.
    reading : Reading
        Whose draft it is.

    Returns
    -------
    str or None
        The reader's own words; None where they are the draft's.
    """
    draft = draft_text(reading)
    # Another draft, of other seconds or another person, has no edits yet.
    place = f"{key}-{sha256(draft.encode()).hexdigest()[:12]}"
    widget = f"report-{place[:12]}-{place[-12:]}"
    texts = texts_of(key)
    text = st.text_area(
        "Report",
        value=texts.get(place, draft),
        height=HEIGHT,
        max_chars=MAX_REPORT_TEXT,
        key=widget,
    )
    if text.strip() == draft:
        texts.pop(place, None)
        st.caption(DRAFT)
        return None
    texts[place] = text
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Reset to draft",
            key="report-reset",
            icon=":material/undo:",
            on_click=reset,
            args=(key, place, widget, draft),
        )
        st.caption(edited_note(text, reading))
    return text


def texts_of(key: str) -> dict[str, str]:
    """Return what was written of a recording, by the draft that was changed."""
    held = session.state("report-texts", dict[str, dict[str, str]])
    return held.setdefault(key, {})


def reset(key: str, place: str, widget: str, draft: str) -> None:
    """Take the reader's words back."""
    texts_of(key).pop(place, None)
    session.set_widget(widget, draft)


def edited_note(text: str, reading: Reading) -> str:
    """Say that files carry the edited text, and which numbers nobody measured."""
    numbers = foreign_numbers(text, reading)
    if not numbers:
        return f"{EDITED}: files say so."
    more = " …" if len(numbers) > SHOWN_NUMBERS else ""
    listed = ", ".join(numbers[:SHOWN_NUMBERS])
    told = escape_markdown(f"{listed}{more}", limit=200)
    return f"{EDITED}: files say so. Not among what was measured or scored: {told}"
