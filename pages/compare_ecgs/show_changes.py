"""Every measurement, statement and laboratory shift beside its baseline."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from ecgkt.report.serial.measured import lead_of_measure
from ecgkt.results.repeatability import SOURCES
from ecgkt.types.comparison import Change
from pages.compare_ecgs.show_comparison import Told
from pages.shared.html import render

SAID = {
    "beyond": "beyond repeat error",
    "within": "within repeat error",
    "unjudged": "not judged",
}
TABLES = """
{% macro table(section) %}
<div class="ek-changes-box" role="region" tabindex="0"
aria-label="Table: {{ section.title }}">
<table class="ek-changes"><thead><tr><th scope="col">{{ section.first }}</th>
<th scope="col">Baseline</th>
{% for title in titles %}
<th scope="col">{{ title }}</th>
{% endfor %}
</tr></thead><tbody>
{% for row in section.rows %}
<tr><th scope="row"{% if row.validity %} title="{{ row.validity }}"{% endif %}>
{{- row.title }}</th>
<td>{{ row.before }}</td>
{% for change in row.changes %}
{% if change %}
<td data-n="{{ titles[loop.index0].split(" ")[0] }}"><span>{{ change.after }}</span>
<b class="ek-{{ change.verdict }}">{{ change.change }}</b>
<small title="{{ sources[change.by] if change.by else change.reason }}">
{%- if change.verdict == "unjudged" %}{{ change.reason }}
{%- else %}{{ said[change.verdict] }} {{ change.error }}{% endif %}</small></td>
{% else %}
<td data-n="{{ titles[loop.index0].split(" ")[0] }}">–</td>
{% endif %}
{% endfor %}
</tr>
{% endfor %}
</tbody></table></div>
{% endmacro %}
{% for section in sections %}
{% if section.is_open %}
<h3 class="ek-changes-title">{{ section.title }}</h3>
{{ table(section) }}
{% else %}
<details class="ek-changes-more"><summary>{{ section.title }}
<i>{{ section.told }}</i></summary>{{ table(section) }}</details>
{% endif %}
{% endfor %}
"""


class Row(NamedTuple):
    """One quantity: its changes stand in the order of the compared recordings."""

    title: str
    before: str
    validity: str
    changes: tuple[Change | None, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing in it is worth a look: all within repeat error."""
        return all(change and change.verdict == "within" for change in self.changes)


class Section(NamedTuple):
    """One table: its title, the head of its first column, and whether it is open."""

    title: str
    first: str
    rows: tuple[Row, ...]
    is_open: bool

    @property
    def told(self) -> str:
        """How many rows changed beyond repeat error."""
        if all(row.is_quiet for row in self.rows):
            return f"{len(self.rows)} within repeat error"
        beyond = sum(any(c and c.is_beyond for c in row.changes) for row in self.rows)
        return f"{beyond} of {len(self.rows)} beyond repeat error"


def show_changes(told: Sequence[Told]) -> None:
    """
    Draw the tables.

    Parameters
    ----------
    told : sequence of Told
        One for each recording that is held against the baseline.
    """
    sections = [section for section in sections_of(told) if section.rows]
    if sections:
        titles = [one.short or one.title for one in told]
        html = render(
            TABLES, sections=sections, titles=titles, said=SAID, sources=SOURCES
        )
        st.html(html)


def sections_of(told: Sequence[Told]) -> list[Section]:
    """Return the tables in their order, empty ones too."""
    measured = [one.comparison.measurements for one in told]
    whole = [[c for c in row if not lead_of_measure(c.name)] for row in measured]
    leads = [[c for c in row if lead_of_measure(c.name)] for row in measured]
    rows = rows_of(whole)
    loud = tuple(row for row in rows if not row.is_quiet)
    quiet = tuple(row for row in rows if row.is_quiet)
    statements = [one.comparison.statements for one in told]
    labs = [one.comparison.labs for one in told]
    return [
        Section("Measurements", "Measurement", loud, True),
        Section(
            "Other measurements" if loud else "Measurements",
            "Measurement",
            quiet,
            False,
        ),
        Section("ST, T and Q of each lead", "Measurement", rows_of(leads), False),
        Section("Statements of the model", "Statement", rows_of(statements), True),
        Section(
            "Shifts of laboratory values, estimated from the ECG",
            "Against the average ECG",
            rows_of(labs),
            False,
        ),
    ]


def rows_of(columns: Sequence[Sequence[Change]]) -> tuple[Row, ...]:
    """Put changes of several recordings side by side, by name."""
    tables = [{change.name: change for change in column} for column in columns]
    names = dict.fromkeys(name for table in tables for name in table)
    rows = []
    for name in names:
        changes = tuple(table.get(name) for table in tables)
        known = next(change for change in changes if change)
        rows.append(Row(known.title, known.before, known.validity, changes))
    return tuple(rows)
