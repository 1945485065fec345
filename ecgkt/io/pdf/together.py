"""Whether two pages of a print show the same seconds, which none of them says."""

import numpy as np

from ecgkt.types.record import Floats

BLUR_S = 0.1
"""About a QRS: over it the slopes of all leads are one hill."""
REFRACTORY_S = 0.3
HIGH = 0.4
"""Of the highest hill: what counts as a beat. T waves are less steep."""
AGREE_S = 0.04
"""The same beat, seen by limb and by chest leads."""
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
        Whether both hold the same number of beats, at least three, each within 40 ms.
        Strips that follow each other agree so by chance only where the rhythm is
        regular and the pause between them is a multiple of its interval.
    """
    beats, others = _beats(one, fs), _beats(other, fs)
    if len(beats) != len(others) or len(beats) < MIN_BEATS:
        return False
    return bool(np.abs(beats - others).max() <= AGREE_S)


def _beats(signal: Floats, fs: float) -> Floats:
    """Return the seconds at which the leads together are steepest."""
    slopes = np.abs(np.nan_to_num(np.diff(signal, axis=1))).sum(axis=0)
    width = max(round(BLUR_S * fs), 1)
    hills = np.convolve(slopes, np.hanning(width + 2)[1:-1], mode="same")
    is_high = hills > HIGH * hills.max(initial=0)
    edges = np.flatnonzero(np.diff(is_high, prepend=False, append=False))
    peaks: list[int] = []
    for begin, end in edges.reshape(-1, 2).tolist():
        peak = begin + int(np.argmax(hills[begin:end]))
        if not peaks or peak - peaks[-1] > REFRACTORY_S * fs:
            peaks.append(peak)
    return np.array(peaks) / fs
