"""The reading in a card: what is critical, one sentence, its parts, the numbers."""

import streamlit as st

from ecgkt.report.impression.impression import impression_of
from ecgkt.report.measured_words import OVERREAD, STATES, is_off
from ecgkt.types.impression import SOURCES, Impression
from ecgkt.types.reading import Reading
from ecgkt.vocab.critical import RULES
from ecgkt.vocab.findings import number_text
from pages.shared.html import render

SHOWN_CHIPS = 6
"""More of them are one click away."""
MARKS = {"both": "✓✓", "measured": "measured", "model": "model", "disagree": "disagree"}
"""What stands on a chip, by its source."""
LONG = 110
"""Characters from which a sentence is set in smaller type."""
NUMBERS = (
    ("Rate", "bpm", ("heart_rate_bpm",)),
    ("PR", "ms", ("pr_ms",)),
    ("QRS", "ms", ("qrs_ms",)),
    ("QT / QTcF", "ms", ("qt_ms", "qtc_fridericia_ms")),
    ("P-R-T axes", "°", ("p_axis_degrees", "axis_degrees", "t_axis_degrees")),
)
"""What every cart prints on the sheet's head: title, unit, measurements."""
CARD = """
{% macro chip(item) %}
<li class="ek-chip ek-{{ item.source }}" title="{{ sources[item.source] }}">
<b>{{ marks[item.source] }}</b> {{ item.text }}</li>
{% endmacro %}
<section class="ek-impression{% if impression.critical %} ek-alarm{% endif %}"
aria-label="Reading">
{% if impression.critical %}
<div class="ek-critical" role="alert">
{% for item in impression.critical %}
<p title="{{ item.source }}"><b>{{ rules[item.rule].title }}</b> {{ item.text }}</p>
{% endfor %}
</div>
{% endif %}
<h2 class="ek-sentence{% if impression.sentence | length > long %} ek-long{% endif %}">
{{- impression.sentence }}</h2>
{% if impression.chips %}
<ul class="ek-chips">
{% for item in impression.chips[:shown] %}{{ chip(item) }}{% endfor %}
{% if impression.chips[shown:] %}
<li><details><summary>{{ impression.chips[shown:] | length }} more</summary>
<ul class="ek-chips">
{% for item in impression.chips[shown:] %}{{ chip(item) }}{% endfor %}
</ul></details></li>
{% endif %}
</ul>
{% endif %}
{% if numbers %}
<dl class="ek-head-numbers">
{% for title, values, unit in numbers %}
<div><dt>{{ title }}</dt><dd>
{%- for text, is_off in values %}
{%- if not loop.first %} / {% endif %}
<span{% if is_off %} class="ek-off"{% endif %}>{{ text }}</span>
{%- endfor %} {{ unit }}</dd></div>
{% endfor %}
<div class="ek-overread"><dt class="ek-hidden">Note</dt><dd>{{ overread }}</dd></div>
</dl>
{% endif %}
</section>
"""


def show_impression(reading: Reading) -> None:
    """
    Draw what a cardiologist would say first.

    Parameters
    ----------
    reading : Reading
        Also of a recording that is not scored.
    """
    impression = impression_of(reading)
    # Of a recording that is neither read nor alarming the reasons say enough.
    if reading.measurements or impression.critical:
        st.html(impression_html(reading, impression))


def impression_html(reading: Reading, impression: Impression) -> str:
    """Return the card: nothing in it is computed here but how it is told."""
    return render(
        CARD,
        impression=impression,
        numbers=head_numbers(reading) if reading.measurements else [],
        rules=RULES,
        sources=SOURCES,
        marks=MARKS,
        shown=SHOWN_CHIPS,
        long=LONG,
        overread=OVERREAD,
    )


def head_numbers(reading: Reading) -> list[tuple[str, list[tuple[str, bool]], str]]:
    """Return title, values with whether each is out of range, and unit."""
    rows = []
    for title, unit, names in NUMBERS:
        found = [(name, reading.measurements[name]) for name in names]
        if all(measured.value is None for _, measured in found):
            rows.append((title, [(STATES[found[0][1].state], False)], ""))
            continue
        values = [
            (
                "–" if m.value is None else number_text(name, m.value),
                is_off(name, m, reading.record.sex),
            )
            for name, m in found
        ]
        rows.append((title, values, unit))
    return rows
