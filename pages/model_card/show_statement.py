"""One statement at a time: what it finds, what a positive means, its curves."""

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.plotting.card import plot_calibration, plot_roc
from ecgkt.report.statement_words import counts_text, percent_text, predictive_values
from ecgkt.report.subgroup_words import worst_text
from ecgkt.results.cases.table import SUPER
from ecgkt.results.model_card import LabelFigures, ModelCard
from ecgkt.results.subgroups import SubgroupTable
from ecgkt.vocab.statements import MIN_POSITIVES
from pages.model_card.show_card import titles
from pages.model_card.show_table import interval_text
from pages.shared import address, resources, session
from pages.shared.html import render

PRESET = "AFIB"
PREVALENCES = (
    *(0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07),
    *(0.1, 0.15, 0.2, 0.3, 0.4, 0.5),
)
"""From screening to a ward of those who have it; PPV falls steeply at the low end."""
PRESET_PREVALENCE = 0.05
CURVES_PX = 320
SUMMARY = """
<div class="ek-statement"><p>{{ counts }}</p>
<dl class="ek-facts">
{% for name, text in facts %}<div><dt>{{ name }}</dt><dd>{{ text }}</dd></div>
{% endfor %}
</dl>
{% if worst %}<p class="ek-worst">{{ worst }}</p>{% endif %}
{% if not validated %}<p><b>Not validated:</b> fewer than {{ least }} positives.</p>
{% endif %}
</div>
"""
PREDICTED = """
<table class="ek-table"><thead><tr><th>At a prevalence of</th>
<th>A positive is right (PPV)</th><th>A negative is right (NPV)</th></tr></thead>
<tbody>
{% for row in rows %}
<tr>{% for cell in row %}<td class="ek-short">{{ cell }}</td>{% endfor %}</tr>
{% endfor %}
</tbody></table>
"""


def show_statement(card: ModelCard) -> None:
    """
    Let one label be chosen, also by ``?label=CODE``, and say how good it is.

    Parameters
    ----------
    card : ModelCard
        Of the shipped weights.
    """
    # A normal ECG is a super-class and a statement of one code: the statement counts.
    known = {label.code: label for label in (*card.superclasses, *card.labels)}
    names = titles()
    asked = address.asked("label", known)
    if asked:
        session.set_widget("label", asked)
    code = st.selectbox(
        "Statement",
        list(known),
        index=0 if session.is_set("label") else list(known).index(PRESET),
        format_func=lambda code: f"{names[code]} ({code})",
        width=520,
        key="label",
        persist_state="session",
    )
    address.show("label", code, preset=PRESET)
    figures = known[code]
    words, curves = st.columns((5, 6), gap="large")
    with words:
        st.html(summary_html(figures, names[code], worst_of(code)))
        prevalence = st.select_slider(
            "Your prevalence: of 100 of your ECGs, how many have it",
            PREVALENCES,
            value=PRESET_PREVALENCE,
            format_func=lambda share: f"{100 * share:g} %",
            key="prevalence",
            persist_state="session",
        )
        st.html(predicted_html(figures, prevalence))
        st.caption(
            "By Bayes from sensitivity and specificity, which may differ in your "
            "clinic. Brackets join the ends of both intervals, and so are wide."
        )
    with curves:
        show_curves(figures)


def show_curves(figures: LabelFigures) -> None:
    """Draw the curves that the card holds of a label."""
    with st.container(horizontal=True, gap="small", key="label-curves"):
        if figures.roc:
            st.plotly_chart(
                plot_roc([figures], height=CURVES_PX), key="label-roc", alt="ROC curve"
            )
        if figures.reliability:
            st.plotly_chart(
                plot_calibration([figures], height=CURVES_PX),
                key="label-calibration",
                alt="Calibration curve",
            )


def worst_of(code: str) -> str:
    """Say in which subgroup a label is told worst; empty where nothing is shipped."""
    try:
        table = resources.get_document(SubgroupTable)
    except EcgktError:
        return ""  # its tab names the damage
    if table is None:
        return ""
    label = next((name for name, group in SUPER.items() if group == code), code)
    return worst_text(table, label)


def summary_html(figures: LabelFigures, title: str, worst: str = "") -> str:
    """Return counts and figures of a label, with their intervals."""
    return render(
        SUMMARY,
        counts=counts_text(figures, within_sentence(title)),
        facts=[
            ("AUROC", auroc_text(figures)),
            ("Sensitivity", percent_text(figures.sensitivity, figures.sensitivity_ci)),
            ("Specificity", percent_text(figures.specificity, figures.specificity_ci)),
            ("Threshold", percent_text(figures.threshold)),
        ],
        validated=figures.validated,
        least=MIN_POSITIVES,
        worst=worst,
    )


def within_sentence(title: str) -> str:
    """Return a title as it stands within a sentence: abbreviations keep their case."""
    first = title.split(" ", 1)[0]
    return title if first[1:] != first[1:].lower() else title[0].lower() + title[1:]


def auroc_text(figures: LabelFigures) -> str:
    """Return AUROC with its interval."""
    if figures.auroc is None:
        return "not measured"
    ci = f" ({interval_text(figures.auroc_ci)})" if figures.auroc_ci else ""
    return f"{figures.auroc:.3f}{ci}"


def predicted_html(figures: LabelFigures, prevalence: float) -> str:
    """Return the predictive values, as measured and at a prevalence of one's own."""
    ppv, npv = predictive_values(figures, prevalence)
    return render(
        PREDICTED,
        rows=[
            (
                f"{percent_text(figures.prevalence)}, as measured",
                percent_text(figures.ppv, figures.ppv_ci),
                percent_text(figures.npv, figures.npv_ci),
            ),
            (
                f"{percent_text(prevalence)}, yours",
                percent_text(ppv.value, ppv.ci),
                percent_text(npv.value, npv.ci),
            ),
        ],
    )
