"""The scores worth a look: detected, near their threshold, or against a measurement."""

import streamlit as st
from markupsafe import Markup

from ecgkt.report.impression.impression import impression_of
from ecgkt.report.value_words import values_text
from ecgkt.serving.client import ServingClient
from ecgkt.types.reading import Reading, Score
from ecgkt.types.second_opinion import SecondOpinionReading
from ecgkt.types.upload import StatedPerson
from pages.read_ecg.choose_explanation import ask_why, measured_table
from pages.read_ecg.request_opinion import offer_opinion, told_of
from pages.read_ecg.score_detail import detail_text, known_of
from pages.read_ecg.show_all_statements import all_html
from pages.read_ecg.show_scores import (
    TICK,
    found_html,
    greyed,
    row_class,
    share_text,
    show_model,
)
from pages.shared.clickable import show_clickable
from pages.shared.html import render
from pages.shared.recording import SessionRecording

NEAR = 0.5
"""Share of its threshold from which a statement is near it."""
ROWS = (
    TICK
    + """
<div class="ek-near{% if is_outside %} ek-outside{% endif %}">
{% for heading, kind, scores in blocks if scores %}
<h4>{{ heading }}</h4>
{% for score in scores %}
<div class="ek-near-row {{ row_class(score) }}">
<details data-fold="{{ kind }}:{{ score.code }}"><summary>
<span class="ek-near-name">{{ score.name }}
{%- if score.code in against %} <b class="ek-violet">measured otherwise</b>{% endif %}
{%- if not score.validated %} <i>not validated</i>{% endif %}</span>
<span class="ek-bar" aria-hidden="true">
<i style="width:{{ '{:.1%}'.format(score.probability) }}"></i>
<u style="left:{{ '{:.1%}'.format(score.threshold) }}"></u></span>
<span class="ek-number">{{ share_text(score.probability) }}</span>
<span class="ek-near-verdict">
{%- if score.positive %}<b class="ek-pill">Detected</b>{% else %}not detected
{%- endif %}
{%- if kind == "statement" and score.code in second %}
{{ tick(second[score.code]) }}{% endif %}</span></summary>
<template><p>{{ detail(score, kind) }}
<a href="Model_Card?label={{ score.code | urlencode }}" target="_blank"
 rel="noopener">card</a></p></template></details>
{% if has_why %}{{ why(kind, score) }}{% endif %}
</div>
{% endfor %}
{% endfor %}
</div>
"""
)


def show_diagnoses(
    client: ServingClient,
    held: SessionRecording,
    reading: Reading,
    person: StatedPerson,
) -> None:
    """
    List super-classes and statements: what is worth a look, or all of them on demand.

    Parameters
    ----------
    client : ServingClient
        Asked for a second opinion.
    held : SessionRecording
        The recording.
    reading : Reading
        With or without scores.
    person : StatedPerson
        As entered.
    """
    st.html('<div class="ek-lab-title">Diagnoses</div>')
    if reading.is_paced or not reading.diagnoses:
        st.html(found_html(reading))
    show_model(reading.model)
    if not reading.diagnoses:
        return
    is_whole = st.toggle(f"Show all {len(reading.diagnoses)} statements", key="all")
    opinion = offer_opinion(client, held, reading, person)
    if is_whole:
        html = whole_html(reading, opinion)
        show_clickable(html, key="whole", answer=ask_why, of=held.key)
    else:
        html = near_html(reading, opinion)
        show_clickable(html, key="near", answer=ask_why, of=held.key)


def whole_html(reading: Reading, opinion: SecondOpinionReading | None = None) -> Markup:
    """Return every score, greyed where the recording is out of scope."""
    second = told_of(reading, opinion) if opinion else {}
    has_why = measured_table(reading) is not None
    return greyed(reading, all_html(reading, second, has_why=has_why))


def near_html(reading: Reading, opinion: SecondOpinionReading | None = None) -> Markup:
    """Return the rows, each with threshold and validity in its detail."""
    against = contradicted(reading)
    known = known_of(reading.model)

    def detail(score: Score, kind: str) -> str:
        parts = reading.value_parts.get(score.code, ())
        told = [detail_text(score, *known(kind, score.code))]
        return " ".join([*told, values_text(parts) if kind == "statement" else ""])

    near = [score for score in reading.diagnoses if is_near(score, against)]
    return render(
        ROWS,
        blocks=(
            ("Super-classes", "superclass", sorted(reading.superclasses, key=_place)),
            ("Statements", "statement", sorted(near, key=_place)),
        ),
        is_outside=reading.is_paced,
        against=against,
        second=told_of(reading, opinion) if opinion else {},
        has_why=measured_table(reading) is not None,
        row_class=row_class,
        share_text=share_text,
        detail=detail,
    )


def _place(score: Score) -> tuple[bool, bool, bool, float]:
    # Sinus rhythm is nearly always positive, and says least.
    return (
        not score.positive,
        score.code == "SR",
        not score.validated,
        -score.probability,
    )


def is_near(score: Score, against: frozenset[str]) -> bool:
    """Tell whether a statement is worth a look without being asked for."""
    is_close = score.validated and score.probability >= NEAR * score.threshold
    return score.positive or is_close or score.code in against


def contradicted(reading: Reading) -> frozenset[str]:
    """Return the codes of which measurement and model say the contrary."""
    chips = impression_of(reading).chips
    return frozenset(
        c for chip in chips if chip.source == "disagree" for c in chip.codes
    )
