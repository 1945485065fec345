"""Measurements with their states, normal ranges and sources, and the median beat."""

from base64 import b64encode

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.plotting.median_beat import draw_median_beat
from ecgkt.report.measured_words import (
    HEADLINE,
    OVERREAD,
    coverage_text,
    is_off,
    range_text,
    spread_text,
    value_text,
)
from ecgkt.results.delineation import DelineationTable, validity_text
from ecgkt.types.measurements import Measurement, MedianBeatTrace
from ecgkt.types.reading import Reading
from ecgkt.types.record import Sex
from ecgkt.types.vendor import VendorBeat
from ecgkt.vocab.findings import LEAD_MEASURES, MEASURES, find_measure, normal_range
from ecgkt.vocab.leads import LEADS
from pages.read_ecg.show_record import window_of
from pages.read_ecg.show_vendor import show_vendor
from pages.shared import resources
from pages.shared.html import render

DURATIONS = ("p_ms", "pr_ms", "qrs_ms", "qt_ms")
MEDIAN_NOTE = "median of the beats, slower than 0.5 Hz removed, no other filter"
IMAGE = """
<div class="ek-median">
<img alt="{{ spoken }}" src="data:image/svg+xml;base64,{{ svg }}"></div>
"""
FACTS = """
<dl class="ek-facts ek-headline">
{% for name in names if name in measurements %}
{% set measured = measurements[name] %}
<div{% if is_off(name, measured, sex) %} class="ek-off"{% endif %}>
<dt>{{ find_measure(name).title }}</dt>
<dd title="{{ measured.reason or measured.note }}">{{ value_text(name, measured) }}</dd>
</div>
{% endfor %}
</dl>
"""
TABLES = """
<div class="ek-measures">
<details><summary>All measurements with normal ranges</summary><table><thead><tr>
<th>Measurement</th><th>Value</th><th>Spread</th><th>Beats</th><th>Normal</th>
<th>Note</th></tr></thead><tbody>
{% for name, measure in known.items() %}
{% set measured = measurements[name] %}
<tr class="{{ row_class(name, measured, sex) }}">
<th scope="row" title="{{ measure.source }}">{{ measure.title }}</th>
<td>{{ value_text(name, measured) }}</td><td>{{ spread_text(name, measured) }}</td>
<td>{{ measured.n_beats or '' }}</td>
<td>{{ range_text(name, normal_range(name, sex)) }}</td>
<td>{{ measured.reason or measured.note }}</td></tr>
{% endfor %}
</tbody></table></details>
<details><summary>ST, T and Q of each lead</summary><table><thead><tr><th>Lead</th>
{% for measure in of_leads.values() %}
<th>{{ measure.title }}</th>
{% endfor %}
</tr></thead><tbody>
{% for lead in leads %}
<tr><th scope="row">{{ lead }}</th>
{% for pattern in of_leads %}
{% set name = pattern.format(lead.lower()) %}
{% set measured = measurements[name] %}
<td class="{% if measured.value is none %}ek-quiet{% endif %}"
title="{{ measured.reason }}">{{ value_text(name, measured) }}</td>
{% endfor %}
</tr>
{% endfor %}
</tbody></table>
{% if measurements["st_ii_mv"].note %}
<p class="ek-small">ST read {{ measurements["st_ii_mv"].note }}.</p>
{% endif %}
</details>
<details><summary>Sources of the limits</summary><dl class="ek-list">
{% for measure in sourced %}
<dt>{{ measure.title }}</dt><dd>{{ measure.source }}</dd>
{% endfor %}
</dl></details>
</div>
"""


def show_measurements(reading: Reading, beat: VendorBeat | None) -> None:
    """
    Draw what was measured of a recording.

    Parameters
    ----------
    reading : Reading
        Its measurements are empty where the recording was refused.
    beat : VendorBeat or None
        The recorder's own median beat.
    """
    st.html('<div class="ek-lab-title">Measurements</div>')
    if not reading.measurements:
        st.html('<div class="ek-found"><b>Not assessed</b></div>')
        show_vendor(reading, beat)
        return
    st.html(headline_html(reading.measurements, reading.record.sex))
    st.caption(f"**{OVERREAD}** {origin(reading)}")
    show_median_beat(reading)
    st.html(tables_html(reading.measurements, reading.record.sex))
    show_vendor(reading, beat)


def origin(reading: Reading) -> str:
    """Say what the values were read from, and how well that is known to work."""
    start, end = window_of(reading.record)
    texts = [
        f"From {start:.1f}–{end:.1f} s of the samples as recorded, at "
        f"{reading.record.fs:g} Hz.",
        coverage_text(reading.measurements),
    ]
    reasons = {reading.measurements[name].reason for name in DURATIONS}
    if len(reasons) == 1 and "" not in reasons:
        texts.append(f"No durations: {reasons.pop()}.")
    else:
        texts.append(known_validity())
    return " ".join(texts)


def known_validity() -> str:
    """Return what was measured of the delineator; empty if nothing is shipped."""
    try:
        table = resources.get_document(DelineationTable)
    except EcgktError as error:
        return str(error)
    return validity_text(table) if table else ""


def show_median_beat(reading: Reading) -> None:
    """Draw the median beat of all leads, or say why there is none."""
    beat = reading.trace.typical_beat if reading.trace else None
    if beat is None:
        st.caption("No median beat: fewer than two whole beats were found.")
        return
    svg = draw_median_beat(beat, note=MEDIAN_NOTE)
    # An image, for Streamlit's HTML leaves out a bare drawing.
    st.html(render(IMAGE, spoken=spoken(beat), svg=b64encode(svg.encode()).decode()))


def spoken(beat: MedianBeatTrace) -> str:
    """Return the median beat for those who cannot see it."""
    ends = ", ".join(
        f"{name.replace('_', ' ')} {1e3 * (second - beat.r):+.0f} ms"
        for name, second in sorted(beat.boundaries.items(), key=lambda end: end[1])
    )
    told = f"with the global boundaries {ends} from R" if ends else "without boundaries"
    return f"Median beat of the twelve leads, {told}"


def headline_html(measurements: dict[str, Measurement], sex: Sex | None) -> str:
    """Return what a reader of ECGs looks for first, in one line."""
    return render(
        FACTS,
        names=HEADLINE,
        measurements=measurements,
        find_measure=find_measure,
        is_off=is_off,
        sex=sex,
        value_text=value_text,
    )


def row_class(name: str, measured: Measurement, sex: Sex | None) -> str:
    """Return what colours a row of the table."""
    if measured.value is None:
        return "ek-quiet"
    return "ek-off" if is_off(name, measured, sex) else ""


def tables_html(measurements: dict[str, Measurement], sex: Sex | None) -> str:
    """Return all values, the ones of each lead apart, and the sources of the limits."""
    known = {name: kind for name, kind in MEASURES.items() if name in measurements}
    kinds = (*known.values(), *LEAD_MEASURES.values())
    return render(
        TABLES,
        measurements=measurements,
        known=known,
        leads=LEADS,
        of_leads=LEAD_MEASURES,
        sourced=[kind for kind in kinds if kind.source],
        normal_range=normal_range,
        range_text=range_text,
        sex=sex,
        row_class=row_class,
        spread_text=spread_text,
        value_text=value_text,
    )
