"""Synthetic beats of three shapes, of any rate, width and sampling frequency."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ecgkt.models.delineate import Delineator
from ecgkt.studies.delineation.synthetic_intervals import (
    Case,
    errors_of,
    measure_case,
)
from ecgkt.types.record import Floats

FAMILIES: dict[str, Callable[[Floats], Floats]] = {
    "gaussian": lambda x: np.exp(-0.5 * (2.5 * x) ** 2),
    "cosine": lambda x: np.where(np.abs(x) < 1, np.cos(np.pi * x / 2) ** 2, 0.0),
    "triangle": lambda x: np.clip(1 - np.abs(x), 0, None),
}
"""Height of a wave by the distance from its middle, in parts of its half length."""
RATES = (40.0, 70.0, 100.0, 130.0, 160.0, 190.0, 220.0)
WIDTHS = (0.06, 0.08, 0.10, 0.12, 0.15, 0.18)
"""Seconds of QRS."""
SAMPLING = (250.0, 500.0, 1000.0)
NOISE_MV = (0.002, 0.005, 0.010)
"""Standard deviation of white noise per lead."""
LEAST_REST = 0.20
"""Seconds of a beat without QRS: with less of it nothing is left for ST and T."""
P_UP_TO = 150.0
"""Beats per minute; in faster hearts P lies upon T, and nobody knows its boundaries."""
DURATION = 10.0
FRONT = np.array([0.6, 1.0, 0.4, -0.8, 0.1, 0.7, -0.4, 0.3, 0.8, 1.2, 1.1, 0.9])
TURN = np.array([0.2, 0.1, -0.1, -0.15, 0.15, 0, 0.6, 0.9, 0.7, 0.2, -0.1, -0.2])
"""Gains of the twelve leads for the main forces of a beat, and for those of QRS that
come before and after them: the leads differ in where their QRS begins and ends."""


def family_cases(family: str) -> Iterator[Case]:
    """
    Make the recordings of one family.

    Parameters
    ----------
    family : str
        A key of `FAMILIES`.

    Yields
    ------
    Case
        Each rate and width for which a beat has room; sampling and noise in turn. P
        and PR are not part of the truth where no P is planted.
    """
    for place, rate in enumerate(RATES):
        for turn, qrs in enumerate(WIDTHS):
            if 60 / rate >= qrs + LEAST_REST:
                fs = SAMPLING[(place + turn) % len(SAMPLING)]
                noise = NOISE_MV[(place + turn // 2) % len(NOISE_MV)]
                yield family_case(family, rate, qrs=qrs, fs=fs, noise_mv=noise)


def family_case(
    family: str, rate: float, *, qrs: float, fs: float, noise_mv: float = 0.0
) -> Case:
    """
    Make one recording.

    Parameters
    ----------
    family : str
        A key of `FAMILIES`: the shape of QRS. P and T are smooth in every family.
    rate : float
        Beats per minute.
    qrs : float
        Seconds.
    fs : float
        Hz.
    noise_mv : float
        Standard deviation of white noise per lead.

    Returns
    -------
    Case
        A wave begins and ends half a length from its peak: where its shape reaches
        zero, or a Gaussian 4 % of its height.

    Examples
    --------
    >>> family_case("triangle", 75.0, qrs=0.09, fs=500.0).truth["qrs_ms"]
    90.0
    """
    rr = 60 / rate
    has_p = rate <= P_UP_TO
    pr = 0.16 if rate <= 100 else 0.13
    room = rr - pr - 0.02 if has_p else rr - 0.06
    qt = min(0.40 * rr ** (1 / 3), room)
    half_t = min(0.11, (qt - qrs - 0.02) / 2)
    shape, smooth = FAMILIES[family], FAMILIES["gaussian"]
    times = np.arange(round(DURATION * fs)) / fs
    onsets = np.arange(-0.7 * rr, DURATION + rr, rr)

    def train(wave: Callable[[Floats], Floats], middle: float, half: float) -> Floats:
        total = np.zeros_like(times)
        for onset in onsets:
            near = np.abs(times - onset - middle) < 3 * half
            total[near] += wave((times[near] - onset - middle) / half)
        return total

    front = (
        -0.12 * train(shape, 0.22 * qrs, 0.22 * qrs)
        + train(shape, 0.50 * qrs, 0.28 * qrs)
        - 0.25 * train(shape, 0.80 * qrs, 0.20 * qrs)
        + 0.30 * train(smooth, qt - half_t, half_t)
    )
    if has_p:
        front += 0.12 * train(smooth, 0.05 - pr, 0.05)
    turn = train(shape, 0.35 * qrs, 0.30 * qrs) - train(shape, 0.65 * qrs, 0.30 * qrs)
    signal = np.outer(FRONT, front) + np.outer(TURN, turn)
    first, second = signal[0], signal[1]
    signal[2:6] = (
        second - first,
        -(first + second) / 2,
        first - second / 2,
        second - first / 2,
    )
    rng = np.random.default_rng([round(rate), round(1000 * qrs), round(fs)])
    signal += noise_mv * rng.standard_normal(signal.shape)
    truth = {"qrs_ms": round(1000 * qrs, 6), "qt_ms": 1000 * qt}
    truth |= {"heart_rate_bpm": rate}
    if has_p:
        truth |= {"p_ms": 100.0, "pr_ms": 1000 * pr}
    return Case(signal.astype(np.float32), fs, truth)


def family_errors(delineator: Delineator) -> dict[str, dict[str, Any]]:
    """
    Measure every family and compare.

    Parameters
    ----------
    delineator : Delineator
        To be evaluated.

    Returns
    -------
    dict of str to dict
        By family what `errors_of` gives.
    """
    return {
        family: errors_of(
            [(measure_case(case, delineator), case) for case in family_cases(family)]
        )
        for family in FAMILIES
    }
