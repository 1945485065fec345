"""One simulated recording with its reading, as the reading page shows it."""

import streamlit as st

from ecgkt.serving.client import ServingClient
from ecgkt.simulate.example import EXAMPLES
from pages.shared import examples, shown
from pages.shared.reading import read_asked
from pages.shared.recording import Asked
from pages.shared.sheet import show_sheet
from pages.shared.show_impression import show_impression

SHOWN = "inferior-ste"
"""It has something of everything: a critical rule, a sentence and chips."""


def show_live_example(client: ServingClient) -> None:
    """
    Draw what a visitor gets: the card of the reading over the sheet.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker, once.
    """
    st.subheader(f"As it is read: {EXAMPLES[SHOWN]}", anchor=False)
    st.caption("Simulated, not from a patient; measured and scored by the tool itself.")
    held = examples.hold(SHOWN)
    # The same places as on the reading page: over the paper, or beside it.
    with st.container(key="readings"), st.container(key="reading"):
        with st.container(key="card"):
            reading = read_asked(client, held, Asked())
            if reading:
                show_impression(held.key, reading)
        with st.container(key="sheet"):
            show_sheet(held, reading, shown.pointed_overlay(held.key, reading))
