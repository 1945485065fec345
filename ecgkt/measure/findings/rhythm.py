"""Findings of rate and rhythm."""

from collections.abc import Iterator

from ecgkt.measure.findings.parts import (
    RHYTHM_LEADS,
    make_finding,
    quoted,
    rr_spans,
    share,
    spike_spans,
    value_of,
    wave_spans,
)
from ecgkt.measure.findings.regularity import (
    NO_P,
    is_irregular,
    regularity_findings,
)
from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.types.measurements import Finding

SLOW, FAST = 60.0, 100.0
"""Beats per minute; Spodick, Am Heart J 1992;124:1119, on the convention."""
WITH_P = 90.0
"""Per cent of the beats with a P wave: limit of this project."""


def rhythm_findings(ecg: EcgMeasurements) -> Iterator[Finding]:
    """Judge rate, regularity, P waves and spikes."""
    yield from _pacing(ecg)
    yield from _rate(ecg)
    yield from regularity_findings(ecg)
    yield from _atrial(ecg)


def _pacing(ecg: EcgMeasurements) -> Iterator[Finding]:
    pacing = ecg.pacing
    if not (pacing.is_paced or pacing.is_seen):
        return
    spikes = f"Pacing spikes stand before {share(ecg, 'paced_beats_percent')}"
    if pacing.is_paced:
        code, text = "paced", f"{spikes}: {pacing.chamber} pacing."
    else:
        code, text = "spikes_seen", f"{spikes}; most beats do not follow them."
    spans = spike_spans(ecg, pacing.spikes)
    yield make_finding(ecg, code, text, spans=spans)


def _rate(ecg: EcgMeasurements) -> Iterator[Finding]:
    rate = value_of(ecg, "heart_rate_bpm")
    if rate is None:
        return
    with_p = value_of(ecg, "p_beats_percent")
    # Sinus or not is said only where P waves were looked for.
    is_sinus = with_p is not None and with_p >= WITH_P
    waves = f", with P waves before {share(ecg, 'p_beats_percent')}" if is_sinus else ""
    beats = f"The heart beats at {quoted(ecg, 'heart_rate_bpm')}{waves}"
    if rate < SLOW:
        code = "sinus_bradycardia" if is_sinus else "bradycardia"
        yield _shown(ecg, code, f"{beats}, slower than normal.")
    elif rate > FAST:
        code = "sinus_tachycardia" if is_sinus else "tachycardia"
        yield _shown(ecg, code, f"{beats}, faster than normal.")
    else:
        yield _shown(ecg, "rate_normal", f"{beats}, at a normal rate.")


def _atrial(ecg: EcgMeasurements) -> Iterator[Finding]:
    with_p = value_of(ecg, "p_beats_percent")
    if with_p is None:
        return
    text = f"P waves stand before {share(ecg, 'p_beats_percent')}."
    spans = wave_spans(ecg, "p", RHYTHM_LEADS)
    if with_p < NO_P and not is_irregular(ecg):
        yield make_finding(ecg, "p_absent", text, spans=spans)
    elif with_p >= WITH_P:
        yield make_finding(ecg, "p_present", text, spans=spans)


def _shown(ecg: EcgMeasurements, code: str, text: str) -> Finding:
    return make_finding(ecg, code, text, spans=rr_spans(ecg))
