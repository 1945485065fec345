"""Pacing spikes: steps far steeper than the heart, out of quiet."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d

from ecgkt.types.record import Floats

MIN_FS = 450.0
"""Hz; below it a spike of 0.5-2 ms has been filtered away or looks like noise."""
STEP_MV = 0.6
"""Sum over leads of the step within one sample of 2 ms."""
CONTRAST = 6.0
"""A spike's step over the largest step shortly before it: QRS begins gradually."""
QUIET = (0.006, 0.030)
"""Seconds before the spike that must be quiet."""
NEAR = (0.16, 0.04)
"""Seconds before and after R in which a spike belongs to the beat."""
PACED_SHARE = 0.5
"""Of beats with a spike. On the odd LUDB records the four with pacemakers have
0.55-1.0, all others at most 0.43."""


def find_spikes(signal: NDArray[np.floating], fs: float) -> Floats:
    """
    Find pacing spikes.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float
        Voltage in mV, finite.
    fs : float
        Hz.

    Returns
    -------
    numpy.ndarray of shape (n_spikes,), float64
        Seconds, ascending; empty below `MIN_FS`, where none can be told.
    """
    if fs < MIN_FS or signal.shape[1] < fs:
        return np.empty(0)
    # Per 2 ms, so that the limit means the same at every rate.
    stride = max(1, round(0.002 * fs))
    step = np.abs(signal[:, stride:] - signal[:, :-stride]).sum(axis=0)
    near, far = (round(seconds * fs) for seconds in QUIET)
    width = far - near
    recent = maximum_filter1d(step, width)
    before = np.full_like(step, np.inf)
    shift = near + width // 2
    before[shift:] = recent[:-shift]
    places = np.flatnonzero((step > STEP_MV) & (step > CONTRAST * before))
    if not places.size:
        return np.empty(0)
    is_first = np.insert(np.diff(places) > 0.02 * fs, 0, True)
    return places[is_first] / fs


def paced_share(spikes: Floats, peaks: Floats) -> float:
    """
    Say how many beats follow a spike.

    Parameters
    ----------
    spikes : numpy.ndarray of shape (n_spikes,)
        Seconds.
    peaks : numpy.ndarray of shape (n_beats,)
        R peaks in seconds.

    Returns
    -------
    float
        0-1; 0 without beats.

    Examples
    --------
    >>> paced_share(np.array([0.95]), np.array([1.0, 2.0]))
    0.5
    """
    if not len(peaks):
        return 0.0
    lag = spikes[None] - peaks[:, None]
    belongs = (lag > -NEAR[0]) & (lag < NEAR[1])
    return float(belongs.any(axis=1).mean())
