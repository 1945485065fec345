"""Sharp T waves that are taken for beats: they alternate with the real ones."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import sosfiltfilt

from ecgkt.measure.beat_shapes import beat_shapes
from ecgkt.preprocess.butterworth import butterworth
from ecgkt.preprocess.delineator_input import without_wander
from ecgkt.types.record import Floats

MIN_PAIRS = 4
"""QRS with a supposed T each; fewer could be chance."""
QT = (0.18, 0.45)
"""Seconds from R to the top of T."""
STEADY = 0.02
"""Seconds (median absolute deviation) by which that interval varies at most."""
LIKE_OTHERS, LIKE_T = 0.85, 0.8
"""Least correlation of waves of one kind, and largest of the two kinds."""
TOO_FAST = 0.75
"""Seconds from QRS to QRS below which every second beat cannot be premature: the sinus
node would beat at more than 160 per minute."""
AFTER, BEFORE = 0.12, 0.24
"""Seconds after the supposed T and before the next QRS, where P is, between which it
must be quiet: a premature beat has a T of its own there."""
LEAST = 0.08
"""Seconds that must lie between; less decides nothing."""
QUIET = 0.08
"""Of the supposed T's height, that may be left there: U waves have no more."""
SMOOTH_HZ = 20.0


def sharp_t(leads: Floats, fs: float, peaks: Floats) -> NDArray[np.bool_]:
    """
    Tell which of the peaks are sharp T waves.

    Parameters
    ----------
    leads : numpy.ndarray of shape (n_leads, n_samples), float
        Voltage in mV, finite.
    fs : float
        Hz, at least 100.
    peaks : numpy.ndarray of shape (n_peaks,), float64
        Seconds, ascending.

    Returns
    -------
    numpy.ndarray of shape (n_peaks,), bool
        None of them unless all alternate at a steady short interval between two shapes
        and the second has no T of its own, as premature beats have.
    """
    nothing = np.zeros(len(peaks), dtype=bool)
    if len(peaks) < 2 * MIN_PAIRS:
        return nothing
    gaps = np.diff(peaks)
    # A gap that is shorter than its neighbours goes from QRS to T.
    first = 0 if np.median(gaps[::2]) < np.median(gaps[1::2]) else 1
    short, long = gaps[first::2], gaps[1 - first :: 2]
    if not _alternate(short, long):
        return nothing
    is_t = nothing.copy()
    is_t[1 - first :: 2] = True
    if not _two_kinds(leads, fs, peaks, is_t):
        return nothing
    cycle = float(np.median(short) + np.median(long))
    if cycle >= TOO_FAST and not _quiet_after(leads, fs, peaks, is_t):
        return nothing
    return is_t


def _alternate(short: Floats, long: Floats) -> bool:
    middle = float(np.median(short))
    is_steady = bool(np.median(np.abs(short - middle)) <= STEADY)
    is_short = bool((short < QT[1]).all()) and QT[0] <= middle
    return is_steady and is_short and short.max() < long.min()


def _two_kinds(
    leads: Floats, fs: float, peaks: Floats, is_t: NDArray[np.bool_]
) -> bool:
    correlation = beat_shapes(leads, fs, peaks).correlation
    inner = slice(1, -1)
    is_t = is_t[inner]
    pairs = correlation[inner, inner]
    alike = (pairs[np.ix_(is_t, is_t)], pairs[np.ix_(~is_t, ~is_t)])
    between = float(np.median(pairs[np.ix_(is_t, ~is_t)]))
    return all(np.median(one) >= LIKE_OTHERS for one in alike) and between <= LIKE_T


def _quiet_after(
    leads: Floats, fs: float, peaks: Floats, is_t: NDArray[np.bool_]
) -> bool:
    """Tell whether nothing like a T follows the supposed T."""
    smooth = butterworth(2, SMOOTH_HZ, "lowpass", fs)
    flat = sosfiltfilt(smooth, without_wander(leads, fs))
    left, heights = [], []
    for place in np.flatnonzero(is_t).tolist():
        if place + 1 == len(peaks):
            continue
        after = round((peaks[place] + AFTER) * fs)
        before = round((peaks[place + 1] - BEFORE) * fs)
        around = slice(max(0, after - round(2 * AFTER * fs)), after)
        if before - after >= LEAST * fs:
            # Spans: a level that wander moved is nothing.
            left.append(np.linalg.norm(np.ptp(flat[:, after:before], axis=1)))
            heights.append(np.linalg.norm(np.ptp(flat[:, around], axis=1)))
    return bool(left) and float(np.median(left)) <= QUIET * float(np.median(heights))
