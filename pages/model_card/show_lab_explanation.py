"""Whether labs explain diagnoses: the answer for the cohort, and the pairs."""

import pandas as pd
import streamlit as st

from ecgkt.report.labs_by_diagnosis_words import (
    answer_text,
    difference_text,
    enough_text,
    pairs_text,
)
from ecgkt.results.labs_by_diagnosis import ARMS, LabsByDiagnosis
from ecgkt.vocab.statements import DIAGNOSES
from pages.model_card.show_card import interval_text, show_facts_of

NAMES = {one.code: one.name for one in DIAGNOSES}
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
    """
    Draw the answer with its figures, then which labs go with which diagnosis.

    Parameters
    ----------
    table : LabsByDiagnosis
        As shipped.
    """
    st.markdown(
        f"**Real** patients of the open MIMIC-IV demo: {table.n_ecgs} ECGs of "
        f"{table.n_patients} patients, labs measured within {table.window_hours:g} h. "
        "The diagnoses are **what this model calls positive**, not a physician's."
    )
    st.markdown(f"**{answer_text(table)}**")
    st.dataframe(arm_frame(table), hide_index=True, key="lab-arms")
    st.caption(
        " · ".join(map(difference_text, table.differences))
        + f". Cross-validated by patient, {table.folds} folds, {table.repeats} times "
        "over, scores centred in each fold; intervals of a paired patient bootstrap."
    )
    st.markdown("**Which labs go with which diagnosis**")
    st.caption(f"{pairs_text(table)} Enough is {enough_text(table)}.")
    st.dataframe(
        pair_frame(table),
        hide_index=True,
        column_config={
            "Ratio": st.column_config.NumberColumn(format="%.2f"),
            **{
                name: st.column_config.NumberColumn(format="percent")
                for name in ("With it", "Without it")
            },
        },
        key="lab-pairs",
    )
    with st.expander("Every lab: its head beside the diagnoses alone"):
        st.dataframe(
            beyond_frame(table),
            hide_index=True,
            column_config={
                name: st.column_config.NumberColumn(format="%.3f")
                for name in ("Lab head", "Diagnoses alone", "Difference")
            },
            key="lab-beyond",
        )
    with st.expander("How labs and diagnoses were compared"):
        show_facts_of(
            {title: table.rules.get(key, "–") for key, title in RULE_TITLES.items()}
        )
    if table.command:
        st.caption("Made by")
        st.code(table.command, language=None)


def arm_frame(table: LabsByDiagnosis) -> pd.DataFrame:
    """Return one line per predictor."""
    rows = []
    for arm, title in ARMS.items():
        value, ci = table.mean_auroc.get(arm), table.mean_auroc_ci.get(arm)
        rows.append(
            {
                "Predictor of the labs": title,
                "Mean AUROC": "–" if value is None else f"{value:.3f}",
                "95 % CI": interval_text((ci[0], ci[1]) if ci else None),
            }
        )
    return pd.DataFrame(rows)


def pair_frame(table: LabsByDiagnosis) -> pd.DataFrame:
    """Return one line per pair whose interval excludes 1."""
    return pd.DataFrame(
        [
            {
                "Diagnosis": NAMES.get(statement.code, statement.code),
                "Laboratory value": pair.title,
                "Ratio": pair.ratio,
                "95 % CI": f"{pair.low:.2f}–{pair.high:.2f}",
                "With it": pair.prevalence_with,
                "Without it": pair.prevalence_without,
                "Patients with": pair.patients_with,
                "Patients without": pair.patients_without,
            }
            for statement in table.statements
            for pair in statement.telling
        ]
    )


def beyond_frame(table: LabsByDiagnosis) -> pd.DataFrame:
    """Return one line per lab, the one with the largest difference first."""
    ordered = sorted(table.labs, key=lambda lab: -(lab.value or 0))
    return pd.DataFrame(
        [
            {
                "Laboratory value": lab.title,
                "Lab head": lab.lab_head_auroc,
                "Diagnoses alone": lab.diagnoses_auroc,
                "Difference": lab.value,
                "95 % CI": f"{lab.ci[0]:+.3f}, {lab.ci[1]:+.3f}" if lab.ci else "–",
                "Patients": lab.n_patients,
            }
            for lab in ordered
        ]
    )
