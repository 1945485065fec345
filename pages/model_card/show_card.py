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
        "Code": figures.code,
        "Name": name,
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


def show_labels(card: ModelCard) -> None:
    """Draw the five super-classes and the 71 statements as one sortable table."""
    rows = [
        label_row(figures, SUPERCLASSES[figures.code], "Super-class")
        for figures in card.superclasses
    ]
    rows += [
        label_row(figures, NAMES[figures.code], GROUP_OF[figures.code])
        for figures in card.labels
    ]
    show_table(
        rows,
        key="labels",
        decimals=[name for name in rows[0] if name not in NOT_DECIMAL],
        height=560,
        column_config={
            "Name": st.column_config.TextColumn(pinned=True, width=270),
            "Group": st.column_config.TextColumn(width=150),
        },
        column_order=["Name", *(name for name in rows[0] if name != "Name")],
    )
