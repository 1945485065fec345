"""Tables of the model card."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ecgkt.results.model_card import (
    CalibrationFigures,
    LabelFigures,
    MacroFigures,
    ModelCard,
)
from ecgkt.vocab.statements import DIAGNOSES, GROUPS, SUPERCLASSES
from pages.model_card.show_table import interval_text, ranking_cells, show_table

MACROS = {
    "all": "All 71 statements",
    "validated": "Statements with at least 50 positives",
    "diagnostic": "Diagnostic statements",
    "sub": "Diagnostic sub-classes",
    "super": "Diagnostic super-classes",
    "form": "Form statements",
    "rhythm": "Rhythm statements",
}
HEADLINE = {
    "all": "All 71 statements",
    "super": "Five super-classes",
    "validated": "Validated statements",
}
NAMES = {diagnosis.code: diagnosis.name for diagnosis in DIAGNOSES}
GROUP_OF = {diagnosis.code: GROUPS[diagnosis.group] for diagnosis in DIAGNOSES}
ORDERS = {"Vocabulary": "", "AUROC": "AUROC", "Positives": "Positives"}
"""By which column the labels can stand, the highest first."""
NOT_DECIMAL = {
    *("Code", "Name", "Group", "Positives", "Validated"),
    *("AUROC 95 % CI", "AUPRC 95 % CI"),
}


def show_headline(macro: Mapping[str, MacroFigures]) -> None:
    """Draw the few figures to remember, each with its interval."""
    for column, (name, label) in zip(st.columns(3), HEADLINE.items(), strict=True):
        mean = macro.get(name)
        if mean is not None and mean.auroc is not None:
            with column.container(border=True, gap="xxsmall"):
                st.metric(label, f"{mean.auroc:.3f}")
                st.caption(f"95 % CI {interval_text(mean.auroc_ci)}")


def show_macro(macro: Mapping[str, MacroFigures]) -> None:
    """Draw the headline: means over sets of labels, with their intervals."""
    rows = [
        {
            "Mean over": MACROS.get(name, name),
            "Labels": mean.n_labels,
            **ranking_cells(mean),
        }
        for name, mean in sorted(macro.items(), key=lambda item: place_of(item[0]))
    ]
    show_table(rows, key="macro", decimals=("AUROC", "AUPRC"))


def show_calibration(figures: CalibrationFigures) -> None:
    """Say how far the probabilities of all statements together can be taken as such."""
    parts = (
        ("expected calibration error", figures.ece, 0),
        ("slope", figures.slope, 1),
        ("intercept", figures.intercept, 0),
    )
    texts = [
        f"{name} {value:.3f} (ideal {ideal})"
        for name, value, ideal in parts
        if value is not None
    ]
    st.caption(
        f"Calibration of all 71 statements: {', '.join(texts) or 'not measured'}."
    )


def place_of(name: str) -> int:
    """Return where a set of labels stands in the headline table."""
    return list(MACROS).index(name) if name in MACROS else len(MACROS)


def label_row(figures: LabelFigures, name: str, group: str) -> dict[str, Any]:
    """Return one line of the table of labels."""
    return {
        "Name": name,
        "Code": figures.code,
        "Group": group,
        "Positives": figures.positives,
        "Validated": figures.validated,
        **ranking_cells(figures),
        "Threshold": figures.threshold,
        "Sensitivity": figures.sensitivity,
        "Specificity": figures.specificity,
        "Prevalence": figures.prevalence,
        "PPV at this prevalence": figures.ppv,
        "Calibration slope": figures.calibration_slope,
        "ECE": figures.ece,
    }


@st.fragment
def show_labels(card: ModelCard) -> None:
    """Draw the five super-classes and the 71 statements, those that are asked for."""
    field, order = st.columns((3, 2), gap="medium", vertical_alignment="bottom")
    words = field.text_input(
        "Find a statement",
        placeholder="Name, code or group",
        type="search",
        live=True,
        key="find",
    )
    by = order.segmented_control(
        "Order",
        list(ORDERS),
        default="Vocabulary",
        required=True,
        key="order",
    )
    rows = [row for row in label_rows(card) if is_asked(row, words or "")]
    if column := ORDERS[by or "Vocabulary"]:
        rows.sort(key=lambda row: -(row[column] or 0))
    if not rows:
        st.caption("Nothing is called so.")
        return
    decimals = [name for name in rows[0] if name not in NOT_DECIMAL]
    show_table(rows, key="labels", decimals=decimals)


def label_rows(card: ModelCard) -> list[dict[str, Any]]:
    """Return one line per super-class and statement, in vocabulary order."""
    names = titles()
    groups = {**dict.fromkeys(SUPERCLASSES, "Super-class"), **GROUP_OF}
    return [
        label_row(figures, names[figures.code], groups[figures.code])
        for figures in (*card.superclasses, *card.labels)
    ]


def is_asked(row: Mapping[str, Any], words: str) -> bool:
    """Tell whether a line holds every word, in its name, its code or its group."""
    text = " ".join((row["Name"], row["Code"], row["Group"])).casefold()
    return all(word in text for word in words.casefold().split())


def titles() -> dict[str, str]:
    """Return what a clinician calls each label, by its code."""
    return {**SUPERCLASSES, **NAMES}
