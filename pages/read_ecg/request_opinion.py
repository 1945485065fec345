"""The second opinion: asked of the worker once per statement, and told by all rows."""

from collections.abc import Sequence

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.results.second_opinion import SecondOpinionTable
from ecgkt.serving.client import ServingClient
from ecgkt.types.reading import Reading, Score
from ecgkt.types.second_opinion import SecondOpinionReading
from ecgkt.types.upload import StatedPerson
from pages.read_ecg.show_scores import Told, share_text
from pages.shared import audit, resources, session
from pages.shared.reading import with_person
from pages.shared.recording import Asked, SessionRecording
from pages.shared.text import show_error


def request_opinion(
    client: ServingClient, held: SessionRecording, asked: Asked, code: str
) -> SecondOpinionReading:
    """Return a second opinion, asked once; it may fail as the client does."""
    opinion = session.get_opinion(held.key, asked, code)
    if opinion is None:
        record = with_person(held.record, asked.person)
        with st.spinner("Asking the second opinion …"):
            opinion = client.second_opinion(record, code, start_s=asked.start_s or 0.0)
        audit.note("opinion", held.file_sha256, opinion.model.sha256)
        session.set_opinion(held.key, asked, opinion)
    return opinion


def offer_opinion(
    client: ServingClient,
    held: SessionRecording,
    reading: Reading,
    person: StatedPerson,
) -> SecondOpinionReading | None:
    """
    Return what was asked once, or offer to ask: one answer says all statements.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    held : SessionRecording
        The recording.
    reading : Reading
        With scores.
    person : StatedPerson
        What the user states of the person.

    Returns
    -------
    SecondOpinionReading or None
        None where none is shipped, while it is not asked for, and if it failed, which
        is shown then.
    """
    try:
        table = resources.get_document(SecondOpinionTable)
    except EcgktError:
        return None  # its tab names the damage
    asked = Asked(person, reading.record.start_s)
    code = in_order(reading.diagnoses)[0].code
    opinion = session.get_opinion(held.key, asked, code)
    if table is None or opinion:
        return opinion
    place = st.empty()
    if not place.button("Ask the second opinion", key="ask-second", type="tertiary"):
        return None
    place.empty()
    try:
        return request_opinion(client, held, asked, code)
    except EcgktError as error:
        show_error(str(error), held.name)
        return None


def told_of(reading: Reading, opinion: SecondOpinionReading) -> dict[str, Told]:
    """Return what the second opinion says, by the statement's code."""
    told = {}
    for score in reading.diagnoses:
        share = opinion.probabilities[score.code]
        is_detected = share >= opinion.thresholds[score.code]
        verdict = "detected" if is_detected else "not detected"
        words = f"Second opinion: {verdict}, {share_text(share)}"
        told[score.code] = Told(is_detected, is_detected != score.positive, words)
    return told


def in_order(scores: Sequence[Score]) -> list[Score]:
    """Sort by verdict and probability; SR, nearly always positive, is last of each."""
    return sorted(
        scores, key=lambda s: (not s.positive, s.code == "SR", -s.probability)
    )
