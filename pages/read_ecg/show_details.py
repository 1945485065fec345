"""What the user may state about files that do not say it."""

import streamlit as st

from pages.shared.recording import SessionRecording, Stated

DETAILS = "Details the file may not state"


def show_details() -> Stated:
    """Ask for what a file may not state."""
    with st.expander(DETAILS, icon=":material/tune:"):
        fs = st.number_input(
            "Sampling rate (Hz)",
            min_value=50.0,
            max_value=10_000.0,
            value=None,
            step=50.0,
            format="%g",
            placeholder="e.g. 500",
            key="fs",
            persist_state="session",
        )
        unit = st.selectbox(
            "Unit of the samples",
            ("mV", "uV", "V"),
            index=None,
            format_func={"mV": "mV", "uV": "µV", "V": "V"}.__getitem__,
            placeholder="Choose",
            key="unit",
            persist_state="session",
        )
        age = st.number_input(
            "Age (years)",
            min_value=0,
            max_value=90,
            value=None,
            placeholder="As in the file",
            help="90 stands for 90 and above. An age entered here goes before the "
            "file's. The model is made for adults: below 18 years nothing is scored.",
            key="age",
            persist_state="session",
        )
    return Stated(fs, unit, age)


def warn_stale_metadata(held: SessionRecording, stated: Stated) -> None:
    """Say so where something was stated too late for a recording."""
    if held.source == "upload" and held.stated[:2] != stated[:2]:
        st.caption(
            ":material/info: Rate or unit were changed after this recording was read "
            "and its bytes dropped: upload it again to apply them."
        )
