"""Gates that judge voltages: unit, flat, doubled, saturated, contradicting leads."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import sosfiltfilt

from ecgkt.preprocess.butterworth import butterworth
from ecgkt.quality.clipping import clipped_leads
from ecgkt.quality.inspected import INDEPENDENT, GateResult, Inspected
from ecgkt.quality.lead_noise import step_sizes
from ecgkt.vocab.leads import INDEPENDENT_LEADS

MIN_RUN = 3
"""Samples: a peak may touch its extreme twice, a rail holds it."""

LIMB_STEPS = 0.75
"""Times the step of a coarse lead, rms, that rounding alone may make limb leads differ:
half a step for I + III - II, and some more."""
LIMB_HZ, LIMB_EDGE_S, LIMB_SHARE_LEFT = 30.0, 0.5, 0.5
"""Hz up to which four fifths of what a swap makes remain, and a third of white noise;
seconds at the ends that the filter spoils; the share that parts the two."""


def judge_unit(ecg: Inspected) -> GateResult | None:
    """
    Refuse voltages that no heart makes: the stated unit is wrong then.

    Nothing is converted: the user is asked.
    """
    config = ecg.config
    low, high = np.percentile(ecg.filled[ecg.is_there], [5, 95], axis=1)
    spread = float(np.median(high - low))
    # Without any change the recording is flat, whatever its unit.
    if not spread or config.min_range <= spread <= config.max_range:
        return None
    seen = f"in the median lead 90 % of the samples span {spread:.3g} mV"
    if spread >= config.microvolt_range:
        return GateResult(
            "refuse",
            f"An ECG spans about 0.1 to {config.max_range:g} mV; {seen}. The numbers "
            "look like µV: state the unit (uV) and read it again.",
        )
    if spread < config.volt_range:
        return GateResult(
            "refuse",
            f"An ECG spans about 0.1 to {config.max_range:g} mV; {seen}. Either the "
            "numbers are V, then state the unit (V), or no electrode was connected.",
        )
    return GateResult(
        "refuse" if spread > config.max_range else "warn",
        f"An ECG spans about 0.1 to {config.max_range:g} mV; {seen}. Check unit and "
        "gain at the source.",
    )


def judge_flat(ecg: Inspected) -> GateResult | None:
    """Name leads that carry no signal, or none for a while."""
    config = ecg.config
    is_still = ecg.centred.std(axis=1) < config.min_sd
    steady = np.array([_longest_run(np.diff(lead) == 0) for lead in ecg.filled])
    is_stopped = steady > config.max_constant * ecg.record.fs
    return ecg.some_leads(
        is_still | is_stopped,
        f"Leads without signal (below {config.min_sd * 1000:g} µV, or constant for "
        f"more than {config.max_constant:g} s)",
        "Check the electrodes; statements that rest on these leads are unsafe.",
    )


def judge_doubled(ecg: Inspected) -> GateResult | None:
    """Name two independent leads that are one and the same."""
    leads = ecg.centred[INDEPENDENT]
    alive = np.flatnonzero(leads.std(axis=1) >= ecg.config.min_sd)
    if len(alive) < 2:
        return None
    above = np.triu(np.corrcoef(leads[alive]), k=1) > ecg.config.max_correlation
    pairs = [
        f"{INDEPENDENT_LEADS[alive[row]]} and {INDEPENDENT_LEADS[alive[column]]}"
        for row, column in np.argwhere(above)
    ]
    if not pairs:
        return None
    return GateResult(
        "warn",
        f"These leads are identical: {'; '.join(pairs)}. One was probably exported "
        "twice: check the export.",
    )


def judge_saturation(ecg: Inspected) -> GateResult | None:
    """Name leads at the end of their range, or with voltages beyond any heart's."""
    config = ecg.config
    is_huge = np.abs(ecg.centred).max(axis=1) > config.max_voltage
    is_railed = np.array(
        [_railed(lead, config.rail_level) > config.max_railed for lead in ecg.filled]
    )
    return ecg.some_leads(
        is_huge | is_railed | clipped_leads(ecg.filled, ecg.record.fs),
        f"Saturated leads (cut off at one level, or beyond {config.max_voltage:g} mV)",
        "Amplitudes in them are not the heart's: check electrodes and gain.",
    )


def judge_limb_leads(ecg: Inspected) -> GateResult | None:
    """
    Warn where the six limb leads contradict each other.

    References
    ----------
    .. [1] Malmivuo and Plonsey, "Bioelectromagnetism", Oxford University Press 1995,
       chapter 15. Departs from the usual check by the sum of aVR, aVL and aVF: each of
       them is held against I and II, because the sum is blind to their order.
    """
    if not ecg.is_there[:6].all():
        return None
    contradictions = _limb_contradictions(ecg.centred)
    error = float(_rms(contradictions).max())
    level = float(np.sqrt((ecg.centred[:3] ** 2).mean()))
    # Coarse steps contradict each other by rounding: the gate of noise names them.
    rounding = LIMB_STEPS * float(step_sizes(ecg.window[:6]).max())
    if error <= max(ecg.config.limb_share * level, ecg.config.limb_error, rounding):
        return None
    # So do hum and muscle noise that each lead has by itself.
    edge_hz = min(LIMB_HZ, 0.45 * ecg.record.fs)
    slow = butterworth(4, edge_hz, "lowpass", ecg.record.fs)
    edge = round(LIMB_EDGE_S * ecg.record.fs)
    left = np.asarray(sosfiltfilt(slow, contradictions))[:, edge:-edge]
    if float(_rms(left).max()) < LIMB_SHARE_LEFT * error:
        return None
    return GateResult(
        "warn",
        "The limb leads must follow from each other (II = I + III, and aVR, aVL, aVF "
        f"from I and II); they differ by {error * 1000:.0f} µV rms. Leads may be "
        "swapped or have different gains: check names and gains at the source.",
    )


def _limb_contradictions(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    i, ii, iii, avr, avl, avf = signal[:6]
    return np.stack(
        [i + iii - ii, avr + (i + ii) / 2, avl - (i - ii / 2), avf - (ii - i / 2)]
    )


def _rms(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.sqrt((signal**2).mean(axis=-1)))


def _run_lengths(mask: NDArray[np.bool_]) -> NDArray[np.int_]:
    edges = np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))
    return np.flatnonzero(edges < 0) - np.flatnonzero(edges > 0)


def _longest_run(mask: NDArray[np.bool_]) -> int:
    return int(_run_lengths(mask).max(initial=0))


def _railed(lead: NDArray[np.float32], level: float) -> float:
    """Share of samples held at an extreme that is far from the lead's median."""
    n_held = 0
    middle = np.median(lead)
    for extreme in (lead.min(), lead.max()):
        if abs(extreme - middle) > level:
            runs = _run_lengths(lead == extreme)
            n_held += int(runs[runs >= MIN_RUN].sum())
    return n_held / len(lead)
