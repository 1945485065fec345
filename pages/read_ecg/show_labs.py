"""Laboratory abnormalities: what this ECG adds, beside the diagnoses."""

import streamlit as st

from ecgkt.report.lab_groups import groups_of_labs
from ecgkt.report.lab_words import ESTIMATED, SIMULATED_HEAD
from ecgkt.types.reading import Reading
from ecgkt.vocab.labs import NOTABLE_RATIO
from pages.read_ecg.lab_rows import groups_html, rows_html, unreadable_html
from pages.read_ecg.show_scores import greyed
from pages.shared.clickable import show_clickable

SIMULATED_NOTE = (
    "The ECG signs of these labs are established, but too few real patients were at "
    "hand to learn them: simulated ECGs taught these estimates. The AUROC of each was "
    "measured on real patients, whatever it is."
)
CAPTION = (
    f"**{ESTIMATED}.** × says how many times as likely (odds) this ECG makes a value "
    "below (↓) or above (↑) its range as the average ECG does."
)
RULES = (
    "The average ECG is that of the reference patients; in brackets stands the 95 % "
    f"interval. Flagged from × {NOTABLE_RATIO:g} if the interval excludes 1. "
    "Probabilities hold among hospital patients with the lab measured."
)
NO_HEADS = "No laboratory values are estimated: this model has no heads for them."


def show_labs(key: str, reading: Reading) -> None:
    """
    Draw the laboratory abnormalities that can be read, and on demand the others.

    Parameters
    ----------
    key : str
        Of the recording.
    reading : Reading
        Its `labs` are empty where nothing was assessed.

    Raises
    ------
    StreamlitAPIException
        If the page shows two readings' labs: the switch exists once.
    """
    st.html('<div class="ek-lab-title">Laboratory values</div>')
    if reading.quality.verdict == "refuse":
        st.html('<div class="ek-found"><b>Not assessed</b></div>')
        return
    if not reading.labs:
        st.caption(NO_HEADS)
        return
    st.caption(CAPTION, help=RULES)
    groups = groups_html(groups_of_labs(reading.labs))
    show_clickable(greyed(reading, groups), key="lab-groups", of=key)
    simulated = [lab for lab in reading.labs if lab.taught_by == "simulation"]
    if simulated and st.toggle(
        f"Show {len(simulated)} estimates {SIMULATED_HEAD}",
        key="simulated_labs",
        help=SIMULATED_NOTE,
    ):
        st.caption(SIMULATED_NOTE)
        rows = greyed(reading, rows_html(simulated))
        show_clickable(rows, key="lab-simulated", of=key)
    taught = [lab for lab in reading.labs if lab.taught_by == "patients"]
    if hidden := [lab for lab in taught if not lab.is_shown]:
        show_clickable(unreadable_html(hidden), key="lab-hidden", of=key)
