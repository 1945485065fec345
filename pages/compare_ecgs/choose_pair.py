"""Which recording is the baseline, and which ones are held against it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from pages.compare_ecgs.chosen import Chosen, move_earlier
from pages.shared import address, session
from pages.shared.recording import SessionRecording

MOST = 3
"""Recordings beside the baseline: as many as colours can be told apart on paper."""
ADDRESS = "with"
"""``?with=1,4``: by their places, for an address says nothing of a patient."""


class Pair(NamedTuple):
    """Places of the baseline and of those that are compared with it."""

    baseline: int
    others: tuple[int, ...]


class Places:
    """What an address may ask for: a baseline and others, by their numbers from 1."""

    def __init__(self, n: int) -> None:
        self.n = n

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, str) or not re.fullmatch(
            r"\d{1,3}(,\d{1,3}){1,3}", code
        ):
            return False
        numbers = [int(number) for number in code.split(",")]
        return len(set(numbers)) == len(numbers) and all(
            0 < n <= self.n for n in numbers
        )


def choose_pair(chosen: Chosen, recordings: Sequence[SessionRecording]) -> Pair:
    """
    Let the user choose what is compared with what.

    Parameters
    ----------
    chosen : Chosen
        All recordings.
    recordings : sequence of SessionRecording
        Two or more of them that were read, in their order.

    Returns
    -------
    Pair
        Preset: the first one, and the last one against it.
    """
    last = len(recordings) - 1
    base_key, others_key = (
        f"compare-base-{chosen.code}",
        f"compare-others-{chosen.code}",
    )
    asked = address.asked(ADDRESS, Places(len(recordings)))
    if asked:
        first, *rest = (int(number) - 1 for number in asked.split(","))
        session.set_widget(base_key, first)
        session.set_widget(others_key, rest)
    labels = [chosen.label(held, place) for place, held in enumerate(recordings)]
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare-pair"):
        baseline = st.selectbox(
            "Baseline",
            range(len(recordings)),
            index=0,
            format_func=labels.__getitem__,
            width=380,
            key=base_key,
            persist_state="session",
        )
        others = st.multiselect(
            "Compared with it",
            range(len(recordings)),
            default=None if session.is_set(others_key) else [last],
            format_func=labels.__getitem__,
            max_selections=MOST,
            placeholder="Choose one to three",
            key=others_key,
            persist_state="session",
        )
        if not chosen.is_dated:
            show_order(recordings, labels)
    pair = Pair(baseline, tuple(sorted(set(others) - {baseline})))
    numbers = ",".join(str(place + 1) for place in (pair.baseline, *pair.others))
    preset = f"1,{last + 1}"
    address.show(ADDRESS, numbers if pair.others else None, preset=preset)
    return pair


def compare_with(chosen: Chosen, place: int) -> None:
    """Compare one recording with the baseline; in a callback, before the page runs."""
    session.set_widget(f"compare-others-{chosen.code}", [place])


def show_order(recordings: Sequence[SessionRecording], labels: Sequence[str]) -> None:
    """Let the user put recordings in order that do not all state their date."""
    with st.popover("Order", icon=":material/swap_vert:"):
        st.caption(
            "Not every file states when it was recorded. Put them in order, the "
            "earliest first."
        )
        for place, held in enumerate(recordings):
            st.button(
                labels[place],
                key=f"earlier-{held.key[:16]}",
                icon=":material/arrow_upward:",
                help="Move one place earlier",
                type="tertiary",
                disabled=place == 0,
                on_click=move_earlier,
                args=(held.key, recordings[place - 1].key if place else ""),
            )
