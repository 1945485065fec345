"""How true the explanations are: methods, limits, classes, planted causes."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from ecgkt.report.explanation_words import target_title
from ecgkt.results.explanations import CheckedMethod, ClassRow, ExplanationTable
from ecgkt.types.explanation import METHODS, TargetName
from pages.model_card.show_table import interval_text, show_command, show_table

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
    """Draw the methods, the limits, each class and each planted cause."""
    st.markdown(
        f"Every method was measured on **real** ECGs of PTB-XL, up to {table.n_ecgs} "
        "of each class, and on **simulated** ECGs in which the cause is known. "
        f"**{METHODS[table.default]}** did best and comes first where a score is "
        f"explained; all maps compare with {table.baseline_text}."
    )
    show_figures(method_rows(table.methods), key="explanation-methods")
    st.caption(f"{table.note} {runs_text(table.data.get('runs', []))}")
    with st.expander("Limits: a method that breaks one for a score is shown in grey"):
        st.markdown("\n".join(f"- {limit.words}" for limit in table.limits))
    with st.expander("By class of ECGs"):
        show_figures(class_rows(table.methods), key="explanation-classes")
    if factors := factor_rows(table.methods):
        with st.expander("By planted cause, simulated ECGs"):
            show_figures(factors, key="explanation-factors")
    speeds = ", ".join(
        f"{METHODS[method.name]} {method.ms_per_map:.0f} ms"
        for method in table.methods
        if method.ms_per_map is not None
    )
    st.caption(f"One map took, on the machine of the study: {speeds}.")
    show_command(table.command)


def runs_text(runs: list[dict[str, Any]]) -> str:
    """Say which trainings the maps were compared with, and which not at all."""
    kinds = {
        is_shuffled: [run["epochs"] for run in runs if run["shuffled"] == is_shuffled]
        for is_shuffled in (False, True)
    }
    seeds, shuffled = (
        f"{len(epochs)} of {', '.join(map(str, epochs))} epochs" if epochs else "none"
        for epochs in kinds.values()
    )
    return f"Trainings of other seeds: {seeds}; on shuffled labels: {shuffled}."


def method_rows(methods: Sequence[CheckedMethod]) -> list[dict[str, Any]]:
    """Return one line per method."""
    return [
        {
            "Method": METHODS[method.name],
            "Classes passed": passed_text(method),
            INTERVAL: interval_text(method.planted_hit_ci),
            **{label: getattr(method, key) for key, label in COLUMNS.items()},
        }
        for method in methods
    ]


def class_rows(methods: Sequence[CheckedMethod]) -> list[dict[str, Any]]:
    """Return one line per method and class."""
    return [
        {
            "Score": title_of(row.code),
            "Method": METHODS[method.name],
            "ECGs": row.n,
            "Checks": checks_text(row),
            **{label: getattr(row, key) for key, label in COLUMNS.items()},
        }
        for method in methods
        for row in method.by_class
    ]


def factor_rows(methods: Sequence[CheckedMethod]) -> list[dict[str, Any]]:
    """Return one line per method and planted cause."""
    return [
        {
            "Planted": row.factor,
            "Score": title_of(row.code),
            "Method": METHODS[method.name],
            "ECGs": row.n,
            INTERVAL: interval_text(row.planted_hit_ci),
            **{COLUMNS[key]: getattr(row, key) for key in FACTOR_COLUMNS},
        }
        for method in methods
        for row in method.by_factor
    ]


def passed_text(method: CheckedMethod) -> str:
    """Return in how many classes a method keeps every limit."""
    passed = sum(row.passes for row in method.by_class)
    return f"{passed} of {len(method.by_class)}"


def checks_text(row: ClassRow) -> str:
    """Say whether a method passed in a class, and which limits it broke."""
    broken = ", ".join(COLUMNS.get(name, name) for name in row.fails)
    return "passed" if row.passes else f"grey: {broken}"


def title_of(key: str) -> str:
    """Return a target's words from what documents call it."""
    kind, _, code = key.partition(":")
    if kind not in ("statement", "superclass", "lab"):
        return key
    return target_title(TargetName(kind, code))  # type: ignore[arg-type]


def show_figures(rows: list[dict[str, Any]], *, key: str) -> None:
    """Draw a table whose figures have two decimals."""
    show_table(rows, key=key, decimals=COLUMNS.values(), number_format="%.2f")
