"""Recordings become readings: asked of the worker once, then held in the session."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.report.impression.impression import impression_of
from ecgkt.serving.client import ServingClient
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import StatedPerson, settle_age
from pages.shared import session
from pages.shared.recording import Asked, SessionRecording
from pages.shared.text import show_error, truncate

NOBODY_STATED = StatedPerson()
NAME_LIMIT = 40
"""Characters of a name in the list."""


def with_person(record: EcgRecord, person: StatedPerson) -> EcgRecord:
    """Return the recording with stated age and sex, which go before its file's."""
    if person == NOBODY_STATED:
        return record
    age = settle_age(record.age, person.age)
    return replace(record, age=age, sex=person.sex or record.sex)


def show_readings(
    client: ServingClient, recordings: Sequence[SessionRecording], person: StatedPerson
) -> dict[str, Reading]:
    """
    Have recordings read that were not yet, with visible progress.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    recordings : sequence of SessionRecording
        All of which the results must be at hand.
    person : StatedPerson
        What the user states of the person.

    Returns
    -------
    dict of str to Reading
        By the recordings' keys; those that failed are missing and were shown.
    """
    asked = Asked(person)
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


def read_asked(
    client: ServingClient, held: SessionRecording, asked: Asked
) -> Reading | None:
    """
    Return the reading of one recording as it is asked for, read only once.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    held : SessionRecording
        The recording.
    asked : Asked
        Of whom, and from which second on.

    Returns
    -------
    Reading or None
        None if it failed, which is shown then.
    """
    reading = session.get_reading(held.key, asked)
    if reading is not None:
        return reading
    record = with_person(held.record, asked.person)
    try:
        with st.spinner("Reading …"):
            reading = client.read(record, file=held.name, start_s=asked.start_s)
    except EcgktError as error:
        show_error(str(error), held.name)
        return None
    session.set_reading(held.key, asked, reading)
    return reading
