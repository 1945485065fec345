"""Which change between two recordings is beyond measurement error."""

from typing import Any

import streamlit as st

from ecgkt.report.share_words import share_text
from ecgkt.results.repeatability import SOURCES, Repeatability, RepeatabilityTable
from ecgkt.vocab.findings import find_measure, number_text, with_unit
from pages.model_card.show_table import show_command, show_table

SHOWN = (
    *("heart_rate_bpm", "p_ms", "pr_ms", "qrs_ms", "qt_ms", "qtc_fridericia_ms"),
    *("jt_ms", "axis_degrees", "t_axis_degrees", "sokolow_lyon_mv", "cornell_mv"),
    *("st_ii_mv", "st_v2_mv", "st_v5_mv", "t_ii_mv", "t_v2_mv", "t_v5_mv"),
)
"""A small choice; the document holds every measurement, statement and lab."""
COLUMNS = {
    "halves": "Halves",
    "simulated": "Simulated",
    "repeats": "Within the hour",
    "marks": "Marks",
}
NONE = "–"


def show_repeatability(table: RepeatabilityTable) -> None:
    """Draw the repeat errors that the comparison of recordings uses."""
    st.markdown(
        "A change between two recordings is told as beyond repeat error where it is "
        "larger than the largest of these: 95 % of repeats of an unchanged heart "
        f"differ by less. {said_text(table)}"
    )
    for rate, known in table.rates.items():
        st.markdown(f"**From {rate} Hz on**")
        rows = [row_of(name, known[name]) for name in SHOWN if name in known]
        show_table(rows, key=f"repeatability-{rate}")
    told = "; ".join(f"{SOURCES[name]}: {text}" for name, text in table.data.items())
    st.caption(f"{told}. {table.rule}")
    show_command(table.command)


def row_of(name: str, known: Repeatability) -> dict[str, Any]:
    """Return the line of one measurement."""
    spreads = known.sources
    values: dict[str, str] = {}
    for source, title in COLUMNS.items():
        one = spreads.get(source)
        value = None
        if one is not None:
            value = one.robust if source == "repeats" else one.repeatability
        n = f" (n {one.n})" if one and value is not None else ""
        values[title] = NONE if value is None else f"{number_text(name, value)}{n}"
    limit = NONE if known.limit is None else f"±{with_unit(name, known.limit)}"
    return {"Measurement": find_measure(name).title, "Repeat error": limit, **values}


def said_text(table: RepeatabilityTable) -> str:
    """Say how often the sentence tells a change of an unchanged heart."""
    parts = [
        f"{SOURCES[source]} {share_text(share)}"
        for source, share in table.said.items()
        if share.n
    ]
    told = "; ".join(parts)
    return f"Pairs of which the sentence tells one: {told}." if parts else ""
