"""Whether labs explain diagnoses: the answer for the cohort, and the pairs."""

from typing import Any

import streamlit as st

from ecgkt.report.comparison_words import number_text
from ecgkt.report.labs_by_diagnosis_words import (
    answer_text,
    difference_text,
    enough_text,
    pairs_text,
)
from ecgkt.results.document import Interval
from ecgkt.results.labs_by_diagnosis import ARMS, LabsByDiagnosis
from pages.model_card.show_card import NAMES
from pages.model_card.show_table import (
    interval_text,
    show_command,
    show_facts_of,
    show_table,
)

RULE_TITLES = {
    "diagnoses": "Diagnoses",
    "labs": "Laboratory values",
    "prevalence": "Prevalence",
    "ratio": "Ratio",
    "enough": "Enough patients",
    "by_chance": "By chance",
    "comparison": "Comparison",
}


def show_lab_explanation(table: LabsByDiagnosis) -> None:
    """Draw the answer with its figures, then which labs go with which diagnosis."""
    st.markdown(
        f"**Real** patients of the open MIMIC-IV demo: {table.n_ecgs} ECGs of "
        f"{table.n_patients} patients, labs measured within {table.window_hours:g} h. "
        "The diagnoses are **what this model calls positive**, not a physician's."
    )
    st.markdown(f"**{answer_text(table)}**")
    show_table(arm_rows(table), key="lab-arms")
    st.caption(
        " · ".join(map(difference_text, table.cohort.differences))
        + f". Cross-validated by patient, {table.cohort.folds} folds, "
        f"{table.cohort.repeats} times over, scores centred in each fold; intervals "
        "of a paired patient bootstrap."
    )
    st.markdown("**Which labs go with which diagnosis**")
    st.caption(f"{pairs_text(table)} Enough is {enough_text(table)}.")
    show_table(
        pair_rows(table),
        key="lab-pairs",
        formats={"Ratio": "%.2f"},
    )
    with st.expander("Every lab: its head beside the diagnoses alone"):
        show_table(
            beyond_rows(table),
            key="lab-beyond",
            decimals=("Lab head", "Diagnoses alone", "Difference"),
        )
    with st.expander("How labs and diagnoses were compared"):
        show_facts_of(
            {title: table.rules.get(key, "–") for key, title in RULE_TITLES.items()}
        )
    show_command(table.command)


def arm_rows(table: LabsByDiagnosis) -> list[dict[str, Any]]:
    """Return one line per predictor."""
    return [
        {
            "Predictor of the labs": title,
            "Mean AUROC": number_text(table.cohort.mean_auroc.get(arm)),
            "95 % CI": interval_text(table.cohort.mean_auroc_ci.get(arm)),
        }
        for arm, title in ARMS.items()
    ]


def pair_rows(table: LabsByDiagnosis) -> list[dict[str, Any]]:
    """Return one line per pair whose interval excludes 1."""
    return [
        {
            "Diagnosis": NAMES.get(statement.code, statement.code),
            "Laboratory value": pair.title,
            "Ratio": pair.ratio,
            "95 % CI": f"{pair.low:.2f}–{pair.high:.2f}",
            "With it": f"{pair.prevalence_with:.0%}",
            "Without it": f"{pair.prevalence_without:.0%}",
            "Patients with": pair.patients_with,
            "Patients without": pair.patients_without,
        }
        for statement in table.statements
        for pair in statement.significant
    ]


def beyond_rows(table: LabsByDiagnosis) -> list[dict[str, Any]]:
    """Return one line per lab, the one with the largest difference first."""
    ordered = sorted(table.cohort.labs, key=lambda lab: -(lab.difference.value or 0))
    return [
        {
            "Laboratory value": lab.title,
            "Lab head": lab.lab_head_auroc,
            "Diagnoses alone": lab.diagnoses_auroc,
            "Difference": lab.difference.value,
            "95 % CI": ends_text(lab.difference.ci),
            "Patients": lab.n_patients,
        }
        for lab in ordered
    ]


def ends_text(interval: Interval) -> str:
    """Return the interval of a difference with its signs, or a dash."""
    return f"{interval[0]:+.3f}, {interval[1]:+.3f}" if interval else "–"
