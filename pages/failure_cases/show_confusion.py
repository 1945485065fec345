"""What false alarms truly are, and what missed ECGs are called instead."""

from collections.abc import Sequence

import streamlit as st

from ecgkt.results.cases.confusion import Confused, confusion_of
from ecgkt.results.cases.table import TITLES
from pages.failure_cases.opened import Look, Opened
from pages.shared.html import render

TABLE = """
<div class="ek-table-box" role="region" aria-label="{{ title }}" tabindex="0">
<table class="ek-table"><caption>{{ title }}</caption>
<thead><tr><th scope="col">Label</th><th scope="col" class="ek-number">ECGs</th>
<th scope="col" class="ek-number">Of these</th>
<th scope="col" class="ek-number">Of all in view</th></tr></thead><tbody>
{% for row in rows %}<tr><td>{{ titles[row.label] }} ({{ row.label }})</td>
<td class="ek-number">{{ row.n }}</td>
<td class="ek-number">{{ "%.0f" % (100 * row.share) }} %</td>
<td class="ek-number">{{ "%.1f" % (100 * row.usual) }} %</td></tr>
{% endfor %}
</tbody></table>
{% if not rows %}<p class="ek-small">None at this threshold.</p>{% endif %}
</div>
"""


def show_confusion(opened: Opened, look: Look) -> None:
    """Draw both lists side by side, the commonest label first."""
    thresholds = [label.threshold for label in opened.table.head.labels]
    found = confusion_of(look.view, look.threshold, thresholds)
    with st.container(key="case-lists"):
        st.html(table_html("What missed ECGs are called instead", found.called))
        st.html(table_html("What false alarms truly carry", found.stated))
    st.caption(
        "Other labels count at the model's own thresholds. A share well above that of "
        "all ECGs in view is what the label is confused with."
    )


def table_html(title: str, rows: Sequence[Confused]) -> str:
    """Return one list."""
    return render(TABLE, title=title, rows=rows, titles=TITLES)
