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
from pages.shared.recording import SessionRecording
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
    known = {held.key: session.get_reading(held.key, person) for held in recordings}
    missing = [held for held in recordings if known[held.key] is None]
    bar = st.progress(0.0, "Reading …") if len(missing) > 1 else None
    for place, held in enumerate(missing):
        if bar:
            bar.progress(
                place / len(missing), f"Reading {place + 1} of {len(missing)} …"
            )
        try:
            with st.spinner("Reading …"):
                reading = client.read(with_person(held.record, person), file=held.name)
        except EcgktError as error:
            show_error(str(error), held.name)
            continue
        session.set_reading(held.key, person, reading)
        known[held.key] = reading
    if bar:
        bar.empty()
    if None in known.values():
        st.button("Read again", type="tertiary", icon=":material/refresh:")
    return {key: reading for key, reading in known.items() if reading is not None}


def describe(held: SessionRecording, reading: Reading | None) -> str:
    """Return what a line of the list says of a recording."""
    said = impression_of(reading).sentence if reading else "not read"
    return f"{truncate(held.name, NAME_LIMIT)} – {truncate(said)}"
