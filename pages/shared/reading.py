"""One recording becomes a reading: asked of the worker once, then held."""

from dataclasses import replace

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.report.model_words import weights_text
from ecgkt.serving.client import ServingClient
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import StatedPerson, settle_age
from pages.shared import audit, session
from pages.shared.recording import Asked, SessionRecording
from pages.shared.text import show_error

NOBODY_STATED = StatedPerson()


def with_person(record: EcgRecord, person: StatedPerson) -> EcgRecord:
    """Return the recording with stated age and sex, which go before its file's."""
    if person == NOBODY_STATED:
        return record
    age = settle_age(record.age, person.age)
    return replace(record, age=age, sex=person.sex or record.sex)


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
        Of whom, from which second on, and by which scores.

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
            reading = client.read(
                record,
                file=held.name,
                start_s=asked.start_s,
                is_adapted=asked.is_adapted,
            )
    except EcgktError as error:
        show_error(str(error), held.name)
        return None
    audit.note("read", held.file_sha256, weights_text(reading.model))
    session.set_reading(held.key, asked, reading)
    return reading
