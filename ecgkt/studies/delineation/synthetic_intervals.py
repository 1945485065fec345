"""Intervals of synthetic beats whose onsets and ends are known, as in the CTS tests."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from ecgkt.measure.measure_ecg import EcgMeasurements, measure_ecg
from ecgkt.models.delineate import Delineator
from ecgkt.simulate.dipole import EXTENT
from ecgkt.types.record import Signal

RATES = (40.0, 60.0, 75.0, 100.0, 120.0, 150.0)
HEIGHTS = (0.5, 1.0, 2.0, 3.0)
"""R in lead II, in mV."""
SAMPLING = (250.0, 500.0, 1000.0)
WIDTHS = (0.08, 0.10, 0.13)
"""Seconds of QRS."""
DURATION = 10.0
TARGETS = {
    "p_ms": (10.0, 8.0),
    "pr_ms": (10.0, 8.0),
    "qrs_ms": (6.0, 5.0),
    "qt_ms": (12.0, 10.0),
}
"""Largest mean and SD in ms: CTS column of IEC 60601-2-25, second hand."""
NOISE_MV = 0.01
"""Standard deviation of white noise per lead in the disclosure of noise stability."""


class Case(NamedTuple):
    """
    One synthetic recording.

    Attributes
    ----------
    signal : numpy.ndarray of shape (12, n_samples), float32
        Voltage in mV; III is flat, aVR inverted, aVL and aVF half, as in the CAL
        signals, which show the same wave in I and II.
    fs : float
        Hz.
    truth : dict of str to float
        "p_ms", "pr_ms", "qrs_ms", "qt_ms", "heart_rate_bpm" and "r_mv", as far as the
        recording has them.
    """

    signal: Signal
    fs: float
    truth: dict[str, float]


class Bump(NamedTuple):
    """One Gaussian: height in parts of R, centre from QRS onset and sigma, seconds."""

    height: float
    centre: float
    sigma: float


def synthetic_cases() -> Iterator[Case]:
    """
    Make the whole set.

    Yields
    ------
    Case
        Each rate, height and sampling rate once; QRS widths in turn.
    """
    for rate in RATES:
        for place, height in enumerate(HEIGHTS):
            for turn, fs in enumerate(SAMPLING):
                qrs = WIDTHS[(place + turn) % len(WIDTHS)]
                yield synthetic_case(rate, height, fs, qrs=qrs)


def synthetic_case(rate: float, height: float, fs: float, *, qrs: float) -> Case:
    """
    Make one recording of Gaussian waves.

    Parameters
    ----------
    rate : float
        Beats per minute.
    height : float
        R in lead II in mV.
    fs : float
        Hz.
    qrs : float
        Seconds.

    Returns
    -------
    Case
        Waves begin and end 2.5 sigma from their peaks.
    """
    rr = 60 / rate
    pr = 0.16 if rate <= 100 else 0.13
    # T ends before P begins: where they overlap, nobody knows the boundaries.
    qt = min(0.40 * rr ** (1 / 3), rr - pr - 0.02)
    p_sigma = 0.020 if rate <= 100 else 0.016
    t_sigma = min(0.044, (qt - qrs - 0.03) / (2 * EXTENT))
    waves = {
        "p": (Bump(0.12, -pr + EXTENT * p_sigma, p_sigma),),
        "qrs": (
            Bump(-0.12, 0.18 * qrs, 0.072 * qrs),
            Bump(1.0, 0.48 * qrs, 0.11 * qrs),
            Bump(-0.25, 0.80 * qrs, 0.08 * qrs),
        ),
        "t": (Bump(0.3, qt - EXTENT * t_sigma, t_sigma),),
    }
    times = np.arange(round(DURATION * fs)) / fs
    onsets = np.arange(0.37 * rr - 2 * rr, DURATION + 2 * rr, rr)
    trace = np.zeros_like(times)
    for bumps in waves.values():
        for bump in bumps:
            centres = onsets + bump.centre
            away = (times[:, None] - centres) / bump.sigma
            trace += bump.height * np.exp(-0.5 * away**2).sum(axis=1)
    trace *= height
    # aVR is the negative mean of I and II; the chest leads differ in size and sign.
    limb = np.array([1, 1, 0, -1, 0.5, 0.5])
    gains = np.concatenate([limb, [-0.6, 0.4, 0.8, 1.2, 1.0, 0.7]])
    truth = {
        "p_ms": 2000 * EXTENT * p_sigma,
        "pr_ms": 1000 * pr,
        "qrs_ms": 1000 * qrs,
        "qt_ms": 1000 * qt,
        "heart_rate_bpm": rate,
        "r_mv": float(trace.max()),
    }
    return Case(np.outer(gains, trace).astype(np.float32), fs, truth)


def interval_errors(delineator: Delineator) -> dict[str, Any]:
    """
    Measure the synthetic set and compare.

    Parameters
    ----------
    delineator : Delineator
        To be evaluated.

    Returns
    -------
    dict
        "errors": per quantity mean, sd, n, unit, targets and how many cases were not
        measured; "noise": the change that white noise makes, mean and sd.
    """
    cases = list(synthetic_cases())
    clean = [measure_case(case, delineator) for case in cases]
    noisy = [
        measure_case(_with_noise(case, number), delineator)
        for number, case in enumerate(cases)
        if case.fs == SAMPLING[1]
    ]
    pairs = list(zip(clean, cases, strict=True))
    quiet = [found for found, case in pairs if case.fs == SAMPLING[1]]
    errors = errors_of(pairs)
    rates = [_error(*pair, "heart_rate_bpm") for pair in pairs]
    errors["heart_rate_bpm"] = {**_moments(rates), "unit": "bpm"}
    heights = [_height_error(*pair) for pair in pairs]
    errors["r_percent"] = {**_moments(heights), "unit": "%"}
    return {
        "n": len(cases),
        "rule": (
            "simulated Gaussian beats, 40-150 bpm, 0.5-3 mV, 250, 500 and 1000 Hz; "
            "measured minus true; waves end 2.5 sigma from their peaks"
        ),
        "errors": errors,
        "noise": {
            "noise_mv": NOISE_MV,
            "changes": {
                name: _moments(
                    [
                        _difference(disturbed, undisturbed, name)
                        for disturbed, undisturbed in zip(noisy, quiet, strict=True)
                    ]
                )
                for name in TARGETS
            },
        },
    }


def errors_of(
    pairs: Sequence[tuple[EcgMeasurements, Case]],
) -> dict[str, dict[str, Any]]:
    """
    Compare what was measured with what was planted.

    Parameters
    ----------
    pairs : sequence of tuple
        What was measured of each case.

    Returns
    -------
    dict
        Per interval mean, sd, mae, n, how many were not measured, unit and targets.
    """
    return {
        name: {
            **_moments(
                [_error(*pair, name) for pair in pairs if name in pair[1].truth]
            ),
            "unit": "ms",
            "target_mean": TARGETS[name][0],
            "target_sd": TARGETS[name][1],
        }
        for name in TARGETS
    }


def measure_case(case: Case, delineator: Delineator) -> EcgMeasurements:
    """Measure one recording."""
    return measure_ecg(case.signal, case.fs, delineator, mask_fs=delineator.mask_fs)


def _with_noise(case: Case, seed: int) -> Case:
    rng = np.random.default_rng(seed)
    noise = NOISE_MV * rng.standard_normal(case.signal.shape)
    return case._replace(signal=(case.signal + noise).astype(np.float32))


def _error(found: EcgMeasurements, case: Case, name: str) -> float | None:
    value = found.values[name].value
    return None if value is None else value - case.truth[name]


def _difference(
    disturbed: EcgMeasurements, undisturbed: EcgMeasurements, name: str
) -> float | None:
    first, second = disturbed.values[name].value, undisturbed.values[name].value
    return None if first is None or second is None else first - second


def _height_error(found: EcgMeasurements, case: Case) -> float | None:
    """Return the error of R in lead II in per cent of it."""
    if found.median_beat is None:
        return None
    r = float(found.median_beat.beat[1, found.median_beat.qrs].max())
    return 100 * (r / case.truth["r_mv"] - 1)


def _moments(values: list[float | None]) -> dict[str, Any]:
    known = np.array([value for value in values if value is not None])
    measure: Callable[[Any], float | None] = (
        (lambda f: float(f(known))) if known.size else (lambda _f: None)
    )
    return {
        "mean": measure(np.mean),
        "sd": measure(np.std),
        "mae": measure(lambda errors: np.abs(errors).mean()),
        "n": int(known.size),
        "not_measured": len(values) - int(known.size),
    }
