"""Cut-off waves: tops that end flat at one level, beat after beat, at any level."""

import numpy as np
from numpy.typing import NDArray

MIN_RUN, MIN_HELD = 3, 0.008
"""Equal samples on end, and seconds: a peak may touch its extreme twice."""
MIN_TOPS = 3
"""Flat tops at the very same level; a lone one may be chance."""
APART = 0.2
"""Seconds between two tops, so that one beat counts once (300 beats per minute)."""
MIN_STEP = 0.02
"""mV that the trace leaves the level by within one sample, as the median over its
tops: a cut wave leaves it steeply, a blunt one slowly."""
MIN_STEPS = 3.0
"""The same in steps of the lead's own resolution: where that is coarse (up to 0.02 mV
in the MIMIC-IV-ECG demo) blunt waves have flat tops too, but leave them by one step."""


def clipped_leads(signal: NDArray[np.floating], fs: float) -> NDArray[np.bool_]:
    """
    Say which leads have waves that are cut off.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float
        Voltage in mV as recorded, finite: a filter would round the flat tops.
    fs : float
        Hz.

    Returns
    -------
    numpy.ndarray of shape (n_leads,), bool
        True where the lead rests at its highest or at its lowest value for `MIN_RUN`
        samples and `MIN_HELD` seconds, in `MIN_TOPS` beats.

    Examples
    --------
    >>> beats = np.tile(np.sin(np.linspace(0, 2 * np.pi, 100)), (2, 10))
    >>> clipped_leads(np.stack([beats[0], beats[1].clip(-2, 0.5)]), fs=100)
    array([False,  True])
    """
    return np.array(
        [
            any(_is_cut(lead, float(level), fs) for level in (lead.max(), lead.min()))
            for lead in signal
        ]
    )


def _is_cut(lead: NDArray[np.floating], level: float, fs: float) -> bool:
    held = np.concatenate([[0], (lead == level).astype(np.int8), [0]])
    edges = np.diff(held)
    first, stop = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
    # A run at the very start or end may be padding.
    least_run = max(MIN_RUN, round(MIN_HELD * fs))
    is_top = (stop - first >= least_run) & (first > 0) & (stop < len(lead))
    first, stop = first[is_top], stop[is_top]
    if len(first) < MIN_TOPS:
        return False
    n_beats = 1 + int((np.diff(first) > APART * fs).sum())
    steps = np.maximum(np.abs(lead[first - 1] - level), np.abs(lead[stop] - level))
    least_step = max(MIN_STEP, MIN_STEPS * _resolution(lead))
    return n_beats >= MIN_TOPS and float(np.median(steps)) >= least_step


def _resolution(lead: NDArray[np.floating]) -> float:
    """Return the smallest distance of two levels that a lead takes, in mV."""
    return float(np.diff(np.unique(np.round(lead, 6))).min(initial=np.inf))
