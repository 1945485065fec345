"""How a recording is drawn: layout, speed, gain, filter, rhythm and where it begins."""

from typing import Any

import streamlit as st

from ecgkt.plotting.layouts import GAINS, LAYOUTS, SPEEDS, WINDOW_S, View
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.display_filters import offered_filters
from ecgkt.vocab.leads import LEADS
from pages.shared.kept import keep

FILTERS = {
    "none": "As recorded",
    "0.05-150": "0.05–150 Hz",
    "0.5-40": "0.5–40 Hz",
    "notch-50": "50 Hz notch",
    "notch-60": "60 Hz notch",
}
SWITCH = """
<details class="ek-view-switch"><summary>Layout, speed, gain, filter</summary></details>
"""
"""Opens the selectors of the view where the window has no room for them in a row."""
ALL_OF_IT = 0.05
"""Seconds beyond one window that are not worth a slider."""


def choose_view(record: EcgRecord) -> View:
    """Let the user choose how a recording is drawn; the address keeps the choice."""
    st.html(SWITCH)
    with st.container(horizontal=True, gap="small", key="view"):
        layout = str(_segments("Layout", "layout", tuple(LAYOUTS), "3x4+1"))
        speed = _segments("mm/s", "speed", tuple(map(int, SPEEDS)), 25)
        gain = _segments("mm/mV", "gain", tuple(map(int, GAINS)), 10)
        filtered = st.selectbox(
            "Filter",
            offered_filters(record.fs),
            format_func=FILTERS.__getitem__,
            width=140,
            key="filter",
            bind="query-params",
        )
        there = [lead for lead in LEADS if lead not in record.absent_leads] or LEADS
        rhythm = "II" if "II" in there else there[0]
        if LAYOUTS[layout].has_rhythm:
            rhythm = st.selectbox(
                "Rhythm",
                there,
                index=there.index(rhythm),
                width=110,
                key="rhythm",
                bind="query-params",
            )
            keep("rhythm", rhythm)
    keep("filter", filtered)
    return View(
        layout=layout,
        speed=float(speed),
        gain=float(gain),
        start_s=choose_start(record.duration),
        rhythm=rhythm,
        filtered=filtered,
    )


def _segments(label: str, key: str, options: tuple[Any, ...], preset: Any) -> Any:
    chosen = st.segmented_control(
        label,
        options,
        default=preset,
        required=True,
        key=key,
        bind="query-params",
    )
    shown = preset if chosen is None else chosen
    keep(key, shown)
    return shown


def choose_start(duration: float) -> float:
    """Offer the window of a recording that is longer than a sheet; return its start."""
    rest = duration - WINDOW_S
    if rest <= ALL_OF_IT:
        return 0.0
    last, step = slider_range(rest)
    start = st.slider(
        f"Sheet begins at (s), of {duration:.1f} s",
        0.0,
        last,
        step=step,
        format="%.1f",
        width=520,
        key="start",
        bind="query-params",
    )
    return min(float(start), rest)


def slider_range(rest: float) -> tuple[float, float]:
    """Return the last start and the step of a slider over a window's starts."""
    step = 0.1 if rest < WINDOW_S else 1.0
    # The last step may reach beyond the end: the window then lies at the end.
    return round(step * -(-rest // step), 1), step
