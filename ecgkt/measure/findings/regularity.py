"""Findings of how the beats follow each other, and what makes them irregular."""

from collections.abc import Iterator

from ecgkt.measure.findings.parts import (
    RHYTHM_LEADS,
    make_finding,
    quoted,
    rr_spans,
    share,
    value_of,
    with_number,
)
from ecgkt.measure.irregularity import P_ALIKE_PERCENT, RANDOM_PERCENT
from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.types.measurements import Finding

IRREGULAR, REGULAR = 10.0, 5.0
"""RMSSD in per cent of the mean RR: limits of this project. Fibrillation has 20 and
more, breathing 2-8; between the two nothing is said."""
NO_P, SOME_P = 30.0, 70.0
"""Per cent of the beats with a P wave below which there is none, and from which what is
alike before the beats is believed to be one: limits of this project."""
BREATHING_MS, BREATHING_PERCENT = 120.0, 7.0
"""Longest minus shortest RR (Surawicz and Knilans), and the standard deviation of RR in
per cent of its mean: chosen on PTB-XL's tuning fold."""


def regularity_findings(ecg: EcgMeasurements) -> Iterator[Finding]:
    """Tell regular beats, and irregular ones by what makes them so."""
    variation = value_of(ecg, "rr_variation_percent")
    if variation is None or ecg.is_paced:
        return
    text = f"RR intervals vary by {quoted(ecg, 'rr_variation_percent')}"
    if variation <= REGULAR:
        yield _shown(ecg, "regular", f"{text}: the rhythm is regular.")
    elif variation > IRREGULAR and is_without_p(ecg):
        yield _shown(ecg, "irregular_without_p", f"{text}, and {_waves(ecg)}.")
    elif value_of(ecg, "dropped_beats"):
        yield _dropped(ecg)
    elif variation > IRREGULAR and _is_ectopic(ecg):
        yield _shown(ecg, "irregular_ectopic", f"{text}, {_without(ecg)}.")
    elif _breathes(ecg):
        swing = quoted(ecg, "rr_swing_ms")
        found = f"RR intervals swing by {swing}, and {_waves(ecg)}"
        yield _shown(ecg, "sinus_arrhythmia", f"{found}: sinus arrhythmia.")
    elif variation > IRREGULAR:
        found = f"{text}: the rhythm is irregular; {_waves(ecg)}."
        yield _shown(ecg, "irregular", found)


def is_irregular(ecg: EcgMeasurements) -> bool:
    """Tell whether RR intervals vary beyond the limit, whatever the reason."""
    variation = value_of(ecg, "rr_variation_percent")
    return variation is not None and variation > IRREGULAR


def is_without_p(ecg: EcgMeasurements) -> bool:
    """
    Tell whether an irregular rhythm has no P waves, as atrial fibrillation.

    By the waves' boundaries, or by what precedes the beats not being alike; the second
    holds at every rate, and gives way to P waves that were found before most beats.
    Premature beats alone make no rhythm irregular.
    """
    with_p = value_of(ecg, "p_beats_percent")
    steps = value_of(ecg, "rr_steps_percent")
    alike = value_of(ecg, "p_alike_percent")
    # Where too few usual beats follow each other, premature ones explain enough.
    is_random = not ecg.ectopy.beats if steps is None else steps > RANDOM_PERCENT
    if with_p is not None and with_p < NO_P:
        return is_random
    is_unlike = alike is not None and alike < P_ALIKE_PERCENT
    return is_unlike and steps is not None and is_random and (with_p or 0.0) < SOME_P


def _is_ectopic(ecg: EcgMeasurements) -> bool:
    steps = value_of(ecg, "rr_steps_percent")
    # In bigeminy no two usual beats follow each other: nothing else is irregular.
    is_steady = steps is None or steps <= RANDOM_PERCENT
    return is_steady and bool(ecg.ectopy.beats)


def _without(ecg: EcgMeasurements) -> str:
    if value_of(ecg, "rr_steps_percent") is None:
        return "by premature beats alone"
    return f"without the premature beats by {quoted(ecg, 'rr_steps_percent')}"


def _breathes(ecg: EcgMeasurements) -> bool:
    swing, alike = value_of(ecg, "rr_swing_ms"), value_of(ecg, "p_alike_percent")
    spread = ecg.ectopy.irregularity.spread_percent
    if swing is None or alike is None or spread is None:
        return False
    is_sinus = alike >= P_ALIKE_PERCENT and not _lacks_p(ecg)
    return is_sinus and swing > BREATHING_MS and spread > BREATHING_PERCENT


def _lacks_p(ecg: EcgMeasurements) -> bool:
    with_p = value_of(ecg, "p_beats_percent")
    return with_p is not None and with_p < SOME_P


def _dropped(ecg: EcgMeasurements) -> Finding:
    pauses = ecg.ectopy.irregularity.pauses
    count = with_number(ecg, "dropped_beats")
    text = f"The rhythm is steady but for pauses twice as long: {count} dropped."
    spans = tuple(
        (lead, round(first, 4), round(last, 4))
        for lead in RHYTHM_LEADS
        for first, last in pauses
    )
    times = tuple(round(first, 4) for first, _ in pauses)
    return make_finding(ecg, "irregular_dropped", text, spans=spans, times=times)


def _waves(ecg: EcgMeasurements) -> str:
    if value_of(ecg, "p_beats_percent") is not None:
        return f"P waves stand before {share(ecg, 'p_beats_percent')}"
    if value_of(ecg, "p_alike_percent") is not None:
        alike = quoted(ecg, "p_alike_percent")
        return f"what precedes the beats is alike by {alike}"
    return "P waves could not be looked for"


def _shown(ecg: EcgMeasurements, code: str, text: str) -> Finding:
    return make_finding(ecg, code, text, spans=rr_spans(ecg))
