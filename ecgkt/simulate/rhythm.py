"""When the heart beats: QRS onsets of sinus rhythm, atrial fibrillation and ectopy."""

from typing import NamedTuple

import numpy as np

MARGIN = 2.0
"""Seconds before and after the recording in which beats are planned, so that the first
and the last samples hold what a real recording would hold of beats outside it."""


class Onset(NamedTuple):
    """
    One event of a rhythm.

    Attributes
    ----------
    time : float
        QRS onset in seconds; of a blocked beat, where its QRS would have begun.
    kind : str
        "sinus", "fibrillation", "pvc" or "blocked".
    """

    time: float
    kind: str


def sinus_onsets(
    rate: float, duration: float, rng: np.random.Generator, *, breathing: float = 0.25
) -> list[Onset]:
    """
    Beat regularly, with the small variations of a healthy sinus node.

    Parameters
    ----------
    rate : float
        Mean heart rate in beats per minute.
    duration : float
        Length of the recording in seconds.
    rng : numpy.random.Generator
        Source of the phase and of the variation.
    breathing : float, default 0.25
        Breaths per second: intervals are 3 % longer and shorter with it.

    Returns
    -------
    list of Onset
        From `MARGIN` before the recording to `MARGIN` after it.
    """
    _check(rate)
    mean = 60.0 / rate
    phase = rng.uniform(0, 2 * np.pi)
    time = -MARGIN - rng.uniform(0, mean)
    onsets = []
    while time < duration + MARGIN:
        onsets.append(Onset(time, "sinus"))
        swing = 0.03 * np.sin(2 * np.pi * breathing * time + phase)
        time += mean * (1 + swing + 0.008 * rng.standard_normal())
    return onsets


def fibrillation_onsets(
    rate: float, duration: float, rng: np.random.Generator
) -> list[Onset]:
    """
    Beat irregularly irregular: each interval is drawn anew.

    Parameters
    ----------
    rate : float
        Mean ventricular rate in beats per minute.
    duration : float
        Length of the recording in seconds.
    rng : numpy.random.Generator
        Source of the intervals.

    Returns
    -------
    list of Onset
        As in `sinus_onsets`.
    """
    _check(rate)
    time = -MARGIN - rng.uniform(0, 0.5)
    onsets = []
    while time < duration + MARGIN:
        onsets.append(Onset(time, "fibrillation"))
        # Log-normal, 28 % spread; the refractory AV node passes nothing below 0.4 s.
        interval = 60.0 / rate * np.exp(0.28 * rng.standard_normal() - 0.04)
        time += float(np.clip(interval, 0.40, 1.5))
    return onsets


def with_pvcs(
    onsets: list[Onset], *, first: int, every: int, coupling: float
) -> list[Onset]:
    """
    Add premature ventricular beats that leave the sinus node undisturbed.

    The sinus beat after each of them finds the ventricle refractory: only its P wave
    remains, and the pause is fully compensatory.

    Parameters
    ----------
    onsets : list of Onset
        A sinus rhythm.
    first : int
        Index of the beat before the first premature one.
    every : int
        Sinus cycles from one premature beat to the next.
    coupling : float
        Interval to the premature beat as a share of the sinus interval, 0-1.

    Returns
    -------
    list of Onset
        In order of time.

    Examples
    --------
    >>> rhythm = [Onset(float(second), "sinus") for second in range(4)]
    >>> [kind for _, kind in with_pvcs(rhythm, first=1, every=5, coupling=0.5)]
    ['sinus', 'sinus', 'pvc', 'blocked', 'sinus']
    """
    result = list(onsets)
    for index in range(first, len(onsets) - 1, every):
        before, after = onsets[index].time, onsets[index + 1].time
        result[index + 1] = Onset(after, "blocked")
        result.append(Onset(before + coupling * (after - before), "pvc"))
    return sorted(result)


def _check(rate: float) -> None:
    if not rate > 0:
        raise ValueError(f"expected a heart rate above 0 per minute, got {rate}")
