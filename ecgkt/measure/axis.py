"""The frontal axes of P, QRS and T."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.median_beat import MedianBeat
from ecgkt.types.measurements import Measurement, not_measurable
from ecgkt.types.record import Floats
from ecgkt.vocab.leads import LEADS

LEAST_AREA = 1.0
"""mV ms; net areas below this in both leads have no direction (a QRS of 1 mV and 90 ms
has about 30, a P of 0.1 mV and 100 ms about 5)."""
FOOT = 0.008
"""Seconds around either end of P whose mean is a foot of its baseline."""


def frontal_axes(
    median: MedianBeat, p: Measurement, unknown: str
) -> dict[str, Measurement]:
    """
    Measure the axes of P, QRS and T on the median beat.

    Parameters
    ----------
    median : MedianBeat
        In mV above the level before QRS.
    p : Measurement
        The duration of P, or why there is none.
    unknown : str
        Why the boundaries are not known; empty if they are.

    Returns
    -------
    dict of str to Measurement
        "p_axis_degrees", "axis_degrees" and "t_axis_degrees".
    """
    return {
        "p_axis_degrees": _p_axis(median, p, unknown),
        "axis_degrees": frontal_axis(median.beat, median.qrs, median.fs),
        "t_axis_degrees": frontal_axis(median.beat, median.t, median.fs, wave="T"),
    }


def _p_axis(median: MedianBeat, p: Measurement, unknown: str) -> Measurement:
    if p.value is None:
        return Measurement(state=p.state, reason=p.reason)
    places: Mapping[str, float] = median.boundaries
    if unknown or not {"p_onset", "p_offset"} <= set(places):
        return not_measurable(unknown or "the boundaries of P were not found")
    first, last = (round(places[end] * median.fs) for end in ("p_onset", "p_offset"))
    beat = median.beat - _line(median.beat, first, last, round(FOOT * median.fs))
    return frontal_axis(beat, slice(first, last + 1), median.fs, wave="P")


def _line(beat: Floats, first: int, last: int, reach: int) -> Floats:
    """Draw the baseline of a small wave from one of its feet to the other."""
    feet = [
        beat[:, max(0, place - reach) : place + reach + 1].mean(axis=1)
        for place in (first, last)
    ]
    share = (np.arange(beat.shape[1]) - first) / max(1, last - first)
    line: Floats = feet[0][:, None] + (feet[1] - feet[0])[:, None] * share
    return line


def frontal_axis(
    beat: NDArray[np.floating], place: slice, fs: float, *, wave: str = "QRS"
) -> Measurement:
    """
    Measure the axis of a wave from its net areas in I and aVF.

    Parameters
    ----------
    beat : numpy.ndarray of shape (12, n_samples)
        Median beat in mV above the level before the wave; NaN where a lead was not
        read.
    place : slice
        Samples of the wave.
    fs : float
        Hz.
    wave : str
        Its name, for the reason why there is no axis.

    Returns
    -------
    Measurement
        Degrees, 0 to the left, 90 to the feet, in (-180, 180].

    References
    ----------
    .. [1] Novosel et al., "Corrected formula for the calculation of the electrical
       heart axis", Croat Med J 1999;40:77: aVF is drawn 2/sqrt(3) too small.
    """
    first, foot = (beat[LEADS.index(lead), place].sum() for lead in ("I", "aVF"))
    first, foot = float(first) * 1000 / fs, float(foot) * 1000 / fs
    if math.isnan(first) or math.isnan(foot):
        return not_measurable("lead I or aVF shows nothing that could be measured")
    foot *= 2 / math.sqrt(3)
    if math.hypot(first, foot) < LEAST_AREA:
        return not_measurable(f"{wave} is as much up as down in all limb leads")
    return Measurement.of(math.degrees(math.atan2(foot, first)))
