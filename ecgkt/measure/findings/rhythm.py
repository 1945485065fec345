"""Findings of rate and rhythm."""

from collections.abc import Iterator

from ecgkt.measure.findings.parts import (
    RHYTHM_LEADS,
    make_finding,
    quoted,
    rr_spans,
    share,
    value_of,
    wave_spans,
)
from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.types.measurements import Finding

SLOW, FAST = 60.0, 100.0
"""Beats per minute; Spodick, Am Heart J 1992;124:1119, on the convention."""
IRREGULAR, REGULAR = 10.0, 5.0
"""RMSSD in per cent of the mean RR: limits of this project. Fibrillation has 20 and
more, breathing 2-8; between the two nothing is said."""
NO_P, WITH_P = 30.0, 90.0
"""Per cent of the beats with a P wave: limits of this project."""


def rhythm_findings(found: EcgMeasurements) -> Iterator[Finding]:
    """
    Judge rate, regularity, P waves and spikes.

    Parameters
    ----------
    found : EcgMeasurements
        Of one recording.

    Yields
    ------
    Finding
        Nothing of what was not measured.
    """
    if found.is_paced:
        text = f"Pacing spikes stand before {share(found, 'paced_beats_percent')}."
        yield _shown(found, "paced", text)
    yield from _rate(found)
    yield from _regularity(found)
    yield from _atrial(found)


def _rate(found: EcgMeasurements) -> Iterator[Finding]:
    rate = value_of(found, "heart_rate_bpm")
    if rate is None:
        return
    with_p = value_of(found, "p_beats_percent")
    # Sinus or not is said only where P waves were looked for.
    is_sinus = with_p is not None and with_p >= WITH_P
    waves = (
        f", with P waves before {share(found, 'p_beats_percent')}" if is_sinus else ""
    )
    beats = f"The heart beats at {quoted(found, 'heart_rate_bpm')}{waves}"
    if rate < SLOW:
        code = "sinus_bradycardia" if is_sinus else "bradycardia"
        yield _shown(found, code, f"{beats}, slower than normal.")
    elif rate > FAST:
        code = "sinus_tachycardia" if is_sinus else "tachycardia"
        yield _shown(found, code, f"{beats}, faster than normal.")
    else:
        yield _shown(found, "rate_normal", f"{beats}, at a normal rate.")


def _regularity(found: EcgMeasurements) -> Iterator[Finding]:
    variation = value_of(found, "rr_variation_percent")
    if variation is None or found.is_paced:
        return
    with_p = value_of(found, "p_beats_percent")
    text = f"RR intervals vary by {quoted(found, 'rr_variation_percent')}"
    if variation <= REGULAR:
        yield _shown(found, "regular", f"{text}: the rhythm is regular.")
    elif variation > IRREGULAR and with_p is not None and with_p < NO_P:
        waves = f"P waves stand before {share(found, 'p_beats_percent')}"
        yield _shown(found, "irregular_without_p", f"{text}, and {waves}.")
    elif variation > IRREGULAR:
        waves = (
            "P waves could not be looked for"
            if with_p is None
            else f"P waves stand before {share(found, 'p_beats_percent')}"
        )
        text = f"{text}: the rhythm is irregular; {waves}."
        yield _shown(found, "irregular", text)


def _atrial(found: EcgMeasurements) -> Iterator[Finding]:
    with_p = value_of(found, "p_beats_percent")
    if with_p is None:
        return
    text = f"P waves stand before {share(found, 'p_beats_percent')}."
    spans = wave_spans(found, "p", RHYTHM_LEADS)
    variation = value_of(found, "rr_variation_percent")
    is_irregular = variation is not None and variation > IRREGULAR
    if with_p < NO_P and not is_irregular:
        yield make_finding(found, "p_absent", text, spans=spans)
    elif with_p >= WITH_P:
        yield make_finding(found, "p_present", text, spans=spans)


def _shown(found: EcgMeasurements, code: str, text: str) -> Finding:
    return make_finding(found, code, text, spans=rr_spans(found))
