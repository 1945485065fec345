"""What a score is shown with: its verdict, its colour, the second opinion, a map."""

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from ecgkt.report.model_words import AS_SHIPPED, adapter_text
from ecgkt.types.reading import ModelIdentity, Reading, Score
from pages.shared.html import render
from pages.shared.text import MESSAGE_LIMIT, escape_markdown, truncate

USUAL = frozenset({"NORM", "SR"})
"""Statements of health: "detected" means health there and gets the calm colour."""
PACED = "Paced rhythm: outside the intended use. Do not rely on what is greyed."
OUTSIDE = '<div class="ek-outside">{{ html }}</div>'
FOUND = """
{% if reading.is_paced %}
<div class="ek-banner" role="alert">{{ paced }}</div>
{% endif %}
<div class="ek-found{% if reading.is_paced %} ek-outside{% endif %}">
{% if not reading.diagnoses %}
<b>Not assessed: {{ why_not }}</b>
{% else %}
<b>Detected</b>
{% for score in detected %}
<span class="ek-pill{% if score.code in usual %} ek-usual{% endif %}">
{{- score.name }}</span>
{% else %}
no validated statement
{% endfor %}
{% endif %}
</div>
"""
TICK = """
{% macro tick(told) %}
 <b class="{{ 'ek-violet' if told.differs else 'ek-quiet' }}" title="{{ told.words }}">
<span aria-hidden="true">{{ '✓' if told.is_detected else '✗' }}</span>
<span class="ek-hidden">{{ told.words }}</span></b>
{% endmacro %}
{% macro why(kind, score) %}
<button type="button" data-ask="{{ kind }}:{{ score.code }}"
 aria-label="Why {{ score.name }}" title="What moved this score">why</button>
{% endmacro %}
"""
"""What a row tells beside its score: the second opinion, and the way to its map."""


class Told(NamedTuple):
    """What the second opinion says of a statement, and whether the two differ."""

    is_detected: bool
    differs: bool
    words: str


NOTHING_TOLD: Mapping[str, Told] = {}


def greyed(reading: Reading, html: Markup) -> Markup:
    """Return HTML as it is, or greyed where the recording is out of scope."""
    return render(OUTSIDE, html=html) if reading.is_paced else html


def show_model(model: ModelIdentity) -> None:
    """Say which weights spoke, with the way to their card."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        adapted = ""
        if model.adapter:
            spoken = escape_markdown(adapter_text(model.adapter), MESSAGE_LIMIT)
            adapted = f" + {spoken}. {AS_SHIPPED}"
        st.caption(
            f"{model.name} {model.version} · sha256 {model.sha256[:12]}{adapted} · | "
            "marks the threshold · AUROC measured on held-out patients"
        )
        st.page_link(
            "pages/7_Model_Card.py", label="Model card", icon=":material/lab_profile:"
        )


def detected(reading: Reading) -> list[Score]:
    """Return the validated statements above their thresholds, the surest first."""
    positive = [score for score in reading.diagnoses if score.positive]
    validated = [score for score in positive if score.validated]
    # Sinus rhythm is sorted last because it is nearly always positive.
    return sorted(validated, key=lambda score: (score.code == "SR", -score.probability))


def found_html(reading: Reading) -> str:
    """Return the validated statements above their thresholds, as one line of names."""
    values = {"reading": reading, "detected": detected(reading), "usual": USUAL}
    values |= {"paced": PACED}
    return render(FOUND, **values, why_not=why_not(reading))


def why_not(reading: Reading) -> str:
    """Return the gravest reason, which stands first."""
    return truncate(
        next(iter(reading.quality.reasons), "no reason given"), MESSAGE_LIMIT
    )


def row_class(score: Score) -> str:
    """Return what colours a row: nothing if the statement is not validated."""
    if not score.validated:
        return "ek-unvalidated"
    usual = " ek-usual" if score.code in USUAL else ""
    return f"ek-detected{usual}" if score.positive else ""


def share_text(share: float) -> str:
    """Return a probability with two decimals, three near 0 and 1, and never 0 or 1."""
    if not 0.0005 <= share < 0.9995:
        return "<0.001" if share < 0.5 else ">0.999"
    return f"{share:.2f}" if 0.095 <= share < 0.995 else f"{share:.3f}"
