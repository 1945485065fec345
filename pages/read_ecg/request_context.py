"""The second result, asked once for each recording, window and context."""

import streamlit as st

from ecgkt.serving.client import ServingClient
from ecgkt.serving.context_message import ask_with_context
from ecgkt.types.context import Context, ContextReading
from ecgkt.types.reading import Reading
from pages.shared import audit, session
from pages.shared.recording import SessionRecording

Held = dict[tuple[object, ...], object]


def request_context(
    client: ServingClient, held: SessionRecording, reading: Reading, context: Context
) -> ContextReading:
    """Return a second result, asked once; it may fail as the client does."""
    start_s = reading.record.start_s
    place = (held.key, start_s, context)
    result = _held().get(place)
    if not isinstance(result, ContextReading):
        with st.spinner("Scoring with age and sex …"):
            result = ask_with_context(client, held.record, context, start_s=start_s)
        audit.note("context", held.file_sha256, result.model.sha256)
        _held()[place] = result
    return result


def set_shown(key: str, reading: Reading, result: ContextReading | None) -> None:
    """Remember which second result of a reading is shown; None if it is off."""
    _held()[key, reading.record.start_s, "shown"] = result


def get_shown(key: str, reading: Reading) -> ContextReading | None:
    """Return the second result that is shown of a reading; None while it is off."""
    result = _held().get((key, reading.record.start_s, "shown"))
    return result if isinstance(result, ContextReading) else None


def _held() -> Held:
    # Beside readings and opinions, so that a forgotten recording takes it along.
    return session.state("said", Held)
