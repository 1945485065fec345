"""Measurements with their states, normal ranges and sources, and the median beat."""

from base64 import b64encode
from collections.abc import Iterable
from html import escape

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.plotting.median_beat import draw_median_beat
from ecgkt.report.measured_words import (
    HEADLINE,
    OVERREAD,
    coverage_text,
    range_text,
    spread_text,
    value_text,
)
from ecgkt.results.delineation import validity_text
from ecgkt.types.measurements import Measurement, MedianBeatTrace
from ecgkt.types.reading import Reading
from ecgkt.vocab.findings import LEAD_MEASURES, MEASURES, find_measure
from ecgkt.vocab.leads import LEADS
from pages.shared import resources

DURATIONS = ("p_ms", "pr_ms", "qrs_ms", "qt_ms")
MEDIAN_NOTE = "median of the beats, slower than 0.5 Hz removed, no other filter"
HEAD = (
    "<thead><tr><th>Measurement</th><th>Value</th><th>Spread</th><th>Beats</th>"
    "<th>Normal</th><th>Note</th></tr></thead>"
)


def show_measurements(reading: Reading) -> None:
    """
    Draw what was measured of a recording.

    Parameters
    ----------
    reading : Reading
        Its measurements are empty where the recording was refused.
    """
    st.html('<div class="ek-lab-title">Measurements</div>')
    if not reading.measurements:
        st.html('<div class="ek-found"><b>Not assessed</b></div>')
        return
    st.html(headline_html(reading.measurements))
    st.caption(f"**{OVERREAD}** {origin(reading)}")
    show_median_beat(reading)
    st.html(f'<div class="ek-measures">{tables_html(reading.measurements)}</div>')


def origin(reading: Reading) -> str:
    """Say what the values were read from, and how well that is known to work."""
    window = min(10.0, reading.record.duration_s)
    texts = [
        f"From 0.0–{window:.1f} s of the samples as recorded, at "
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
        table = resources.get_delineation_table()
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
    source = b64encode(svg.encode()).decode()
    # An image, for Streamlit's HTML leaves out a bare drawing.
    st.html(
        f'<div class="ek-median"><img alt="{escape(spoken(beat))}" '
        f'src="data:image/svg+xml;base64,{source}"></div>'
    )


def spoken(beat: MedianBeatTrace) -> str:
    """Return the median beat for those who cannot see it."""
    ends = ", ".join(
        f"{name.replace('_', ' ')} {1e3 * (second - beat.r):+.0f} ms"
        for name, second in sorted(beat.boundaries.items(), key=lambda one: one[1])
    )
    told = f"with the global boundaries {ends} from R" if ends else "without boundaries"
    return f"Median beat of the twelve leads, {told}"


def headline_html(measurements: dict[str, Measurement]) -> str:
    """Return what a reader of ECGs looks for first, in one line."""
    facts = "".join(
        f"<div{' class=ek-off' if is_off(name, one) else ''}>"
        f"<dt>{escape(find_measure(name).title)}</dt>"
        f'<dd title="{escape(one.reason or one.note)}">'
        f"{escape(value_text(name, one))}</dd></div>"
        for name in HEADLINE
        if (one := measurements.get(name)) is not None
    )
    return f'<dl class="ek-facts ek-headline">{facts}</dl>'


def is_off(name: str, one: Measurement) -> bool:
    """Tell whether a value lies outside its normal range."""
    low, high = find_measure(name).normal
    if one.value is None:
        return False
    is_low = low is not None and one.value < low
    return is_low or (high is not None and one.value > high)


def tables_html(measurements: dict[str, Measurement]) -> str:
    """Return all values, the ones of each lead apart, and the sources of the limits."""
    known = [name for name in MEASURES if name in measurements]
    rows = "".join(row_html(name, measurements[name]) for name in known)
    return (
        "<details><summary>All measurements with normal ranges</summary>"
        f"<table>{HEAD}<tbody>{rows}</tbody></table></details>"
        "<details><summary>ST, T and Q of each lead</summary>"
        f"{leads_html(measurements)}</details>"
        "<details><summary>Sources of the limits</summary>"
        f"{sources_html(known)}</details>"
    )


def row_html(name: str, one: Measurement) -> str:
    """Return one value with its spread, its range, and the reason where it has none."""
    measure = find_measure(name)
    cells = (
        value_text(name, one),
        spread_text(name, one),
        str(one.n_beats or ""),
        range_text(name, measure.normal),
        one.reason or one.note,
    )
    state = "ek-off" if is_off(name, one) else "ek-quiet" if one.value is None else ""
    return (
        f'<tr class="{state}"><th scope="row" title="{escape(measure.source)}">'
        f"{escape(measure.title)}</th>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )


def leads_html(measurements: dict[str, Measurement]) -> str:
    """Return the values that every lead has, one line for each lead."""
    titles = "".join(
        f"<th>{escape(measure.title)}</th>" for measure in LEAD_MEASURES.values()
    )
    rows = "".join(
        f'<tr><th scope="row">{lead}</th>{lead_cells(lead, measurements)}</tr>'
        for lead in LEADS
    )
    at = measurements["st_ii_mv"].note
    note = f'<p class="ek-small">ST read {escape(at)}.</p>' if at else ""
    return (
        f"<table><thead><tr><th>Lead</th>{titles}</tr></thead>"
        f"<tbody>{rows}</tbody></table>{note}"
    )


def lead_cells(lead: str, measurements: dict[str, Measurement]) -> str:
    """Return one lead's values; the reason where there is none is its tooltip."""
    names = (pattern.format(lead.lower()) for pattern in LEAD_MEASURES)
    return "".join(
        f'<td class="{"ek-quiet" if one.value is None else ""}" '
        f'title="{escape(one.reason)}">{escape(value_text(name, one))}</td>'
        for name, one in ((name, measurements[name]) for name in names)
    )


def sources_html(names: Iterable[str]) -> str:
    """Return where each limit is published."""
    measures = [*map(MEASURES.__getitem__, names), *LEAD_MEASURES.values()]
    rows = "".join(
        f"<dt>{escape(one.title)}</dt><dd>{escape(one.source)}</dd>"
        for one in measures
        if one.source
    )
    return f'<dl class="ek-list">{rows}</dl>'
