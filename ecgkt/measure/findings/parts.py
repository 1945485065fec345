"""What every finding is made of: its numbers in words, and where the trace shows it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.types.measurements import BeatSpan, Finding
from ecgkt.vocab.findings import FINDINGS, find_measure, number_text

Spans = tuple[tuple[str, float, float], ...]
RHYTHM_LEADS = ("II",)
"""Where a finding of the rhythm is shown: the strip that most sheets carry."""
WHOLE_LEADS = ("II", "V1", "V6")
"""Where a finding of the whole heart is shown."""
FIXED = {
    "p": (-0.26, -0.09),
    "pr": (-0.26, -0.06),
    "qrs": (-0.06, 0.07),
    "st": (0.07, 0.14),
    "t": (0.14, 0.40),
    "qt": (-0.06, 0.40),
}
"""Seconds around R to point at where the boundaries are not known."""
ST_LENGTH = 0.08
"""Seconds after QRS that are pointed at as ST."""


def value_of(found: EcgMeasurements, name: str) -> float | None:
    """Return a measured value, or None if it is not known."""
    return found.values[name].value


def quoted(found: EcgMeasurements, name: str) -> str:
    """Print a measurement that is known, with its unit and the beats behind it."""
    one = found.values[name]
    if one.value is None:
        raise ValueError(f"{name} was not measured: {one.reason}")
    beats = f" ({one.n_beats} beats)" if one.n_beats else ""
    return f"{number_text(name, one.value)} {find_measure(name).unit}{beats}".replace(
        " °", "°"
    )


def share(found: EcgMeasurements, name: str) -> str:
    """Print a share of the beats that is known, and of how many."""
    one = found.values[name]
    if one.value is None:
        raise ValueError(f"{name} was not measured: {one.reason}")
    return f"{number_text(name, one.value)} % of {one.n_beats} beats"


def make_finding(
    found: EcgMeasurements,
    code: str,
    text: str,
    *,
    measure: str = "",
    leads: Sequence[str] = (),
    spans: Spans = (),
) -> Finding:
    """
    Put a finding together.

    Parameters
    ----------
    found : EcgMeasurements
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
    one = found.values[name]
    if one.value is None:
        raise ValueError(f"{code} without a value of {name}: {one.reason}")
    return Finding(
        code=code,
        text=text,
        value=one.value,
        unit=find_measure(name).unit,
        leads=tuple(leads),
        beats=one.n_beats,
        normal_range=kind.normal,
        source=kind.source,
        supports=kind.supports,
        contradicts=kind.contradicts,
        spans=spans,
    )


def wave_spans(found: EcgMeasurements, wave: str, leads: Sequence[str]) -> Spans:
    """
    Point at one wave or interval of every beat.

    Parameters
    ----------
    found : EcgMeasurements
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
    duration = float(found.duration)
    places = list(_bounded(found, wave)) if found.beats else []
    if not places:
        before, after = FIXED[wave]
        places = [(r + before, r + after) for r in found.peaks.tolist()]
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


def _bounded(found: EcgMeasurements, wave: str) -> Iterator[tuple[float, float]]:
    for beat in found.beats:
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


def rr_spans(found: EcgMeasurements) -> Spans:
    """Point at every RR interval of the rhythm lead, with a gap between neighbours."""
    peaks = found.peaks.tolist()
    return tuple(
        (lead, round(first + 0.03, 4), round(second - 0.03, 4))
        for lead in RHYTHM_LEADS
        for first, second in pairwise(peaks)
    )
