"""All recordings of a source become readings, and what a list says of each."""

from collections.abc import Sequence

import streamlit as st

from ecgkt.report.impression.impression import impression_of
from ecgkt.serving.client import ServingClient
from ecgkt.types.reading import Reading
from pages.shared import session
from pages.shared.reading import read_asked
from pages.shared.recording import Asked, SessionRecording
from pages.shared.text import truncate

NAME_LIMIT = 40
"""Characters of a name in the list."""


def show_readings(
    client: ServingClient, recordings: Sequence[SessionRecording], asked: Asked
) -> dict[str, Reading]:
    """
    Have recordings read that were not yet, with visible progress.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    recordings : sequence of SessionRecording
        All of which the results must be at hand.
    asked : Asked
        Of whom, and by which scores; their first clean seconds are read.

    Returns
    -------
    dict of str to Reading
        By the recordings' keys; those that failed are missing and were shown.
    """
    known = {held.key: session.get_reading(held.key, asked) for held in recordings}
    missing = [held for held in recordings if known[held.key] is None]
    bar = st.progress(0.0, "Reading …") if len(missing) > 1 else None
    for place, held in enumerate(missing):
        if bar:
            bar.progress(
                place / len(missing), f"Reading {place + 1} of {len(missing)} …"
            )
        known[held.key] = read_asked(client, held, asked)
    if bar:
        bar.empty()
    if None in known.values():
        st.button("Read again", type="tertiary", icon=":material/refresh:")
    return {key: reading for key, reading in known.items() if reading is not None}


def describe(held: SessionRecording, reading: Reading | None) -> str:
    """Return what a line of the list says of a recording."""
    said = impression_of(reading).sentence if reading else "not read"
    return f"{truncate(held.name, NAME_LIMIT)} – {truncate(said)}"
