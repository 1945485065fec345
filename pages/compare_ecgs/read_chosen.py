"""All chosen recordings become readings; one that cannot be read stops no other."""

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.serving.client import ServingClient
from ecgkt.types.reading import Reading
from pages.compare_ecgs.chosen import Chosen
from pages.compare_ecgs.work_through import work_through
from pages.shared import audit, session
from pages.shared.reading import with_person
from pages.shared.recording import Asked, Failure, SessionRecording
from pages.shared.show_failures import show_failure


def read_chosen(client: ServingClient, chosen: Chosen) -> dict[str, Reading]:
    """
    Have recordings read that were not yet.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    chosen : Chosen
        Whose readings are wanted.

    Returns
    -------
    dict of str to Reading
        By key; those that failed are missing, and were named.
    """
    asked = Asked(chosen.person)
    failed = session.state("compare-failed", dict[str, Failure])

    def read(held: SessionRecording) -> None:
        record = with_person(held.record, chosen.person)
        try:
            reading = client.read(record, file=held.name)
        except EcgktError as error:
            failed[held.key] = Failure(held.name, str(error))
            return
        audit.note("read", held.file_sha256, reading.model.sha256)
        session.set_reading(held.key, asked, reading)

    unread = [h for h in chosen.in_order if not session.get_reading(h.key, asked)]
    missing = [held for held in unread if held.key not in failed]
    work_through(missing, read, words="Reading", key=f"read-{chosen.code}")
    failures = [failed[held.key] for held in unread if held.key in failed]
    for failure in failures:
        show_failure(failure)
    if failures:
        st.button(
            "Read again",
            type="tertiary",
            icon=":material/refresh:",
            on_click=failed.clear,
        )
    found = {h.key: session.get_reading(h.key, asked) for h in chosen.recordings}
    return {key: reading for key, reading in found.items() if reading is not None}
