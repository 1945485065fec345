"""The comparison of training arms: what is real in it, gap closed, figure, table."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from ecgkt.plotting.arms import plot_arms
from ecgkt.report.comparison_words import (
    ABSENT,
    count_text,
    difference_text,
    gap_text,
    number_text,
    variants_text,
)
from ecgkt.results.comparison import CompareTable, FractionFigures
from pages.model_card.show_table import ranking_cells, show_command, show_table

SOURCES = {
    "simulated": "Simulated patients",
    "simulated-few-labelled": "Simulated: one label for four ECGs",
    "ptb-xl": "PTB-XL: real, body measures only",
    "ptb-xl-reports": "PTB-XL: real, reports",
    "mimic-demo": "MIMIC-IV demo: real, few patients",
}
REALITY = {
    "simulated": (
        "**Simulated.** These patients, their ECGs and their laboratory values were "
        "made by a physiological model: the figures show what the method can do where "
        "the truth is known, not how well it does in a clinic."
    ),
    "ptb-xl": (
        "**Real** ECGs of PTB-XL. Age, sex, height and weight are all that is known "
        "of the patients: the only knowledge that can be transferred here is biometric."
    ),
    "ptb-xl-reports": (
        "**Real** ECGs of PTB-XL, and in the place of a clinical table what their "
        "reports say: which findings, and where. The labels were drawn from the same "
        "reports, so this is weak supervision rather than clinical knowledge."
    ),
    "mimic-demo": (
        "**Real** patients of the open MIMIC-IV demo, cross-validated by patient. They "
        "are too few to show more than that the whole chain runs on real tables."
    ),
}
QUESTION = (
    "In its first stage the encoder sees ECGs together with laboratory values, vital "
    "signs and body measures; from then on it reads the ECG alone. The *gap* is what a "
    "model that keeps the tables at hand knows more than one that never saw them."
)
INFERRED = (
    "For orientation: about 47 % of the gap by inference from published figures of "
    "other baselines; the paper itself does not state this number."
)


def show_arms(tables: Mapping[str, CompareTable]) -> None:
    """
    Draw one of the comparisons, chosen by its data.

    Parameters
    ----------
    tables : mapping of str to CompareTable
        By the name of the document; at least one.
    """
    st.markdown(QUESTION)
    known = [name for name in SOURCES if name in tables]
    names = [*known, *(name for name in tables if name not in SOURCES)]
    name = st.segmented_control(
        "Data",
        names,
        default=names[0],
        required=True,
        format_func=lambda choice: SOURCES.get(choice, choice),
        label_visibility="collapsed",
        key="comparison",
    )
    show_comparison(name or names[0], tables[name or names[0]])


def show_comparison(name: str, table: CompareTable) -> None:
    """Draw one comparison: what is real, the gap, the figure, the arms."""
    simulated = REALITY["simulated"]
    st.markdown(simulated if table.simulated else REALITY.get(name, "**Real** ECGs."))
    st.caption(facts_of(table))
    show_table(gap_rows(table.fractions), key="gaps")
    st.caption(f"95 % intervals, paired bootstrap of patients. {INFERRED}")
    titles = {key: arm.get("title", key) for key, arm in table.arms.items()}
    st.plotly_chart(
        plot_arms(table.fractions, titles), key="arms", alt="AUROC of every arm"
    )
    with st.expander("Every arm: what it was given, AUROC, AUPRC, seeds"):
        show_arm_table(table)
    show_command(table.command)


def show_arm_table(table: CompareTable) -> None:
    """Draw all figures of all arms, and the rules they were made by."""
    rows = [row for share in table.fractions for row in arm_rows(table, share)]
    show_table(rows, key="arm-figures", decimals=("AUROC", "AUPRC"))
    st.markdown("\n".join(f"- {rule}" for rule in table.rules.values()))
    if table.constant:
        centred, plain = (
            number_text(table.constant.get(key)) for key in ("auroc", "auroc_uncentred")
        )
        st.markdown(
            f"- A predictor that sees no ECG: AUROC {centred} after centring per fold "
            f"(0.50 is right), {plain} without."
        )


def facts_of(table: CompareTable) -> str:
    """Return in one line how much stands behind a comparison."""
    seeds = f"{len(table.seeds)} seed{'' if len(table.seeds) == 1 else 's'}"
    judged = f"{table.folds} folds by patient" if table.folds else "held-out patients"
    whose = "simulated patients" if table.simulated else "patients"
    return (
        f"{count_text(table.n_ecgs)} ECGs of {count_text(table.n_patients)} {whose} · "
        f"{table.n_labels} labels · {seeds} · judged on {judged}"
    )


def gap_rows(fractions: Sequence[FractionFigures]) -> list[dict[str, str]]:
    """Return one line per gain or share of a gap, one column per share of labels."""
    columns = {
        f"{share.fraction:.0%} of the labels": gap_cells(share) for share in fractions
    }
    lines = [
        {
            "Macro AUROC": name,
            **{title: cells[name] for title, cells in columns.items()},
        }
        for name in next(iter(columns.values()), ())
    ]
    return [row for row in lines if set(row.values()) - {row["Macro AUROC"], ABSENT}]


def gap_cells(share: FractionFigures) -> dict[str, str]:
    """Return gains and shares of a gap at one share of the labels."""
    return {
        "Patients with labels": count_text(share.n_patients),
        "Transferred − signal-only": difference_text(share.ours_minus_sig),
        "With table − signal-only": difference_text(share.multi_minus_sig),
        "Gap closed": gap_text(share.gap_closed),
        "Reachable − signal-only": difference_text(share.ceiling_minus_sig),
        "Reachable gap closed": gap_text(share.reachable_gap_closed),
        "Transferred − ECG-only pre-training": difference_text(share.ours_minus_ssl),
        "Shuffled pairs − ECG-only pre-training": difference_text(share.perm_minus_ssl),
        "AUPRC: transferred − signal-only": difference_text(share.auprc.ours_minus_sig),
        "AUPRC: reachable gap closed": gap_text(share.auprc.reachable_gap_closed),
    }


def arm_rows(table: CompareTable, share: FractionFigures) -> list[dict[str, Any]]:
    """Return one line per arm at one share of the labels."""
    return [
        {
            "Labels used": f"{share.fraction:.0%}",
            "Arm": table.arms.get(name, {}).get("title", name),
            "Reads": table.arms.get(name, {}).get("input", ""),
            "Role": table.arms.get(name, {}).get("role", ""),
            **ranking_cells(arm),
            "AUROC per seed": ", ".join(map(number_text, arm.seeds_auroc)),
            "Variants": variants_text(arm),
        }
        for name, arm in share.arms.items()
    ]
