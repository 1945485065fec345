"""How true the explanations are: methods, limits, classes, planted causes."""

from typing import Any

import pandas as pd
import streamlit as st

from ecgkt.report.explanation_words import target_title
from ecgkt.results.explanations import Checked, CheckedMethod, ExplanationTable
from ecgkt.types.explanation import METHODS, TargetName
from pages.model_card.show_card import interval_text

COLUMNS = {
    "planted_hit_rate": "Planted hits",
    "planted_hit_reference": "Hits by chance",
    "mass_share": "Map in the cause",
    "mass_share_reference": "Energy in the cause",
    "randomisation_rho_last": "ρ last layers random",
    "randomisation_rho_all": "ρ all layers random",
    "shuffled_labels_rho": "ρ shuffled labels",
    "deletion_beats_random_share": "Deletion beats random",
    "insertion_beats_random_share": "Insertion beats random",
    "infidelity_ratio": "Infidelity",
    "sensitivity_max": "Sensitivity",
    "seed_rho": "ρ between seeds",
    "shift_rho": "ρ after 100 ms",
    "completeness_error": "Completeness error",
}
FACTOR_COLUMNS = ("planted_hit_rate", "planted_hit_reference", "mass_share")
INTERVAL = "Planted hits 95 % CI"


def show_explanations(table: ExplanationTable) -> None:
    """
    Draw the methods, the limits, each class and each planted cause.

    Parameters
    ----------
    table : ExplanationTable
        As shipped.
    """
    st.markdown(
        f"Every method was measured on **real** ECGs of PTB-XL, up to {table.n_ecgs} "
        "of each class, and on **simulated** ECGs in which the cause is known. "
        f"**{METHODS[table.default]}** did best and comes first where a score is "
        f"explained; all maps compare with {table.baseline_text}."
    )
    overall = {name: one.overall for name, one in table.methods.items()}
    show_frame(method_frame(table.methods), key="explanation-methods")
    st.caption(f"{table.note} {runs_text(table.data.get('runs', []))}")
    with st.expander("Limits: a method that breaks one for a score is shown in grey"):
        st.markdown("\n".join(f"- {text}" for text in table.limits.values()))
    with st.expander("By class of ECGs"):
        rows = [
            {"Score": title_of(one.code), "Method": METHODS[name], **class_cells(one)}
            for name, method in table.methods.items()
            for one in method.by_class
        ]
        show_frame(pd.DataFrame(rows), key="explanation-classes")
    if any(one.by_factor for one in table.methods.values()):
        with st.expander("By planted cause, simulated ECGs"):
            show_frame(factor_frame(table.methods), key="explanation-factors")
    speeds = ", ".join(
        f"{METHODS[name]} {one.ms_per_map:.0f} ms"
        for name, one in overall.items()
        if one.ms_per_map is not None
    )
    st.caption(f"One map took, on the machine of the study: {speeds}.")
    if table.command:
        st.caption("Made by")
        st.code(table.command, language=None)


def runs_text(runs: list[dict[str, Any]]) -> str:
    """Say which trainings the maps were compared with, and which not at all."""
    kinds = {
        is_shuffled: [one["epochs"] for one in runs if one["shuffled"] == is_shuffled]
        for is_shuffled in (False, True)
    }
    seeds, shuffled = (
        f"{len(epochs)} of {', '.join(map(str, epochs))} epochs" if epochs else "none"
        for epochs in kinds.values()
    )
    return f"Trainings of other seeds: {seeds}; on shuffled labels: {shuffled}."


def method_frame(methods: dict[str, CheckedMethod]) -> pd.DataFrame:
    """Return one line per method."""
    return pd.DataFrame(
        [
            {
                "Method": METHODS[name],
                "Classes passed": passed_text(one),
                INTERVAL: interval_text(one.overall.planted_hit_ci),
                **{label: getattr(one.overall, key) for key, label in COLUMNS.items()},
            }
            for name, one in methods.items()
        ]
    )


def factor_frame(methods: dict[str, CheckedMethod]) -> pd.DataFrame:
    """Return one line per planted cause and method."""
    return pd.DataFrame(
        [
            {
                "Planted": one.factor,
                "Score": title_of(one.code),
                "Method": METHODS[name],
                "ECGs": one.n,
                INTERVAL: interval_text(one.planted_hit_ci),
                **{COLUMNS[key]: getattr(one, key) for key in FACTOR_COLUMNS},
            }
            for name, method in methods.items()
            for one in method.by_factor
        ]
    )


def passed_text(method: CheckedMethod) -> str:
    """Return in how many classes a method keeps every limit."""
    passed = sum(one.passes for one in method.by_class)
    return f"{passed} of {len(method.by_class)}"


def class_cells(one: Checked) -> dict[str, object]:
    """Return verdict and figures of one class."""
    broken = ", ".join(COLUMNS.get(name, name) for name in one.fails)
    verdict = "passed" if one.passes else f"grey: {broken}"
    cells = {label: getattr(one, key) for key, label in COLUMNS.items()}
    return {"ECGs": one.n, "Checks": verdict, **cells}


def title_of(key: str) -> str:
    """Return a target's words from what documents call it."""
    kind, _, code = key.partition(":")
    if kind not in ("statement", "superclass", "lab"):
        return key
    return target_title(TargetName(kind, code))  # type: ignore[arg-type]


def show_frame(frame: pd.DataFrame, *, key: str) -> None:
    """Draw a table whose figures have two decimals."""
    st.dataframe(
        frame,
        hide_index=True,
        column_config={
            label: st.column_config.NumberColumn(format="%.2f")
            for label in COLUMNS.values()
        },
        key=key,
    )
