"""What every finding is made of: its numbers in words, and where the trace shows it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ecgkt.measure.beat_template import P_WINDOW, QRS_WINDOW
from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.measure.median_beat import AFTER_J
from ecgkt.types.measurements import BeatSpan, Finding
from ecgkt.types.record import Floats
from ecgkt.vocab.findings import FINDINGS, find_measure, number_text, with_unit

Spans = tuple[tuple[str, float, float], ...]
RHYTHM_LEADS = ("II",)
"""Where a finding of the rhythm is shown: the strip that most sheets carry."""
WHOLE_LEADS = ("II", "V1", "V6")
"""Where a finding of the whole heart is shown."""
FIXED = {
    "p": P_WINDOW,
    "pr": (-0.26, -0.06),
    "qrs": QRS_WINDOW,
    "st": (0.06, 0.10),
    "t": (0.14, 0.40),
    "qt": (-0.06, 0.40),
}
"""Seconds around R to point at where the boundaries are not known."""
ST_LENGTH = AFTER_J
"""Seconds after QRS that are pointed at as ST: their end is where its level is read."""
SPIKE_MARGIN = 0.015
"""Seconds on both sides of a pacing spike that are pointed at."""


def value_of(ecg: EcgMeasurements, name: str) -> float | None:
    """Return a measured value, or None if it is not known."""
    return ecg.values[name].value


def quoted(ecg: EcgMeasurements, name: str) -> str:
    """Print a measurement that is known, with its unit and the beats behind it."""
    measurement = ecg.values[name]
    if measurement.value is None:
        raise ValueError(f"{name} was not measured: {measurement.reason}")
    beats = f" ({measurement.n_beats} beats)" if measurement.n_beats else ""
    value = with_unit(name, measurement.value, measurement.error_ms)
    return f"{value}{beats}"


def with_number(ecg: EcgMeasurements, name: str) -> str:
    """Print a count that is known, "1 beat" or "3 beats"."""
    measurement = ecg.values[name]
    if measurement.value is None:
        raise ValueError(f"{name} was not measured: {measurement.reason}")
    number, unit = number_text(name, measurement.value), find_measure(name).unit
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"


def share(ecg: EcgMeasurements, name: str) -> str:
    """Print a share of the beats that is known, and of how many."""
    measurement = ecg.values[name]
    if measurement.value is None:
        raise ValueError(f"{name} was not measured: {measurement.reason}")
    return f"{number_text(name, measurement.value)} % of {measurement.n_beats} beats"


def make_finding(
    ecg: EcgMeasurements,
    code: str,
    text: str,
    *,
    measure: str = "",
    leads: Sequence[str] = (),
    spans: Spans = (),
    times: tuple[float, ...] = (),
) -> Finding:
    """
    Put a finding together.

    Parameters
    ----------
    ecg : EcgMeasurements
        Of the recording.
    code : str
        Of `FINDINGS`.
    text : str
        One sentence without limits: its numbers are measured ones.
    measure : str
        Which measurement is its value; that of the kind if left out.
    leads : sequence of str
        Where it was seen; empty for the whole recording.
    spans : tuple
        What to show on the trace.
    times : tuple of float
        Seconds of the R peaks of single beats that it is about.

    Returns
    -------
    Finding
        Nothing is said of the model yet.

    Raises
    ------
    KeyError
        If there is no such finding.
    ValueError
        If its value was not measured.
    """
    kind = FINDINGS[code]
    name = measure or kind.measure
    measurement = ecg.values[name]
    if measurement.value is None:
        raise ValueError(f"{code} without a value of {name}: {measurement.reason}")
    return Finding(
        code=code,
        text=text,
        value=measurement.value,
        unit=find_measure(name).unit,
        leads=tuple(leads),
        beats=measurement.n_beats,
        normal_range=kind.normal,
        source=kind.source,
        supports=kind.supports,
        contradicts=kind.contradicts,
        spans=spans,
        beat_times_s=times,
    )


def wave_spans(ecg: EcgMeasurements, wave: str, leads: Sequence[str]) -> Spans:
    """
    Point at one wave or interval of every beat.

    Parameters
    ----------
    ecg : EcgMeasurements
        Of the recording.
    wave : str
        A key of `FIXED`.
    leads : sequence of str
        Where to show it.

    Returns
    -------
    tuple of (lead, first second, last second)
        By the global boundaries, or by fixed windows around R where there are none.
    """
    duration = float(ecg.duration)
    places = list(_bounded(ecg, wave)) if ecg.beats else []
    if not places:
        before, after = FIXED[wave]
        places = [(r + before, r + after) for r in ecg.peaks.tolist()]
    inside = [
        (max(0.0, start), min(duration, end))
        for start, end in places
        if end > 0 and start < duration
    ]
    return tuple(
        (lead, round(start, 4), round(end, 4))
        for lead in leads
        for start, end in inside
    )


def _bounded(ecg: EcgMeasurements, wave: str) -> Iterator[tuple[float, float]]:
    for beat in ecg.beats:
        place = _place(BeatSpan(beat.qrs, beat.p, beat.t), wave)
        if place is not None:
            yield place


def _place(beat: BeatSpan, wave: str) -> tuple[float, float] | None:
    onset, end = beat.qrs
    if wave == "st":
        return end, end + ST_LENGTH
    if wave == "pr":
        return None if beat.p is None else (beat.p[0], onset)
    if wave == "qt":
        return None if beat.t is None else (onset, beat.t[1])
    return {"p": beat.p, "qrs": beat.qrs, "t": beat.t}[wave]


def rr_spans(ecg: EcgMeasurements) -> Spans:
    """Point at every RR interval of the rhythm lead."""
    peaks = ecg.peaks.tolist()
    return tuple(
        (lead, round(first, 4), round(second, 4))
        for lead in RHYTHM_LEADS
        for first, second in pairwise(peaks)
    )


def spike_spans(ecg: EcgMeasurements, spikes: Floats) -> Spans:
    """Point at every pacing spike, in leads that between them see the whole heart."""
    duration = float(ecg.duration)
    return tuple(
        (
            lead,
            round(max(0.0, place - SPIKE_MARGIN), 4),
            round(min(duration, place + SPIKE_MARGIN), 4),
        )
        for lead in WHOLE_LEADS
        for place in spikes.tolist()
    )
