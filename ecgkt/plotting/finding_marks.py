"""A finding becomes marks on the sheet: what was measured, where, with its value."""

import math
from collections.abc import Iterator, Mapping

from ecgkt.plotting.overlay import Mark, Overlay, Shape, Span
from ecgkt.report.finding_words import title_of, value_of
from ecgkt.types.measurements import Finding, Measurement
from ecgkt.vocab.findings import FINDINGS, number_text, with_unit

BRACKETS = frozenset({"p_ms", "pr_ms", "qrs_ms", "qtc_fridericia_ms"})
"""Measures that last as long as the stretch they were read from."""
INTERVALS = frozenset(
    {"heart_rate_bpm", "rr_variation_percent", "rr_swing_ms", "dropped_beats"}
)
"""Measures of the time from beat to beat: each stretch is one such time."""
AXIS, Q_LENGTH = "axis_degrees", "q_{}_ms"
"""Measures of single leads: where they point, how long their Q lasts."""
DIRECTIONS = {"I": 0.0, "aVF": 90.0}
"""Degrees, of the leads from which the axis is read."""
LEVEL_SHARE = 0.05
"""Cosine below which a lead is called as much up as down: within 3 degrees."""
FOLLOWS_QRS = "st_t_secondary"
"""Names the QRS as its reason and shows ST: its value is not that of its stretch."""


def finding_overlay(
    finding: Finding, measurements: Mapping[str, Measurement]
) -> Overlay:
    """
    Return what the sheet shows of a finding.

    Parameters
    ----------
    finding : Finding
        The one that is pointed at.
    measurements : mapping of str to Measurement
        Of the same recording: the values of single leads.

    Returns
    -------
    Overlay
        Its stretches, and over them what was measured: a bracket as long as the
        interval, the time of each RR, a dot where ST or T was read, a spike's tick, an
        arrow at each single beat, the height of each R and S that was added up, the
        length of each Q, where I and aVF point. What has no place on the trace is
        written on the first lead.
    """
    is_rr = FINDINGS[finding.code].measure in INTERVALS
    return Overlay(
        spans=() if is_rr else tuple(Span(*span) for span in finding.spans),
        marks=tuple(_marks(finding, measurements)),
        title=title_of(finding),
        caption=(finding.text,),
    )


def _marks(finding: Finding, measurements: Mapping[str, Measurement]) -> Iterator[Mark]:
    measure = FINDINGS[finding.code].measure
    if measure in INTERVALS:
        for lead, start, end in finding.spans:
            text = number_text("rmssd_ms", 1000 * (end - start))
            yield Mark("interval", lead, start, end, text)
        return
    if finding.parts or measure in (AXIS, Q_LENGTH):
        yield from _of_leads(finding, measurements)
        return
    shape = _shape(finding, measure)
    first = next((lead for lead, _, _ in finding.spans), "")
    for lead, start, end in finding.spans:
        if shape == "note" and lead != first and "{}" not in measure:
            continue
        yield Mark(shape, lead, start, end, _text(finding, shape, lead, measurements))


def _of_leads(
    finding: Finding, measurements: Mapping[str, Measurement]
) -> Iterator[Mark]:
    """Draw what each lead has of its own: heights of waves, their direction, its Q."""
    measure = FINDINGS[finding.code].measure
    shapes: dict[str, Shape] = {"R": "R", "S": "S", "QRS": "QRS"}
    for lead, start, end in finding.spans:
        if measure == AXIS:
            yield Mark("bracket", lead, start, end, _direction(finding, lead))
        elif measure == Q_LENGTH:
            yield _q_mark(lead, start, end, measurements)
        for of, wave, value in finding.parts:
            if of == lead:
                yield Mark(shapes[wave], lead, start, end, f"{wave} {value:.2f} mV")


def _q_mark(
    lead: str, start: float, end: float, measurements: Mapping[str, Measurement]
) -> Mark:
    """Draw a bracket as long as a lead's Q, from the onset of QRS on."""
    names = [f"q_{lead.lower()}_{unit}" for unit in ("ms", "mv")]
    length, depth = (
        measurements[name].value if name in measurements else None for name in names
    )
    if length is None or depth is None:
        return Mark("note", lead, start, end)
    words = f"{with_unit(names[0], length)}, {with_unit(names[1], depth)}"
    return Mark("Q", lead, start, start + length / 1000, words)


def _direction(finding: Finding, lead: str) -> str:
    """Say where a lead points at an axis, by the angle between them."""
    share = math.cos(math.radians(finding.value - DIRECTIONS.get(lead, 0.0)))
    where = "level" if abs(share) < LEVEL_SHARE else "up" if share > 0 else "down"
    is_first = lead == finding.spans[0][0]
    return f"{value_of(finding)}: {lead} {where}" if is_first else f"{lead} {where}"


def _shape(finding: Finding, measure: str) -> Shape:
    if finding.beat_times_s:
        return "beat"
    if measure in BRACKETS and finding.code != FOLLOWS_QRS:
        return "bracket"
    shapes: dict[str, Shape] = {
        "st_{}_mv": "level",
        "t_{}_mv": "peak",
        "paced_beats_percent": "spike",
    }
    return shapes.get(measure, "note")


def _text(
    finding: Finding,
    shape: Shape,
    lead: str,
    measurements: Mapping[str, Measurement],
) -> str:
    measure = FINDINGS[finding.code].measure
    if shape in ("spike", "beat"):
        return ""
    if measure == "qtc_fridericia_ms":
        qt = measurements.get("qt_ms")
        if qt is None or qt.value is None:
            return f"QTc {value_of(finding)}"
        return f"QT {number_text('qt_ms', qt.value)}, QTc {value_of(finding)}"
    if "{}" in measure:
        name = measure.format(lead.lower())
        own = measurements.get(name)
        return "" if own is None or own.value is None else with_unit(name, own.value)
    return value_of(finding)
