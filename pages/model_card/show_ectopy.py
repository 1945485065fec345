"""How well premature beats are marked, and irregular rhythms told apart."""

from typing import Any

import streamlit as st

from ecgkt.report.share_words import share_text
from ecgkt.results.ectopy import EctopyTable
from pages.model_card.show_table import show_command, show_table

FINDINGS = {
    "wide_premature": "Premature, another shape",
    "narrow_premature": "Premature, usual shape",
    "irregular_without_p": "Irregular, without P",
    "sinus_arrhythmia": "Sinus arrhythmia",
    "bigeminy": "Bigeminy",
    "trigeminy": "Trigeminy",
    "irregular_dropped": "Dropped beats",
}


def show_ectopy(table: EctopyTable) -> None:
    """Draw what was measured of premature beats."""
    st.markdown(
        f"On **{table.n_records} real recordings** ({table.source}, {table.split} "
        f"split, {table.fs:g} Hz), on which the limits were chosen: each finding "
        "against the statement of cardiologists that says the same."
    )
    show_table(record_rows(table), key="ectopy-records")
    st.markdown(
        f"On **simulated** recordings at {table.fs:g} Hz, beat by beat: planted "
        "premature beats that are marked as what they are, and other beats that are "
        "marked without cause."
    )
    show_table(beat_rows(table), key="ectopy-beats")
    st.caption(table.rule)
    show_command(table.command)


def record_rows(table: EctopyTable) -> list[dict[str, Any]]:
    """Return one line per finding."""
    return [
        {
            "Finding": FINDINGS.get(one.finding, one.finding),
            "Statement": one.statement,
            "Recordings with it": one.sensitivity.n,
            "Sensitivity": share_text(one.sensitivity),
            "Specificity": share_text(one.specificity),
        }
        for one in table.by_record
    ]


def beat_rows(table: EctopyTable) -> list[dict[str, Any]]:
    """Return one line per group of simulated recordings."""
    return [
        {
            "Planted": one.planted,
            "Recordings": f"{one.n_records}, {one.group}",
            "Premature beats marked": share_text(one.found),
            "Other beats marked": share_text(one.false),
        }
        for one in table.by_beat
    ]
