"""What the user may state about files that do not say it."""

import streamlit as st

from ecgkt.types.upload import LIMITS, MAX_AGE, UNITS, StatedMetadata
from ecgkt.vocab.persons import SEXES
from pages.shared.recording import SessionRecording

DETAILS = "Details the file may not state"


def show_details() -> StatedMetadata:
    """Ask for what a file may not state."""
    with st.expander(DETAILS, icon=":material/tune:"):
        fs = st.number_input(
            "Sampling rate (Hz)",
            min_value=LIMITS.min_fs,
            max_value=LIMITS.max_fs,
            value=None,
            step=50.0,
            format="%g",
            placeholder="e.g. 500",
            key="fs",
            persist_state="session",
        )
        unit = st.selectbox(
            "Unit of the samples",
            list(UNITS),
            index=None,
            format_func=UNITS.__getitem__,
            placeholder="Choose",
            key="unit",
            persist_state="session",
        )
        age = st.number_input(
            "Age (years)",
            min_value=0,
            max_value=int(MAX_AGE),
            value=None,
            placeholder="As in the file",
            help=f"{MAX_AGE:g} stands for {MAX_AGE:g} and above. An age entered here "
            "goes before the file's. The model is made for adults: below 18 years "
            "nothing is scored.",
            key="age",
            persist_state="session",
        )
        sex = st.selectbox(
            "Sex",
            SEXES,
            index=None,
            format_func=str.capitalize,
            placeholder="As in the file",
            help="A sex entered here goes before the file's. The limits of QTc and of "
            "Cornell's voltage follow it; the model does not know it.",
            key="sex",
            persist_state="session",
        )
    return StatedMetadata(fs=fs, unit=unit, age=age, sex=sex)


def warn_stale_metadata(held: SessionRecording, stated: StatedMetadata) -> None:
    """Say so where something was stated too late for a recording."""
    is_stale = (held.stated.fs, held.stated.unit) != (stated.fs, stated.unit)
    if held.source == "upload" and is_stale and held.stated.map is None:
        st.caption(
            ":material/info: Rate or unit were changed after this recording was read "
            "and its bytes dropped: upload it again to apply them."
        )
