"""Q and T of each lead, the largest QRS and the terminal forces of the median beat."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.typical_waves import MedianBeat
from ecgkt.types.measurements import Measurement, absent, measured, not_measurable
from ecgkt.vocab.leads import LEADS

LIMB, CHEST = LEADS[:6], LEADS[6:]
LEAST_Q = 0.02
"""mV; what is less deep is no Q but the noise of the median beat."""

Floats = NDArray[np.float64]


def t_amplitudes(
    typical: MedianBeat, reasons: tuple[str, ...]
) -> dict[str, Measurement]:
    """
    Measure T in each lead: its highest or lowest point, whichever is farther off.

    Parameters
    ----------
    typical : MedianBeat
        In mV above the level before QRS.
    reasons : tuple of str
        Per lead, why it was not read; empty if it was.

    Returns
    -------
    dict of str to Measurement
        "t_i_mv" to "t_v6_mv", signed.
    """
    waves = typical.beat[:, typical.t]
    return {
        f"t_{lead.lower()}_mv": not_measurable(reason)
        if reason
        else measured(wave[np.abs(wave).argmax()])
        for lead, wave, reason in zip(LEADS, waves, reasons, strict=True)
    }


def q_waves(
    typical: MedianBeat, reasons: tuple[str, ...], unknown: str
) -> dict[str, Measurement]:
    """
    Measure Q in each lead: from QRS onset to where the lead turns positive.

    Parameters
    ----------
    typical : MedianBeat
        In mV above the level before QRS.
    reasons : tuple of str
        Per lead, why it was not read; empty if it was.
    unknown : str
        Why the boundaries of QRS are not known; empty if they are.

    Returns
    -------
    dict of str to Measurement
        "q_i_ms" and "q_i_mv" to "q_v6_mv"; a QRS that never turns positive is one long
        Q (QS).
    """
    values = {}
    for lead, trace, reason in zip(LEADS, typical.beat, reasons, strict=True):
        if reason or unknown:
            length = depth = not_measurable(reason or unknown)
        else:
            length, depth = _q_wave(trace, typical.qrs, typical.fs)
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
    return measured(1000 * end / fs), measured(depth)


def largest_qrs(
    typical: MedianBeat, reasons: tuple[str, ...]
) -> dict[str, Measurement]:
    """
    Measure the largest QRS, peak to peak, of the limb and of the chest leads.

    Parameters
    ----------
    typical : MedianBeat
        In mV.
    reasons : tuple of str
        Per lead, why it was not read; empty if it was.

    Returns
    -------
    dict of str to Measurement
        "limb_voltage_mv" and "chest_voltage_mv"; a lead that was not read might hold
        the largest.
    """
    span = np.ptp(typical.beat[:, typical.qrs], axis=1)

    def largest(leads: Iterable[str]) -> Measurement:
        rows = [LEADS.index(lead) for lead in leads]
        unread = [f"{LEADS[row]}: {reasons[row]}" for row in rows if reasons[row]]
        if unread:
            return not_measurable(unread[0])
        return measured(max(span[rows]))

    return {"limb_voltage_mv": largest(LIMB), "chest_voltage_mv": largest(CHEST)}


def terminal_forces(
    typical: MedianBeat, reasons: tuple[str, ...], unknown: str
) -> dict[str, Measurement]:
    """
    Measure where V1 and V6 point while the second half of QRS lasts.

    Parameters
    ----------
    typical : MedianBeat
        In mV above the level before QRS.
    reasons : tuple of str
        Per lead, why it was not read; empty if it was.
    unknown : str
        Why the boundaries of QRS are not known; empty if they are.

    Returns
    -------
    dict of str to Measurement
        "terminal_v1_mv" and "terminal_v6_mv": means over the last half of QRS.
    """
    half = slice((typical.qrs.start + typical.qrs.stop) // 2, typical.qrs.stop)
    values = {}
    for lead in ("V1", "V6"):
        row = LEADS.index(lead)
        reason = reasons[row] or unknown
        values[f"terminal_{lead.lower()}_mv"] = (
            not_measurable(reason)
            if reason
            else measured(typical.beat[row, half].mean())
        )
    return values
