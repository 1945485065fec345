"""Subgroups and ranges of measurements in which the model is worse than overall."""

from collections.abc import Sequence

import streamlit as st

from ecgkt.report.cases_words import p_text, slice_name
from ecgkt.report.comparison_words import difference_text
from ecgkt.results.cases.document import Slice
from ecgkt.results.cases.groups import TITLES as GROUPS
from ecgkt.results.cases.slices import MIN_OF_CLASS, find_slices
from ecgkt.results.cases.table import TITLES
from ecgkt.results.document import Figure
from ecgkt.vocab.findings import find_measure
from pages.failure_cases.choose_look import EVERYTHING, LABEL, PART, parts_of
from pages.failure_cases.opened import Look, Opened
from pages.shared import session
from pages.shared.clickable import show_clickable
from pages.shared.html import render

MOST = 15
CHANCE = 0.05
SLICES = """
<div class="ek-table-box ek-case-rows" role="region" tabindex="0"
aria-label="{{ title }}">
<table class="ek-table"><caption>{{ title }}</caption><thead><tr>
<th scope="col">ECGs</th>{% if with_label %}<th scope="col">Label</th>{% endif %}
<th scope="col" class="ek-number">With it</th>
<th scope="col" class="ek-number">AUROC</th>
<th scope="col">Less that of all (95 %)</th><th scope="col">By chance</th></tr></thead>
<tbody>
{% for row, name in rows %}<tr{% if row.p < chance %} class="ek-worse"{% endif %}>
<td><button type="button" data-ask="{{ loop.index0 }}">{{ name }}</button></td>
{% if with_label %}<td>{{ titles[row.label] }}</td>{% endif %}
<td class="ek-number ek-short">{{ row.positives }} of {{ row.n }}</td>
<td class="ek-number">{{ "%.3f" % row.auroc }}</td>
<td class="ek-short">{{ gap_text(row) }}</td>
<td class="ek-short">{{ p_text(row.p) }}</td></tr>
{% endfor %}
</tbody></table></div>
"""


def show_slices(opened: Opened, look: Look) -> None:
    """Draw the worst slices of the label, and those of all labels."""
    head, columns = opened.table.head, opened.table.columns
    own = find_slices(columns, [look.label.code])
    with st.container(key="case-slices"):
        if own:
            title = f"{look.label.title}: worst of {len(own)} slices"
            show_table(opened, own[:MOST], title=title, key="own-slices")
        else:
            st.info(
                f"No slice has {MIN_OF_CLASS} ECGs with {look.label.title.lower()} "
                f"and {MIN_OF_CLASS} without, of as many patients."
            )
        title = f"All labels: worst of {head.n_slices} slices"
        show_table(opened, head.slices[:MOST], title=title, key="all-slices")
    st.caption(
        "AUROC within a slice against all ECGs; intervals count each patient once. "
        "*By chance*: p value, one-sided, corrected by Holm's method for all slices of "
        "the list. Many slices are narrow by making: among ECGs with a left axis it is "
        "harder to tell fascicular block. Click one to see its errors."
    )


def gap_text(one: Slice) -> str:
    """Return a loss with its interval."""
    return difference_text(Figure(value=one.gap, ci=one.gap_ci))


def show_table(
    opened: Opened, slices: Sequence[Slice], *, title: str, key: str
) -> None:
    """Draw slices; a click looks at the label among these ECGs."""

    def look_at(place: str) -> None:
        one = slices[int(place)]
        title = GROUPS.get(one.group) or find_measure(one.group).title
        name = f"{title}: {one.level}"
        session.set_widget(LABEL, one.label)
        known = parts_of(opened)
        session.set_widget(PART, name if name in known else EVERYTHING)
        session.set_widget("case-view", "errors")

    html = render(
        SLICES,
        title=title,
        rows=[(one, slice_name(one)) for one in slices],
        titles=TITLES,
        with_label=key == "all-slices",
        gap_text=gap_text,
        p_text=p_text,
        chance=CHANCE,
    )
    show_clickable(html, key=key, answer=look_at)
