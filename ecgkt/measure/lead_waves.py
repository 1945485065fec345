"""Q and T of each lead, the largest QRS and the terminal forces of the median beat."""

from collections.abc import Iterable

import numpy as np

from ecgkt.measure.median_beat import MedianBeat
from ecgkt.types.measurements import Measurement, absent, not_measurable
from ecgkt.types.record import Floats
from ecgkt.vocab.leads import LEADS

LIMB, CHEST = LEADS[:6], LEADS[6:]
LEAST_Q = 0.02
"""mV; what is less deep is no Q but the noise of the median beat."""


def t_amplitudes(median: MedianBeat) -> dict[str, Measurement]:
    """
    Measure T in each lead: its highest or lowest point, whichever is farther off.

    Parameters
    ----------
    median : MedianBeat
        In mV above the level before QRS.

    Returns
    -------
    dict of str to Measurement
        "t_i_mv" to "t_v6_mv", signed.
    """
    waves = median.beat[:, median.t]
    return {
        f"t_{lead.lower()}_mv": not_measurable(reason)
        if reason
        else Measurement.of(wave[np.abs(wave).argmax()])
        for lead, wave, reason in zip(LEADS, waves, median.reasons, strict=True)
    }


def q_waves(median: MedianBeat, unknown: str) -> dict[str, Measurement]:
    """
    Measure Q in each lead: from QRS onset to where the lead turns positive.

    Parameters
    ----------
    median : MedianBeat
        In mV above the level before QRS.
    unknown : str
        Why the boundaries of QRS are not known; empty if they are.

    Returns
    -------
    dict of str to Measurement
        "q_i_ms" and "q_i_mv" to "q_v6_mv"; a QRS that never turns positive is one long
        Q (QS).
    """
    values = {}
    for lead, trace, reason in zip(LEADS, median.beat, median.reasons, strict=True):
        if reason or unknown:
            length = depth = not_measurable(reason or unknown)
        else:
            length, depth = _q_wave(trace, median.qrs, median.fs)
        values[f"q_{lead.lower()}_ms"] = length
        values[f"q_{lead.lower()}_mv"] = depth
    return values


def _q_wave(trace: Floats, qrs: slice, fs: float) -> tuple[Measurement, Measurement]:
    wave = trace[qrs]
    is_up = np.flatnonzero(wave > LEAST_Q)
    stop = int(is_up[0]) if is_up.size else len(wave)
    depth = float(-wave[:stop].min()) if stop else 0.0
    if depth <= LEAST_Q:
        return absent("no Q wave"), absent("no Q wave")
    # Between samples: where the line through the neighbours crosses the level.
    end = float(stop)
    if 0 < stop < len(wave):
        end = stop - 1 + float(wave[stop - 1] / (wave[stop - 1] - wave[stop]))
    return Measurement.of(1000 * end / fs), Measurement.of(depth)


def why_unread(median: MedianBeat, leads: Iterable[str]) -> str:
    """Return the first of some leads that was not read, and why; empty if all were."""
    reasons = {lead: median.reasons[LEADS.index(lead)] for lead in leads}
    return next((f"{lead}: {why}" for lead, why in reasons.items() if why), "")


def largest_qrs(median: MedianBeat) -> dict[str, Measurement]:
    """
    Measure the largest QRS, peak to peak, of the limb and of the chest leads.

    Parameters
    ----------
    median : MedianBeat
        In mV.

    Returns
    -------
    dict of str to Measurement
        "limb_voltage_mv" and "chest_voltage_mv"; a lead that was not read might hold
        the largest.
    """
    span = np.ptp(median.beat[:, median.qrs], axis=1)

    def largest(leads: Iterable[str]) -> Measurement:
        rows = [LEADS.index(lead) for lead in leads]
        unread = why_unread(median, leads)
        return not_measurable(unread) if unread else Measurement.of(max(span[rows]))

    return {"limb_voltage_mv": largest(LIMB), "chest_voltage_mv": largest(CHEST)}


def terminal_forces(median: MedianBeat, unknown: str) -> dict[str, Measurement]:
    """
    Measure where V1 and V6 point while the second half of QRS lasts.

    Parameters
    ----------
    median : MedianBeat
        In mV above the level before QRS.
    unknown : str
        Why the boundaries of QRS are not known; empty if they are.

    Returns
    -------
    dict of str to Measurement
        "terminal_v1_mv" and "terminal_v6_mv": means over the last half of QRS.
    """
    half = slice((median.qrs.start + median.qrs.stop) // 2, median.qrs.stop)
    values = {}
    for lead in ("V1", "V6"):
        row = LEADS.index(lead)
        reason = median.reasons[row] or unknown
        values[f"terminal_{lead.lower()}_mv"] = (
            not_measurable(reason)
            if reason
            else Measurement.of(median.beat[row, half].mean())
        )
    return values
