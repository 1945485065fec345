"""What the card's sections are made of: tables, intervals, facts, commands."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from ecgkt.results.comparison_figures import ArmFigures
from ecgkt.results.document import Interval
from ecgkt.results.model_card import LabelFigures, MacroFigures
from pages.shared.html import render

FACTS = (
    '<dl class="ek-list">{% for name, text in facts %}'
    "<dt>{{ name }}</dt><dd>{{ text }}</dd>{% endfor %}</dl>"
)


def interval_text(interval: Interval) -> str:
    """Return a 95 % interval with three decimals, or a dash."""
    return "–" if interval is None else f"{interval[0]:.3f}–{interval[1]:.3f}"


def ranking_cells(
    figures: ArmFigures | LabelFigures | MacroFigures,
) -> dict[str, float | str | None]:
    """Return AUROC and AUPRC with their intervals, by the titles of their columns."""
    return {
        "AUROC": figures.auroc,
        "AUROC 95 % CI": interval_text(figures.auroc_ci),
        "AUPRC": figures.auprc,
        "AUPRC 95 % CI": interval_text(figures.auprc_ci),
    }


def show_table(
    rows: Iterable[Mapping[str, Any]],
    *,
    key: str,
    decimals: Iterable[str] = (),
    number_format: str = "%.3f",
    **settings: Any,
) -> None:
    """
    Draw a table.

    Parameters
    ----------
    rows : iterable of mapping
        Cells by the column's title.
    key : str
        Of the table on the page.
    decimals : iterable of str
        Columns whose numbers are written in `number_format`.
    number_format : str
        Of `streamlit.column_config.NumberColumn`.
    **settings
        Further ones of `streamlit.dataframe`.
    """
    column = st.column_config.NumberColumn(format=number_format)
    config = {**dict.fromkeys(decimals, column), **settings.pop("column_config", {})}
    frame = pd.DataFrame(list(rows))
    st.dataframe(frame, hide_index=True, column_config=config, key=key, **settings)


def show_command(command: str) -> None:
    """Draw what wrote a document."""
    if command:
        st.caption("Made by")
        st.code(command, language=None, wrap_lines=True)


def show_facts_of(values: Mapping[str, Any]) -> None:
    """Draw a free-form part of the card as names and values, whatever it holds."""
    facts = [(name.replace("_", " "), value_text(v)) for name, v in values.items()]
    st.html(render(FACTS, facts=facts))


def value_text(value: Any) -> str:
    """Return a value of the card as one line."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {value_text(part)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(value_text, value))
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}".replace(",", " ")
    return f"{value:.4g}" if isinstance(value, float) else str(value)
