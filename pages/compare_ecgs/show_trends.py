"""Rate, intervals, axis, a score and the laboratory over time."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import numpy as np
import streamlit as st

from ecgkt.results.patient_labs import LabSeries
from ecgkt.results.repeatability import RepeatabilityTable
from ecgkt.types.reading import Reading
from ecgkt.types.record import SIMULATED
from ecgkt.vocab.statements import DIAGNOSES
from pages.compare_ecgs.choose_pair import Pair, compare_with
from pages.compare_ecgs.chosen import Chosen
from pages.compare_ecgs.trend_charts import (
    Line,
    lab_chart,
    measured_chart,
    score_chart,
    title_of,
)
from pages.shared.clickable import show_clickable
from pages.shared.html import render
from pages.shared.recording import SessionRecording

TRENDED = (
    "heart_rate_bpm",
    "pr_ms",
    "qrs_ms",
    "qtc_fridericia_ms",
    "axis_degrees",
)
SPACINGS = {"time": "By time", "even": "Evenly"}
FIRST_LABS = ("Potassium", "Creatinine", "Hemoglobin", "Magnesium", "Troponin T")
SHOWN_LABS = 3
CLOSE = 0.02
"""Share of the axis below which two points cover each other."""
CHARTS = """
<div class="ek-trends">
{% for title, value, svg in charts %}
<figure><figcaption><b>{{ title }}</b> {{ value }}</figcaption>{{ svg }}</figure>
{% endfor %}
</div>
"""


def show_trends(
    chosen: Chosen,
    recordings: Sequence[SessionRecording],
    readings: Sequence[Reading],
    pair: Pair,
    table: RepeatabilityTable | None,
) -> None:
    """
    Draw what was measured over time; a press on a point compares that recording.

    Parameters
    ----------
    chosen : Chosen
        Names the recordings, and holds the patient's laboratory.
    recordings, readings : sequence
        Of one length, in order of time.
    pair : Pair
        What is compared.
    table : RepeatabilityTable or None
        For the band of repeat error around the baseline.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="trend-tools"):
        score = choose_score(readings)
        labs = choose_labs(chosen)
        spacing = choose_spacing(chosen)
    labels = [chosen.label(held, place) for place, held in enumerate(recordings)]
    times = [held.record.recorded_at for held in recordings]
    line = Line(recordings, readings, labels, places_of(times, spacing), pair)
    charts = [measured_chart(line, name, table) for name in TRENDED]
    if score:
        charts.append(score_chart(line, score))
    charts += [lab_chart(line, series) for series in labs]
    show_clickable(
        render(CHARTS, charts=charts),
        key="trends",
        answer=lambda key: compare_with(chosen, int(key)),
    )
    st.caption(told_of(chosen, bool(labs)))


def told_of(chosen: Chosen, has_labs: bool) -> str:
    """Say what is drawn, and where laboratory values come from."""
    parts = [
        "Blue: the baseline, in the band of repeat error. Filled: what is compared; "
        "press another point to compare it."
    ]
    if any(SIMULATED in held.record.warnings for held in chosen.recordings):
        parts.append(f"{SIMULATED}.")
    if has_labs:
        parts.append(f"{chosen.origin} Their band is the reference range.")
    return " ".join(parts)


def choose_score(readings: Sequence[Reading]) -> str | None:
    """Offer the statements of the model, those that any recording is called first."""
    called = {s.code for r in readings for s in r.diagnoses if s.positive}
    codes = [d.code for d in DIAGNOSES if d.code in called]
    codes += [d.code for d in DIAGNOSES if d.code not in called]
    names = {d.code: d.name for d in DIAGNOSES}
    if not any(reading.diagnoses for reading in readings):
        return None
    return st.selectbox(
        "Score",
        codes,
        format_func=lambda code: f"{names[code]} ({code})",
        width=320,
        key="compare-score",
        persist_state="session",
    )


def choose_labs(chosen: Chosen) -> list[LabSeries]:
    """Offer the laboratory values of the patient, if there are any."""
    if not chosen.labs:
        return []
    known = {series.name: series for series in chosen.labs}
    preset = [name for name in FIRST_LABS if name in known][:SHOWN_LABS]
    names = st.multiselect(
        "Laboratory values",
        list(known),
        default=preset,
        format_func=lambda name: f"{title_of(name)} ({len(known[name].times)})",
        placeholder="Choose",
        width=420,
        key=f"compare-labs-{chosen.code}",
        persist_state="session",
    )
    return [known[name] for name in names]


def choose_spacing(chosen: Chosen) -> str:
    """Offer to draw recordings that lie in clusters evenly."""
    if not chosen.is_dated:
        return "even"
    spacing = st.segmented_control(
        "Spacing",
        list(SPACINGS),
        default="even" if is_clustered(chosen) else "time",
        required=True,
        format_func=SPACINGS.__getitem__,
        key=f"compare-spacing-{chosen.code}",
        persist_state="session",
    )
    return spacing or "time"


def is_clustered(chosen: Chosen) -> bool:
    """Tell whether recordings lie so close that they cover each other by time."""
    times = [held.record.recorded_at for held in chosen.in_order]
    places = places_of(times, "time")
    return any(b - a < CLOSE for a, b in pairwise(places))


def places_of(times: Sequence[datetime | None], spacing: str) -> list[float]:
    """
    Return where recordings lie between 0 and 1.

    Parameters
    ----------
    times : sequence of datetime or None
        In order.
    spacing : str
        A key of `SPACINGS`.

    Returns
    -------
    list of float
        Evenly too where not every time is known, or all are the same.
    """
    even = np.linspace(0, 1, len(times)).tolist()
    known = [time for time in times if time is not None]
    if spacing == "even" or len(known) < len(times) or known[0] == known[-1]:
        return even
    total = (known[-1] - known[0]).total_seconds()
    return [(time - known[0]).total_seconds() / total for time in known]
