"""All gates in a row: may this recording be scored, and what must be said beside it."""

from collections.abc import Callable
from dataclasses import replace

from ecgkt.config import QualityConfig
from ecgkt.quality.heart_gates import judge_beats
from ecgkt.quality.inspected import GateResult, Inspected
from ecgkt.quality.lead_reversal import judge_reversal
from ecgkt.quality.noise import drowns_beats, find_noise, judge_found
from ecgkt.quality.recording_gates import (
    judge_age,
    judge_gaps,
    judge_leads,
    judge_length,
    judge_sampling,
)
from ecgkt.quality.signal_gates import (
    judge_doubled,
    judge_flat,
    judge_limb_leads,
    judge_saturation,
    judge_unit,
)
from ecgkt.types.reading import Quality
from ecgkt.types.record import EcgRecord, Floats, Signal

CONFIG = QualityConfig()
STAGES = (
    (judge_leads, judge_length, judge_sampling, judge_gaps, judge_age),
    (judge_unit,),
    (judge_flat, judge_saturation, judge_limb_leads, judge_doubled),
)
"""A stage is only reached if none before it refused: its gates could not judge."""
BeatFinder = Callable[[Signal, float], Floats]
"""Leads in mV, without gaps, and their rate to the samples of the R peaks."""


def judge(
    record: EcgRecord,
    config: QualityConfig = CONFIG,
    *,
    find_beats: BeatFinder | None = None,
) -> Quality:
    """
    Ask every gate about the stretch of a recording that would be scored.

    Parameters
    ----------
    record : EcgRecord
        As read.
    config : QualityConfig
        The limits.
    find_beats : callable or None
        Says when the heart beats; without it nobody asks whether it does.

    Returns
    -------
    Quality
        "refuse" or "warn" if a gate says so. Notes (unknown age, bridged gaps) leave
        the verdict at "accept" and stand among the reasons, after the warnings. What
        the model cannot score for its leads, length or rate is refused and still
        measured; another refusal gives the reasons for itself alone.

    Examples
    --------
    >>> import numpy as np
    >>> flat = np.zeros((12, 5000), np.float32)
    >>> judge(EcgRecord(record_id="a", signal=flat, fs=500, format="npy")).verdict
    'refuse'
    """
    ecg = Inspected(record, config)
    results: list[GateResult] = []
    for stage in STAGES:
        answers = (gate(ecg) for gate in stage)
        results += [answer for answer in answers if answer is not None]
        if any(result.level == "refuse" for result in results):
            return _sum_up(results)
    if find_beats is None:
        return _sum_up(results)
    peaks = find_beats(ecg.filled, record.fs) / record.fs
    beats = judge_beats(ecg, peaks)
    if beats is not None:
        return _sum_up([*results, beats])
    # Noise is told beside the height of beats: without them there is no measure.
    noise = find_noise(ecg, peaks)
    reversal = None if drowns_beats(noise) else judge_reversal(ecg, peaks)
    results += [answer for answer in (reversal, judge_found(noise)) if answer]
    return replace(_sum_up(results), noise=noise)


def lacks_only_leads(record: EcgRecord, config: QualityConfig = CONFIG) -> bool:
    """
    Tell whether missing leads are all that keeps a recording from being scored.

    Parameters
    ----------
    record : EcgRecord
        The stretch that `judge` left unscored.
    config : QualityConfig
        The limits.

    Returns
    -------
    bool
        False where it is too short, its rate is not the model's, or its leads follow
        each other.
    """
    ecg = Inspected(record, config)
    others = (gate(ecg) for gate in STAGES[0] if gate is not judge_leads)
    is_free = all(answer is None or answer.level != "unscored" for answer in others)
    return is_free and not record.is_staggered


def with_warning(quality: Quality, reason: str) -> Quality:
    """
    Add a warning that only the measurement could give.

    Parameters
    ----------
    quality : Quality
        Of a recording that is not refused.
    reason : str
        One sentence; it stands first.

    Returns
    -------
    Quality
        With the verdict "warn".

    Examples
    --------
    >>> with_warning(Quality(verdict="accept"), "Paced.").verdict
    'warn'
    """
    return replace(quality, verdict="warn", reasons=(reason, *quality.reasons))


def _sum_up(results: list[GateResult]) -> Quality:
    levels = {result.level for result in results}
    # What would stand beside values is beside the point where there are none.
    told = (
        ("refuse", "unscored") if "refuse" in levels else ("unscored", "warn", "note")
    )
    shown = [result for level in told for result in results if result.level == level]
    is_refused, is_warned = bool(levels & {"refuse", "unscored"}), "warn" in levels
    return Quality(
        verdict="refuse" if is_refused else "warn" if is_warned else "accept",
        reasons=tuple(result.reason for result in shown),
        flags={result.flag: result.reason for result in shown if result.flag},
        measured_only=is_refused and "refuse" not in levels,
    )
