"""Tables of the model card."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from ecgkt.results.model_card import (
    CalibrationFigures,
    Interval,
    LabelFigures,
    MacroFigures,
    ModelCard,
)
from ecgkt.vocab.statements import DIAGNOSES, GROUPS, SUPERCLASSES

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
NAMES = {d.code: d.name for d in DIAGNOSES}
GROUP_OF = {d.code: GROUPS[d.group] for d in DIAGNOSES}


def interval_text(interval: Interval) -> str:
    """Return a 95 % interval with three decimals, or a dash."""
    return "–" if interval is None else f"{interval[0]:.3f}–{interval[1]:.3f}"


def show_headline(macro: Mapping[str, MacroFigures]) -> None:
    """Draw the few figures to remember, each with its interval."""
    for column, (name, label) in zip(st.columns(3), HEADLINE.items(), strict=True):
        one = macro.get(name)
        if one is not None and one.auroc is not None:
            with column.container(border=True, gap="xxsmall"):
                st.metric(label, f"{one.auroc:.3f}")
                st.caption(f"95 % CI {interval_text(one.auroc_ci)}")


def show_macro(macro: Mapping[str, MacroFigures]) -> None:
    """Draw the headline: means over sets of labels, with their intervals."""
    rows = [
        {
            "Mean over": MACROS.get(name, name),
            "Labels": one.n_labels,
            "AUROC": one.auroc,
            "AUROC 95 % CI": interval_text(one.auroc_ci),
            "AUPRC": one.auprc,
            "AUPRC 95 % CI": interval_text(one.auprc_ci),
        }
        for name, one in sorted(macro.items(), key=lambda item: place_of(item[0]))
    ]
    decimal = st.column_config.NumberColumn(format="%.3f")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={"AUROC": decimal, "AUPRC": decimal},
        key="macro",
    )


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
        "AUROC": figures.auroc,
        "AUROC 95 % CI": interval_text(figures.auroc_ci),
        "AUPRC": figures.auprc,
        "AUPRC 95 % CI": interval_text(figures.auprc_ci),
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
        label_row(one, SUPERCLASSES[one.code], "Super-class")
        for one in card.superclasses
    ]
    rows += [label_row(one, NAMES[one.code], GROUP_OF[one.code]) for one in card.labels]
    plain = {"Code", "Name", "Group", "Positives", "Validated"}
    decimals = {
        column: st.column_config.NumberColumn(format="%.3f")
        for column in rows[0]
        if column not in plain and "CI" not in column
    }
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=560,
        column_config={
            **decimals,
            "Name": st.column_config.TextColumn(pinned=True, width=270),
            "Group": st.column_config.TextColumn(width=150),
        },
        column_order=["Name", *(column for column in rows[0] if column != "Name")],
        key="labels",
    )


def show_facts_of(values: Mapping[str, Any]) -> None:
    """Draw a free-form part of the card as names and values, whatever it holds."""
    items = "".join(
        f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{escape(value_text(value))}</dd>"
        for name, value in values.items()
    )
    st.html(f'<dl class="ek-list">{items}</dl>')


def value_text(value: Any) -> str:
    """Return a value of the card as one line."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {value_text(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(value_text, value))
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}".replace(",", " ")
    return f"{value:.4g}" if isinstance(value, float) else str(value)
