"""The scores worth a look: detected, near their threshold, or against a measurement."""

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.report.impression.impression import impression_of
from ecgkt.results.model_card import LabelFigures
from ecgkt.types.reading import Reading, Score
from pages.read_ecg.show_scores import (
    all_html,
    found_html,
    greyed,
    row_class,
    share_text,
    show_model,
)
from pages.shared.html import render
from pages.shared.resources import get_card

NEAR = 0.5
"""Share of its threshold from which a statement is near it."""
ROWS = """
<div class="ek-near">
{% for heading, scores in blocks if scores %}
<h4>{{ heading }}</h4>
{% for score in scores %}
<details class="ek-near-row {{ row_class(score) }}"><summary>
<span class="ek-near-name">{{ score.name }}
{%- if score.code in against %} <b class="ek-violet">measured otherwise</b>{% endif %}
{%- if not score.validated %} <i>not validated</i>{% endif %}</span>
<span class="ek-bar" aria-hidden="true">
<i style="width:{{ '{:.1%}'.format(score.probability) }}"></i>
<u style="left:{{ '{:.1%}'.format(score.threshold) }}"></u></span>
<span class="ek-number">{{ share_text(score.probability) }}</span>
<span class="ek-near-verdict">
{%- if score.positive %}<b class="ek-pill">Detected</b>{% else %}not detected
{%- endif %}</span></summary>
<p>{{ detail(score) }}
<a href="Model_Card?label={{ score.code | urlencode }}" target="_blank"
 rel="noopener">card</a></p></details>
{% endfor %}
{% endfor %}
</div>
"""


def show_diagnoses(reading: Reading) -> None:
    """
    List super-classes and statements: what is worth a look, or all of them on demand.

    Parameters
    ----------
    reading : Reading
        With or without scores.
    """
    st.html('<div class="ek-lab-title">Diagnoses</div>')
    if reading.is_paced or not reading.diagnoses:
        st.html(found_html(reading))
    show_model(reading.model)
    if not reading.diagnoses:
        return
    is_whole = st.toggle(f"Show all {len(reading.diagnoses)} statements", key="all")
    html = all_html(reading) if is_whole else near_html(reading)
    st.html(greyed(reading, html))


def near_html(reading: Reading) -> str:
    """Return the rows, each with threshold and validity in its detail."""
    against = contradicted(reading)
    figures = known_figures()
    near = [score for score in reading.diagnoses if is_near(score, against)]
    return render(
        ROWS,
        blocks=(
            ("Super-classes", sorted(reading.superclasses, key=_place)),
            ("Statements", sorted(near, key=_place)),
        ),
        against=against,
        row_class=row_class,
        share_text=share_text,
        detail=lambda score: detail_text(score, figures.get(score.code)),
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


def known_figures() -> dict[str, LabelFigures]:
    """Return the card's figures by code; empty where the card is damaged."""
    try:
        card = get_card()
    except EcgktError:
        return {}
    return {label.code: label for label in (*card.superclasses, *card.labels)}


def detail_text(score: Score, figures: LabelFigures | None) -> str:
    """
    Say in a clinician's words how well a statement is known.

    Parameters
    ----------
    score : Score
        With its AUROC.
    figures : LabelFigures or None
        Of the same statement, measured on held-out patients.

    Returns
    -------
    str
    """
    words = [f"Threshold {share_text(score.threshold)}."]
    if score.auroc is not None:
        ends = score.auroc_ci
        interval = " [{:.2f}–{:.2f}]".format(*ends) if ends else ""
        words.append(f"AUROC {score.auroc:.2f}{interval} on held-out patients.")
    else:
        words.append("AUROC not measured.")
    if figures and figures.sensitivity is not None and figures.specificity is not None:
        found, false = figures.sensitivity, 1 - figures.specificity
        words.append(
            f"Finds {found:.0%} of {figures.positives} cases, {false:.1%} false alarms."
        )
    return " ".join(words)
