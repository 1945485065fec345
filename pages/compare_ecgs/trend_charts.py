"""The charts of one patient: measurements, a score, the laboratory."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from markupsafe import Markup

from ecgkt.plotting.trend import Frame, TrendPoint, draw_trend
from ecgkt.results.patient_labs import LabSeries
from ecgkt.results.repeatability import RepeatabilityTable
from ecgkt.types.reading import Reading
from ecgkt.vocab.findings import find_measure, with_unit
from ecgkt.vocab.labs import LAB_BY_NAME
from pages.compare_ecgs.choose_pair import Pair
from pages.compare_ecgs.chosen import date_text
from pages.shared.recording import SessionRecording

HOURS_AROUND = 12 * 3600.0
"""Seconds before the first and after the last recording whose values are drawn."""


class Line(NamedTuple):
    """The recordings, each at its place from 0 to 1, and what is compared."""

    recordings: Sequence[SessionRecording]
    readings: Sequence[Reading]
    labels: Sequence[str]
    places: Sequence[float]
    pair: Pair

    @property
    def ends(self) -> tuple[str, str]:
        """What stands below the axis."""
        first, last = self.recordings[0].record, self.recordings[-1].record
        if first.recorded_at and last.recorded_at:
            times = first.recorded_at, last.recorded_at
            same_day = times[0].date() == times[1].date()
            first_end, last_end = (
                f"{at:%H:%M}" if same_day else f"{at.day} {at:%b %Y}" for at in times
            )
            return first_end, last_end
        return "first", "last"

    def kind(self, place: int) -> str:
        """Tell what a recording is in the comparison."""
        if place == self.pair.baseline:
            return "baseline"
        return "shown" if place in self.pair.others else ""


def title_of(name: str) -> str:
    """Return what a clinician calls a laboratory test."""
    return LAB_BY_NAME[name].title if name in LAB_BY_NAME else name


def measured_chart(
    line: Line, name: str, table: RepeatabilityTable | None
) -> tuple[str, str, Markup]:
    """Return title, present value and drawing of one measurement."""
    measured = [reading.measurements.get(name) for reading in line.readings]
    values = [one.value if one else None for one in measured]
    texts = ["–" if v is None else with_unit(name, v) for v in values]
    points = [
        TrendPoint(x, value, f"{label}: {text}", str(place), line.kind(place))
        for place, (x, value, label, text) in enumerate(
            zip(line.places, values, line.labels, texts, strict=True)
        )
    ]
    base = values[line.pair.baseline]
    fs = line.readings[line.pair.baseline].record.fs
    limit = table.measured_limit(name, fs, fs) if table else None
    band = (base - limit.value, base + limit.value) if base and limit else None
    title = find_measure(name).title
    frame = Frame(title, *line.ends, band)
    return title, change_text(line, texts), Markup(draw_trend(points, frame))


def change_text(line: Line, texts: Sequence[str]) -> str:
    """Return the baseline's value and that of the last compared recording."""
    base = texts[line.pair.baseline]
    return f"{base} → {texts[line.pair.others[-1]]}" if line.pair.others else base


def score_chart(line: Line, code: str) -> tuple[str, str, Markup]:
    """Return title, present value and drawing of one score."""
    scores = [
        next((score for score in reading.diagnoses if score.code == code), None)
        for reading in line.readings
    ]
    texts = ["–" if score is None else f"{score.probability:.2f}" for score in scores]
    points = [
        TrendPoint(
            x,
            score.probability if score else None,
            f"{label}: {text}",
            str(place),
            line.kind(place),
        )
        for place, (x, score, label, text) in enumerate(
            zip(line.places, scores, line.labels, texts, strict=True)
        )
    ]
    known = next((score for score in scores if score), None)
    title = known.name if known else code
    threshold = f", threshold {known.threshold:.2f}" if known else ""
    frame = Frame(title, *line.ends, decimals=2, span=(-0.05, 1.05))
    told = f"{change_text(line, texts)}{threshold}"
    return title, told, Markup(draw_trend(points, frame))


def lab_chart(line: Line, series: LabSeries) -> tuple[str, str, Markup]:
    """Return title, unit and drawing of one laboratory test over the same time."""
    times = [held.record.recorded_at for held in line.recordings]
    seconds = [time.timestamp() for time in times if time is not None]
    points = []
    for time, value in zip(series.times, series.values, strict=True):
        at = time.timestamp()
        if seconds[0] - HOURS_AROUND <= at <= seconds[-1] + HOURS_AROUND:
            x = float(np.interp(at, seconds, line.places))
            text = f"{date_text(time)}: {value:g} {series.unit}"
            points.append(TrendPoint(x, value, text))
    low, high = series.low, series.high
    band = None if low is None or high is None else (low, high)
    decimals = 1 if band and band[1] - band[0] < 10 else 0
    title = title_of(series.name)
    frame = Frame(title, *line.ends, band, decimals)
    n = f"{len(points)} values, {series.unit}"
    return title, n, Markup(draw_trend(points, frame))
