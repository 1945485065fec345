"""A list of ECGs as a table whose rows can be opened."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecgkt.report.cases_words import finding_words
from ecgkt.results.cases.table import LABELS, MEMBERS, CaseColumns
from ecgkt.vocab.findings import FINDINGS
from ecgkt.vocab.statements import CODES
from pages.failure_cases.choose_case import open_case
from pages.failure_cases.keep_notes import notes_of
from pages.failure_cases.opened import Look, Opened
from pages.shared.clickable import show_clickable
from pages.shared.html import render

MOST_STATED, MOST_FINDINGS = 3, 2
ROWS = """
<div class="ek-table-box ek-case-rows" role="region" tabindex="0"
aria-label="{{ title }}">
<table class="ek-table">
<caption>{{ title }}{% if more %} ({{ more }} shown){% endif %}</caption>
<thead><tr><th scope="col">ECG</th><th scope="col">Model</th><th scope="col">Stated</th>
<th scope="col">Measured</th><th scope="col">Person</th></tr></thead><tbody>
{% for row in rows %}<tr>
<td class="ek-short">
<button type="button" data-ask="{{ row.name }}">{{ row.name }}</button>
{%- if row.note %} <span title="{{ row.note }}">✎</span>{% endif %}</td>
<td class="ek-number ek-short">{{ row.model }}</td><td>{{ row.stated }}</td>
<td>{{ row.measured }}</td><td>{{ row.person }}</td></tr>
{% endfor %}
</tbody></table>
{% if not rows %}<p class="ek-small">None at this threshold.</p>{% endif %}
</div>
"""


def show_rows(
    opened: Opened,
    look: Look,
    rows: NDArray[np.intp],
    *,
    title: str,
    key: str,
    most: int,
) -> None:
    """
    Draw ECGs, of each what was said and what is true.

    Parameters
    ----------
    opened : Opened
        The table.
    look : Look
        At which label.
    rows : numpy.ndarray of int
        Of the table, in the order of the list.
    title : str
        What they are.
    key : str
        Of this list on the page.
    most : int
        Rows that are drawn.
    """
    columns = opened.table.columns
    names = columns.record_ids[rows[:500]].tolist()
    more = f"{most} of {len(rows)}" if len(rows) > most else ""
    html = render(
        ROWS,
        title=title,
        more=more,
        rows=[row_of(opened, look, int(row)) for row in rows[:most]],
    )
    show_clickable(html, key=key, answer=lambda name: open_case(name, names))


def row_of(opened: Opened, look: Look, row: int) -> dict[str, str]:
    """Return what stands in one line."""
    columns, label = opened.table.columns, look.label.code
    place = LABELS.index(label)
    name = str(columns.record_ids[row])
    note = notes_of(opened).get(name)
    return {
        "name": name,
        "model": f"{100 * columns.probabilities[row, place]:.1f} %",
        "stated": stated_words(columns, row, label),
        "measured": evidence_words(columns.findings[row], label),
        "person": person_words(columns, row),
        "note": "; ".join((*note.tags, note.text)) if note else "",
    }


def stated_words(columns: CaseColumns, row: int, label: str = "") -> str:
    """Name what was stated, the label first, each with its likelihood if it has one."""
    percents = columns.likelihoods[row]
    places = [at for at in range(len(CODES)) if not np.isnan(percents[at])]
    places.sort(key=lambda at: (LABELS[at] != label, -percents[at]))
    words = [
        f"{LABELS[at]}\u00a0{percents[at]:.0f}\u00a0%" if percents[at] else LABELS[at]
        for at in places[:MOST_STATED]
    ]
    more = f" +{len(places) - MOST_STATED}" if len(places) > MOST_STATED else ""
    return ", ".join(words) + more


def evidence_words(findings: Sequence[str], label: str) -> str:
    """Name the findings that speak for and against a label."""
    codes = {CODES[at] for at in MEMBERS[label]} if label in MEMBERS else {label}
    told = []
    for word, side in (("for", "supports"), ("against", "contradicts")):
        found = [
            finding_words(code)
            for code in findings
            if codes & set(getattr(FINDINGS[code], side))
        ]
        if found:
            told.append(f"{word}: {', '.join(found[:MOST_FINDINGS])}")
    return "; ".join(told)


def person_words(columns: CaseColumns, row: int) -> str:
    """Return age and sex, and the quality where it is not accepted."""
    age, sex = columns.ages[row], columns.groups["sex"].value_at(row)
    words = [f"{age:.0f} y" if not np.isnan(age) else "", sex]
    quality = columns.groups["quality"].value_at(row)
    if quality != "accepted":
        words.append(quality)
    return ", ".join(word for word in words if word and word != "not known")
