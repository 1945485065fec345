"""The facts of a recording and what the gates say of its quality."""

from html import escape

import streamlit as st

from ecgkt.types.reading import Quality
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import UNITS
from ecgkt.vocab.formats import FORMATS
from pages.shared.text import MESSAGE_LIMIT, escape_markdown, truncate

TITLES = {row.name: row.title for row in FORMATS} | {"simulated": "Simulated"}
VERDICTS = {"accept": "Accepted", "warn": "Accepted with warnings", "refuse": "Refused"}
WINDOW = 10.0
"""Seconds that the model reads, from the start."""


def show_facts(record: EcgRecord, quality: Quality | None, age: float | None) -> None:
    """Draw the facts of a recording in one line; `age` is what the user entered."""
    read = min(record.duration, WINDOW)
    unit = UNITS.get(record.original_unit, record.original_unit)
    facts = {
        "Quality": VERDICTS[quality.verdict] if quality else "Not assessed",
        "Format": TITLES.get(record.format, record.format),
        "Sampling rate": f"{record.fs:g} Hz",
        "Length": f"{record.duration:.1f} s",
        "Window read": f"0.0–{read:.1f} s of {record.duration:.1f} s",
        "Unit in the file": unit,
        "Derived leads": ", ".join(record.derived_leads) or "none",
        "Age": "not stated"
        if record.age is None
        else f"{record.age:g} years" + ("" if age is None else ", as entered"),
    }
    items = "".join(
        f"<div><dt>{name}</dt><dd>{escape(truncate(value))}</dd></div>"
        for name, value in facts.items()
    )
    st.html(f'<dl class="ek-facts">{items}</dl>')


def show_quality(quality: Quality, warnings: tuple[str, ...]) -> None:
    """Say why a recording was refused or needs care, and what its reader noticed."""
    reasons = [escape_markdown(reason, MESSAGE_LIMIT) for reason in quality.reasons]
    notes = [escape_markdown(warning, MESSAGE_LIMIT) for warning in warnings]
    if quality.verdict == "refuse":
        st.error(f"**Not scored.** {as_list(reasons)}", icon=":material/block:")
    elif quality.verdict == "warn":
        st.warning(as_list(reasons), icon=":material/warning:")
    else:
        notes = reasons + notes
    for note in notes:
        st.caption(f":material/info: {note}")


def as_list(sentences: list[str]) -> str:
    """Return one sentence as it is, several as a list."""
    if len(sentences) == 1:
        return sentences[0]
    return "".join(f"\n- {sentence}" for sentence in sentences)
