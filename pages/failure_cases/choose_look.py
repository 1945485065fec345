"""Which label, which ECGs and which threshold are looked at."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from ecgkt.results.cases.groups import TITLES
from ecgkt.results.cases.slices import Members, possible_slices
from ecgkt.results.cases.view import view_of
from ecgkt.vocab.findings import find_measure
from pages.failure_cases.opened import Look, Opened
from pages.shared import address, session

PRESET = "AFIB"
EVERYTHING = "All ECGs"
LABEL, PART, SPLIT = "case-label", "case-part-of", "case-split"
RARE = [float(f"{100 / (1 + np.exp(x)):.2g}") for x in np.arange(2.25, 9.3, 0.1)]
OFTEN = [round(100 - share, 3) for share in RARE]
STEPS = sorted({0.0, *RARE, *map(float, range(10, 91)), *OFTEN, 100.0})
"""Percent, even in log odds: rare labels have thresholds far below 1 %."""


def part_name(member: Members) -> str:
    """Name some ECGs of a table: a subgroup or a range of a measurement."""
    title = TITLES.get(member.group) or find_measure(member.group).title
    return f"{title}: {member.level}"


def parts_of(opened: Opened) -> dict[str, NDArray[np.bool_]]:
    """Return every subgroup and range of a table, by its name; made once."""
    made = session.state("case-parts", dict[int, dict[str, NDArray[np.bool_]]])
    key = id(opened.table)
    if key not in made:
        made.clear()
        found = possible_slices(opened.table.columns)
        made[key] = {part_name(member): member.mask for member in found}
    return made[key]


def choose_look(opened: Opened, place: DeltaGenerator) -> Look:
    """
    Let a label and some ECGs be chosen, the label also by ``?label=AFIB``.

    Parameters
    ----------
    opened : Opened
        The table.
    place : DeltaGenerator
        Where the choices stand.

    Returns
    -------
    Look
        At the threshold of the model.
    """
    labels = {label.code: label for label in opened.table.head.labels}
    told = [code for code, label in labels.items() if label.positives]
    parts = parts_of(opened)
    asked = address.asked("label", told)
    if asked:
        session.set_widget(LABEL, asked)
    splits = sorted(set(opened.table.columns.splits.tolist()) - {""})
    preset = PRESET if PRESET in told else told[0]
    with place:
        code = st.selectbox(
            "Label",
            told,
            index=told.index(preset) if not session.is_set(LABEL) else 0,
            format_func=lambda code: (
                f"{labels[code].title} ({labels[code].positives} ECGs)"
            ),
            width=290,
            key=LABEL,
            persist_state="session",
        )
        code = code if code in told else told[0]
        part = st.selectbox(
            "Among",
            [EVERYTHING, *parts],
            width=210,
            key=PART,
        )
        split = EVERYTHING
        if len(splits) > 1:
            split = st.selectbox("Split", [EVERYTHING, *splits], width=160, key=SPLIT)
    address.show("label", code, preset=PRESET)
    kept = parts.get(part)
    if split != EVERYTHING:
        mask = opened.table.columns.splits == split
        kept = mask if kept is None else kept & mask
    label = labels[code]
    view = view_of(opened.table.columns, code, kept)
    return Look(label, view, label.threshold, part if part in parts else EVERYTHING)


def choose_threshold(opened: Opened, look: Look) -> Look:
    """Let the threshold be moved, also by ``?threshold=38``; it moves everything."""
    preset = float(f"{100 * look.label.threshold:.3g}")
    steps = sorted({*STEPS, preset})
    key = f"threshold-{opened.name}-{look.label.code}"
    asked = _asked_threshold()
    if asked is not None:
        session.set_widget(key, min(steps, key=lambda step: abs(step - asked)))
    percent = st.select_slider(
        f"Threshold; the model's own is {preset:g} %",
        steps,
        value=None if session.is_set(key) else preset,
        format_func=lambda step: f"{step:g} %",
        key=key,
        persist_state="session",
    )
    is_preset = percent == preset
    address.show("threshold", None if is_preset else f"{percent:g}")
    # The preset stands for the exact threshold, which the slider can only round to.
    return look if is_preset else look._replace(threshold=percent / 100)


def _asked_threshold() -> float | None:
    text = address.asked("threshold", Percent())
    return float(text) if text else None


class Percent:
    """All texts that are a number from 0 to 100."""

    def __contains__(self, text: object) -> bool:
        try:
            return 0 <= float(str(text)) <= 100
        except ValueError:
            return False
