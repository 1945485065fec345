"""What a threshold costs and brings, in one line."""

import streamlit as st

from ecgkt.report.cases_words import share_words
from ecgkt.results.document import Figure
from pages.failure_cases.opened import Look
from pages.shared.html import render

PREVALENCES = (*(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5),)
PRESET_PREVALENCE = 0.05
COST = """
<dl class="ek-facts ek-cost">
{% for name, text in facts %}<div><dt>{{ name }}</dt><dd>{{ text }}</dd></div>
{% endfor %}
</dl>
"""


def show_cost(look: Look) -> None:
    """Draw sensitivity, specificity, predictive value and the number to evaluate."""
    with st.container(horizontal=True, gap="medium", key="case-cost"):
        place = st.container()
        prevalence = st.select_slider(
            "Your prevalence",
            PREVALENCES,
            value=PRESET_PREVALENCE,
            format_func=lambda share: f"{100 * share:g} %",
            width=260,
            key="case-prevalence",
            persist_state="session",
        )
    place.html(cost_html(look, prevalence))


def cost_html(look: Look, prevalence: float) -> str:
    """Return the line; a figure that lacks a class says so."""
    cost = look.view.cost(look.threshold)
    ppv = cost.ppv(prevalence)
    return render(
        COST,
        facts=[
            ("AUROC", auroc_text(look.view.auroc)),
            ("Sensitivity", share_words(cost.sensitivity)),
            ("Specificity", share_words(cost.specificity)),
            ("Missed", f"{cost.false_negatives} of {cost.sensitivity.n}"),
            ("False alarms", f"{cost.false_positives} of {cost.specificity.n}"),
            (f"PPV at {100 * prevalence:g} %", percent_text(ppv)),
            ("NNE, called per true one", nne_text(ppv)),
        ],
    )


def auroc_text(figure: Figure) -> str:
    """Return AUROC with its interval."""
    if figure.value is None:
        return "needs ECGs with and without it"
    ci = f" ({figure.ci[0]:.3f}–{figure.ci[1]:.3f})" if figure.ci else ""
    return f"{figure.value:.3f}{ci}"


def percent_text(figure: Figure) -> str:
    """Return a share in percent with its interval."""
    if figure.value is None:
        return "nothing is called"
    low_high = figure.ci
    ci = f" ({100 * low_high[0]:.0f}–{100 * low_high[1]:.0f})" if low_high else ""
    return f"{100 * figure.value:.1f} %{ci}"


def nne_text(ppv: Figure) -> str:
    """Return how many called ECGs there are for each right one."""
    return f"{1 / ppv.value:.1f}" if ppv.value else "–"
