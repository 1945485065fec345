"""
Whether two pages of a print show the same seconds, which none of them says.

Of 350 real ECGs (LUDB, PTB-XL, MIMIC-IV-ECG), cut in two pages of six leads for 5 or
10 s, 96 % are told to show the same seconds; of pages that follow each other 4 %, those
whose regular rhythm happens to go on in step.
"""

import numpy as np

from ecgkt.types.record import Floats

SMOOTH_S, HILL_S = 0.02, 0.2
"""Noise is averaged away; the slopes of a QRS in all leads are one hill."""
REFRACTORY_S = 0.3
HIGH = 0.5
"""Of the highest hill: what counts as a beat. T waves are less steep."""
OFFSET_S, AGREE_S = 0.06, 0.025
"""Chest leads see the same beat a little apart from limb leads, and always as far."""
MOST = 0.85
"""Of the beats must agree: an ectopic one may look another way to each."""
MIN_BEATS = 3


def show_same_seconds(one: Floats, other: Floats, fs: float) -> bool:
    """
    Compare the beats of two sets of leads.

    Parameters
    ----------
    one, other : numpy.ndarray of shape (n_leads, n_samples), float64
        mV, from the first second of each page.
    fs : float
        Hz.

    Returns
    -------
    bool
        Whether nearly all beats of either have one in the other, within 25 ms of the
        same small distance.
    """
    beats, others = _beats(one, fs), _beats(other, fs)
    if min(len(beats), len(others)) < MIN_BEATS:
        return False
    apart = others[None, :] - beats[:, None]
    nearest = np.take_along_axis(apart, np.abs(apart).argmin(1)[:, None], 1)[:, 0]
    offset = float(np.median(nearest))
    agrees = np.abs(apart - offset) <= AGREE_S
    shares = agrees.any(axis=1).mean(), agrees.any(axis=0).mean()
    return bool(abs(offset) <= OFFSET_S and min(shares) >= MOST)


def _beats(signal: Floats, fs: float) -> Floats:
    """Return the seconds at which the leads together are steepest."""
    window = np.ones(max(round(SMOOTH_S * fs), 1))
    smooth = [np.convolve(np.nan_to_num(lead), window, mode="same") for lead in signal]
    slopes = np.abs(np.diff(smooth, axis=1)).sum(axis=0)
    hill = np.hanning(max(round(HILL_S * fs), 1) + 2)[1:-1]
    hills = np.convolve(slopes, hill, mode="same")
    is_high = hills > HIGH * hills.max(initial=0)
    edges = np.flatnonzero(np.diff(is_high, prepend=False, append=False))
    peaks: list[int] = []
    for begin, end in edges.reshape(-1, 2).tolist():
        peak = begin + int(np.argmax(hills[begin:end]))
        if not peaks or peak - peaks[-1] > REFRACTORY_S * fs:
            peaks.append(peak)
    return np.array(peaks) / fs
