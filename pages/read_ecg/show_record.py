"""The facts of a recording and what the gates say of its quality."""

from html import escape

import streamlit as st

from ecgkt.types.reading import Quality, Reading, RecordSummary
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import UNITS, StatedPerson
from ecgkt.vocab.formats import FORMATS
from pages.shared.text import MESSAGE_LIMIT, escape_markdown, truncate

TITLES = {row.name: row.title for row in FORMATS} | {"simulated": "Simulated"}
VERDICTS = {"accept": "Accepted", "warn": "Accepted with warnings", "refuse": "Refused"}
WINDOW = 10.0
"""Seconds that the model reads."""


def window_of(record: RecordSummary) -> tuple[float, float]:
    """Return the first and the last second that were read."""
    return record.start_s, min(record.start_s + WINDOW, record.duration_s)


def verdict_title(quality: Quality) -> str:
    """Return the verdict in words."""
    is_partial = quality.measured_only
    return "Measured, not scored" if is_partial else VERDICTS[quality.verdict]


def show_facts(
    record: EcgRecord, reading: Reading | None, stated: StatedPerson
) -> None:
    """Draw the facts of a recording in one line; `stated` is what the user entered."""
    start, end = window_of(reading.record) if reading else (0.0, record.duration)
    unit = UNITS.get(record.original_unit, record.original_unit)
    facts = {
        "Quality": verdict_title(reading.quality) if reading else "Not assessed",
        "Format": TITLES.get(record.format, record.format),
        "Sampling rate": f"{record.fs:g} Hz",
        "Length": f"{record.duration:.1f} s",
        "Window read": f"{start:.1f}–{end:.1f} s of {record.duration:.1f} s",
        "Unit in the file": unit,
        "Derived leads": derived_text(record),
        "Missing leads": ", ".join(record.absent_leads) or "none",
        "Age": age_text(record) + ("" if stated.age is None else ", as entered"),
        "Sex": (record.sex or "not known")
        + ("" if stated.sex is None else ", as entered"),
    }
    items = "".join(
        f"<div><dt>{name}</dt><dd>{escape(truncate(value))}</dd></div>"
        for name, value in facts.items()
    )
    st.html(f'<dl class="ek-facts">{items}</dl>')


def derived_text(record: EcgRecord) -> str:
    """Name the leads that were computed, as a whole or where samples are missing."""
    in_part = [f"{lead} where missing" for lead in record.derived_in_part]
    return ", ".join([*record.derived_leads, *in_part]) or "none"


def age_text(record: EcgRecord) -> str:
    """Print an age, of the first two years in months or days."""
    age = record.age
    if age is None:
        return "not understood" if record.unread_age else "not stated"
    if age >= 2 or not age:
        return f"{age:.3g} years"
    return f"{12 * age:.3g} months" if 12 * age >= 1 else f"{365.25 * age:.3g} days"


def show_quality(quality: Quality, warnings: tuple[str, ...]) -> None:
    """Say why a recording was refused or needs care, and what its reader noticed."""
    reasons = [escape_markdown(reason, MESSAGE_LIMIT) for reason in quality.reasons]
    notes = [escape_markdown(warning, MESSAGE_LIMIT) for warning in warnings]
    if quality.measured_only:
        text = f"Measured, as far as it goes. {as_list(reasons)}"
        st.info(text, icon=":material/straighten:")
    elif quality.verdict == "refuse":
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
