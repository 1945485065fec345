"""Which seconds of a long recording are scored and measured."""

import streamlit as st

from ecgkt.serving.client import ServingClient
from ecgkt.types.reading import Reading
from pages.read_ecg.show_record import WINDOW
from pages.shared.reading import read_asked
from pages.shared.recording import Asked, SessionRecording
from pages.shared.view import ALL_OF_IT, slider_range

HELP = (
    "Scores, measurements, findings, maps and downloads are those of these 10 s. "
    "Preset are the first that the quality gates find clean."
)


def show_window(
    client: ServingClient,
    held: SessionRecording,
    preset: Reading | None,
    asked: Asked,
) -> Reading | None:
    """
    Offer the window of a recording that is longer than what is scored.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker for another window.
    held : SessionRecording
        The recording.
    preset : Reading or None
        Of the window that the gates chose.
    asked : Asked
        Of whom, and by which scores.

    Returns
    -------
    Reading or None
        Of the chosen window; None if it could not be read, which is shown then.
    """
    rest = held.record.duration - WINDOW
    if preset is None or rest <= ALL_OF_IT:
        return preset
    last, step = slider_range(rest)
    start = st.slider(
        f"Scored and measured from (s), {WINDOW:g} s of {held.record.duration:.1f} s",
        0.0,
        last,
        preset.record.start_s,
        step,
        format="%.1f",
        help=HELP,
        width=520,
        key=f"scored-{held.key[:12]}",
        persist_state="session",
    )
    chosen = min(float(start), rest)
    if chosen == preset.record.start_s:
        return preset
    return read_asked(client, held, asked._replace(start_s=chosen))
