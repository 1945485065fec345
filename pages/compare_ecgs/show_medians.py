"""Median beats of the compared recordings, laid over each other."""

from collections.abc import Sequence

import streamlit as st

from ecgkt.plotting.median_overlay import OverlaidBeat
from ecgkt.types.record import SIMULATED
from pages.compare_ecgs.show_sheets import Shown
from pages.shared.show_median_overlay import show_median_overlay
from pages.shared.text import escape_markdown


def show_medians(shown: Sequence[Shown]) -> None:
    """
    Draw the median beats of all twelve leads, aligned on QRS.

    Parameters
    ----------
    shown : sequence of Shown
        The baseline first.
    """
    beats = []
    for one in shown:
        beat = one.reading.trace.typical_beat if one.reading.trace else None
        if beat is None:
            st.caption(
                f"No median beat of {escape_markdown(one.label)}: too few whole beats."
            )
        else:
            note = f"{one.label} ({one.note})" if one.note else one.label
            beats.append(OverlaidBeat(note, beat))
    if not beats:
        return
    is_simulated = any(SIMULATED in one.held.record.warnings for one in shown)
    show_median_overlay(beats, SIMULATED if is_simulated else "")
