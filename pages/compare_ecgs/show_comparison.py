"""What changed, first: one sentence for each recording, and the numbers behind it."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from ecgkt.report.measured_words import OVERREAD
from ecgkt.types.comparison import Change, Comparison
from ecgkt.vocab.critical import RULES
from pages.shared.html import render
from pages.shared.text import escape_markdown

HEADLINE = {
    "heart_rate_bpm": "Rate",
    "pr_ms": "PR",
    "qrs_ms": "QRS",
    "qtc_fridericia_ms": "QTcF",
    "axis_degrees": "QRS axis",
}
CARD = """
{% for one in told %}
<section class="ek-impression{% if one.comparison.critical %} ek-alarm{% endif %}"
aria-label="What changed">
{% if one.comparison.critical %}
<div class="ek-critical" role="alert">
{% for item in one.comparison.critical %}
<p title="{{ item.source }}"><b>New: {{ rules[item.rule].title }}</b>
{{ item.text }}</p>
{% endfor %}
</div>
{% endif %}
<p class="ek-when">{{ one.title }}</p>
<h2 class="ek-sentence{% if one.comparison.sentence | length > 90 %} ek-long
{%- endif %}">
{{- one.comparison.sentence }}</h2>
<dl class="ek-head-numbers">
{% for title, change in one.numbers %}
<div title="{{ change.reason or ('repeat error ' ~ change.error) }}">
<dt>{{ title }}</dt>
<dd>{{ change.from_to }}
{% if change.change %}<span class="ek-{{ change.verdict }}">{{ change.change }}</span>
{% endif %}</dd></div>
{% endfor %}
{% if loop.last %}
<div class="ek-overread"><dt class="ek-hidden">Note</dt>
<dd>{{ overread }}</dd></div>
{% endif %}
</dl>
{% if one.comparison.notes %}
<ul class="ek-notes">
{% for note in one.comparison.notes %}<li>{{ note }}</li>{% endfor %}
</ul>
{% endif %}
</section>
{% endfor %}
"""


class Told(NamedTuple):
    """One comparison, what stands over it, and over its column of a table."""

    title: str
    comparison: Comparison
    short: str = ""

    @property
    def numbers(self) -> list[tuple[str, Change]]:
        """The changes that every reader looks for first."""
        found = {change.name: change for change in self.comparison.measurements}
        return [
            (title, found[name]) for name, title in HEADLINE.items() if name in found
        ]


def show_comparison(told: Sequence[Told], warnings: Sequence[str]) -> None:
    """
    Draw what changed.

    Parameters
    ----------
    told : sequence of Told
        One for each recording that is held against the baseline.
    warnings : sequence of str
        What speaks against one patient.
    """
    for warning in warnings:
        st.warning(escape_markdown(warning, 300), icon=":material/person_alert:")
    html = render(CARD, told=told, rules=RULES, overread=OVERREAD)
    st.html(html)
