"""What the card's sections are made of: tables, intervals, facts, commands."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import streamlit as st

from ecgkt.results.comparison_figures import ArmFigures
from ecgkt.results.document import Interval
from ecgkt.results.model_card import LabelFigures, MacroFigures
from pages.shared.html import render

NO_FORMATS: Mapping[str, str] = MappingProxyType({})
TABLE = """
<div class="ek-table-box" role="region" aria-label="Table: {{ name }}" tabindex="0">
<table class="ek-table"><thead><tr>
{% for column in columns %}
<th scope="col"{% if column in numeric %} class="ek-number"{% endif %}>{{ column }}</th>
{% endfor %}
</tr></thead><tbody>
{% for row in rows %}<tr>
{%- for cell in row %}
<td{% if columns[loop.index0] in numeric %} class="ek-number"
{%- elif cell | length < short %} class="ek-short"{% endif %}>{{ cell }}</td>
{%- endfor %}</tr>
{% endfor %}
</tbody></table></div>
"""
"""The box scrolls, and can be reached by key for that."""
SHORT = 24
"""Characters up to which a cell stays on one line."""
MADE_BY = '<p class="ek-made">Made by <code>{{ command }}</code></p>'
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
    formats: Mapping[str, str] = NO_FORMATS,
) -> None:
    """
    Draw a table in which the browser's own search finds every cell.

    Parameters
    ----------
    rows : iterable of mapping
        Cells by the column's title.
    key : str
        What the table is called where it is read out.
    decimals : iterable of str
        Columns whose numbers are written in `number_format`.
    number_format : str
        As in ``"%.3f" % number``.
    formats : mapping of str to str
        Those of single columns, which go before.
    """
    written = {**dict.fromkeys(decimals, number_format), **formats}
    st.html(table_html(list(rows), name=key.replace("-", " "), formats=written))


def table_html(
    rows: Sequence[Mapping[str, Any]], *, name: str, formats: Mapping[str, str]
) -> str:
    """Return a table; a column of numbers stands flush right."""
    columns = list(rows[0]) if rows else []
    numeric = {
        column
        for column in columns
        if any(is_number(row[column]) for row in rows)
        and all(row[column] is None or is_number(row[column]) for row in rows)
    }
    return render(
        TABLE,
        name=name,
        columns=columns,
        numeric=numeric,
        short=SHORT,
        rows=[
            [cell_text(row[column], formats.get(column)) for column in columns]
            for row in rows
        ],
    )


def is_number(value: object) -> bool:
    """Tell whether a cell is a number and not a truth."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def cell_text(value: Any, number_format: str | None) -> str:
    """Return what stands in a cell."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if number_format and is_number(value):
        return number_format % value
    return value_text(value)


def show_command(command: str) -> None:
    """Draw what wrote a document."""
    if command:
        st.html(render(MADE_BY, command=command))


def show_facts_of(values: Mapping[str, Any]) -> None:
    """Draw a free-form part of the card as names and values, whatever it holds."""
    facts = [(name.replace("_", " "), value_text(v)) for name, v in values.items()]
    st.html(render(FACTS, facts=facts))


def value_text(value: Any) -> str:
    """Return a value of the card as one line."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {value_text(part)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        between = "; " if any(isinstance(part, Mapping) for part in value) else ", "
        return between.join(map(value_text, value))
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}".replace(",", " ")
    return f"{value:.4g}" if isinstance(value, float) else str(value)
