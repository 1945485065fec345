"""Which part of the page is open: the only one that is computed."""

import streamlit as st

from pages.failure_cases.opened import Opened
from pages.shared import address, session

PARTS = {
    "errors": "Errors",
    "curves": "Curves",
    "confusion": "Confusion",
    "map": "Map",
    "slices": "Slices",
    "models": "Two models",
    "notes": "Notes",
}
KEY = "case-view"


def choose_part(opened: Opened) -> str:
    """Let a part be chosen, also by ``?view=slices``; return its key."""
    offered = [key for key in PARTS if key != "models" or opened.second]
    asked = address.asked("view", offered)
    if asked:
        session.set_widget(KEY, asked)
    part = st.segmented_control(
        "Part of the page",
        offered,
        default=None if session.is_set(KEY) else "errors",
        required=True,
        format_func=PARTS.__getitem__,
        label_visibility="collapsed",
        key=KEY,
        persist_state="session",
    )
    part = part if part in offered else "errors"
    address.show("view", part, preset="errors")
    return part
