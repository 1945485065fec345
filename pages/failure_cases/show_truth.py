"""What was stated of an ECG beside what the model says of it."""

import numpy as np
import streamlit as st

from ecgkt.results.cases.table import LABELS, TITLES, CaseTable
from pages.failure_cases.opened import Look, Opened
from pages.failure_cases.show_rows import person_words
from pages.shared.html import render

TRUTH = """
<section class="ek-truth" aria-label="Truth">
<h2>{{ name }} <span>{{ outcome }}</span></h2>
<p class="ek-small">{{ person }}{% if simulated %} · simulated, not a patient{% endif %}
</p>
<div class="ek-table-box" role="region" aria-label="Labels" tabindex="0">
<table class="ek-table"><thead><tr><th scope="col">Label</th>
<th scope="col">Stated</th>
<th scope="col" class="ek-number">Model</th>
<th scope="col" class="ek-number">Threshold</th>
<th scope="col">Verdict</th></tr></thead>
<tbody>
{% for row in rows %}<tr{% if row.is_wrong %} class="ek-worse"{% endif %}>
<td>{{ row.title }}</td><td class="ek-short">{{ row.stated }}</td>
<td class="ek-number">{{ row.model }}</td><td class="ek-number">{{ row.threshold }}</td>
<td class="ek-short">{{ row.verdict }}</td></tr>
{% endfor %}
</tbody></table></div></section>
"""
VERDICTS = {
    (True, True): "right",
    (False, False): "right",
    (True, False): "false alarm",
    (False, True): "missed",
}
"""By whether it is called, and whether it was stated."""


def show_truth(opened: Opened, look: Look, row: int) -> None:
    """Draw every label that was stated or is called, and the one looked at first."""
    columns = opened.table.columns
    rows = label_rows(opened.table, look, row)
    st.html(
        render(
            TRUTH,
            name=str(columns.record_ids[row]),
            outcome=f"{look.label.title}: {rows[0]['verdict']}" if rows else "",
            person=" · ".join(
                word
                for word in (
                    person_words(columns, row),
                    columns.groups["rhythm"].value_at(row),
                    *columns.reasons[row][:2],
                )
                if word
            ),
            simulated=opened.table.head.simulated,
            rows=rows,
        )
    )


def label_rows(table: CaseTable, look: Look, row: int) -> list[dict[str, object]]:
    """Return the labels of one ECG, the one looked at first."""
    columns, labels = table.columns, table.head.labels
    limits = {label.code: label.threshold for label in labels if label.positives}
    limits[look.label.code] = look.threshold
    stated = columns.likelihoods[row]
    found = []
    for at, code in enumerate(LABELS):
        if code not in limits:
            continue
        share = float(columns.probabilities[row, at])
        is_called = bool(share >= np.float32(limits[code]))
        is_stated = bool(~np.isnan(stated[at]))
        if not (is_called or is_stated or code == look.label.code):
            continue
        verdict = VERDICTS[is_called, is_stated] if not np.isnan(share) else "–"
        found.append(
            {
                "code": code,
                "title": f"{TITLES[code]} ({code})",
                "stated": stated_text(float(stated[at])),
                "model": f"{100 * share:.1f} %" if not np.isnan(share) else "–",
                "threshold": f"{100 * limits[code]:.1f} %",
                "verdict": verdict,
                "is_wrong": verdict in ("missed", "false alarm"),
            }
        )
    return sorted(found, key=lambda one: one["code"] != look.label.code)


def stated_text(percent: float) -> str:
    """Return a likelihood, of one stated without it that, and of none a dash."""
    if np.isnan(percent):
        return "–"
    return f"{percent:.0f} %" if percent else "yes, no likelihood"
