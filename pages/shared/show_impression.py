"""The reading in a card: what is critical, one sentence, its parts, the numbers."""

from markupsafe import Markup

from ecgkt.plotting.finding_marks import FOLLOWS_QRS
from ecgkt.report.impression.impression import impression_of
from ecgkt.report.measured_words import OVERREAD, STATES, is_off
from ecgkt.report.refer_words import refer_text
from ecgkt.types.impression import SOURCES, Impression
from ecgkt.types.reading import Reading
from ecgkt.vocab.critical import RULES
from ecgkt.vocab.findings import FINDINGS, number_text
from pages.shared import shown
from pages.shared.clickable import show_clickable
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
{% if referred %}<p class="ek-refer">{{ referred }}</p>{% endif %}
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
{%- if asks[title] %}<button type="button" data-ask="{{ asks[title] }}"
 aria-pressed="{{ 'true' if asks[title] == pointed else 'false' }}"
 title="Show it on the sheet">{% endif %}
{% for text, is_off in values %}
{%- if not loop.first %} / {% endif %}
<span{% if is_off %} class="ek-off"{% endif %}>{{ text }}</span>
{%- endfor %} {{ unit }}{% if asks[title] %}</button>{% endif %}</dd></div>
{% endfor %}
<div class="ek-overread"><dt class="ek-hidden">Note</dt><dd>{{ overread }}</dd></div>
</dl>
{% endif %}
</section>
"""


def show_impression(key: str, reading: Reading) -> None:
    """
    Draw what a cardiologist would say first; its numbers show themselves on the sheet.

    Parameters
    ----------
    key : str
        Of the recording.
    reading : Reading
        Also of a recording that is not scored.
    """
    impression = impression_of(reading)
    # Of a recording that is neither read nor alarming the reasons say enough.
    if reading.measurements or impression.critical:
        pointed = shown.get_pointed(key)
        show_clickable(
            impression_html(reading, impression, pointed),
            key="impression",
            answer=lambda code: shown.point_or_not(key, code),
        )


def impression_html(
    reading: Reading, impression: Impression, pointed: str | None = None
) -> Markup:
    """Return the card: nothing in it is computed here but how it is told."""
    return render(
        CARD,
        impression=impression,
        referred=refer_text(reading.doubt),
        asks={title: finding_of(reading, names) for title, _, names in NUMBERS},
        pointed=pointed,
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


def finding_of(reading: Reading, names: tuple[str, ...]) -> str:
    """Return the code of the finding that judges one of some values; empty if none."""
    codes = (
        finding.code
        for finding in reading.findings
        if FINDINGS[finding.code].measure in names and finding.code != FOLLOWS_QRS
    )
    return next(codes, "")
