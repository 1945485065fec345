"""Which part of the card is open: the only one that is computed."""

import streamlit as st

from pages.shared import address, session

TABS = {
    "statements": "Statements",
    "subgroups": "Subgroups",
    "measurements": "Measurements",
    "labs": "Labs",
    "explanations": "Explanations",
    "transfer": "Transfer",
    "data": "Data and rules",
}
KEY = "card-tab"
"""The reading page has tabs of its own, and `tab` in its address."""


def choose_tab() -> str:
    """Let a part of the card be chosen, also by ``?part=labs``; return its key."""
    asked = address.asked("part", TABS)
    if asked:
        session.set_widget(KEY, asked)
    tab = st.segmented_control(
        "Part of the card",
        list(TABS),
        default=None if session.is_set(KEY) else "statements",
        required=True,
        format_func=TABS.__getitem__,
        label_visibility="collapsed",
        key=KEY,
        persist_state="session",
    )
    address.show("part", tab, preset="statements")
    return tab or "statements"
