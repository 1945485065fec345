"""Heart rate variability in time: RMSSD, SDNN and pNN50 of the normal beats."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from ecgkt.types.measurements import Measurement, not_measurable
from ecgkt.types.record import Floats

LEAST_S = 60.0
"""Seconds, the least that anything is said of; shorter ones hold hardly a breath."""
STANDARD_S = 300.0
"""Seconds of the Task Force's short-term recording."""
NEAR, MOST_OFF = 11, 0.2
"""Intervals whose median an interval is held against, and the share by which one
between normal beats may differ from it: premature beats and the pauses after them
differ by more."""
LEAST_SHARE = 0.8
"""Of the recording's time that must be intervals between normal beats."""
PNN_S = 0.05
"""Seconds between neighbouring intervals, from which pNN50 counts."""
NAMES = ("rmssd_ms", "sdnn_ms", "pnn50_percent")


class NormalIntervals(NamedTuple):
    """
    RR intervals, and which of them lie between normal beats.

    Attributes
    ----------
    rr : numpy.ndarray of shape (n_beats - 1,), float64
        Seconds.
    is_normal : numpy.ndarray of the same shape, bool
        False next to a premature beat, in a pause and where beats were not found.
    """

    rr: Floats
    is_normal: NDArray[np.bool_]


def normal_intervals(peaks: Floats) -> NormalIntervals:
    """
    Tell the intervals between normal beats from the others.

    Parameters
    ----------
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds, at least two.

    Returns
    -------
    NormalIntervals

    References
    ----------
    .. [1] Malik et al., "Prognostic value of heart rate variability after myocardial
       infarction", Med Biol Eng Comput 1989;27:603, doi:10.1007/BF02441642: an interval
       that differs from the one before by more than 20 % is left out. Departs from it:
       held against the median of 11 intervals, because the one before may itself be
       that of a premature beat.

    Examples
    --------
    >>> peaks = np.array([0, 1, 2, 2.6, 4, 5, 6])
    >>> normal_intervals(peaks).is_normal.tolist()
    [True, True, False, False, True, True]
    """
    rr = np.diff(peaks)
    typical = median_filter(rr, min(NEAR, len(rr)), mode="nearest")
    return NormalIntervals(rr, np.abs(rr - typical) <= MOST_OFF * typical)


def variability(peaks: Floats, duration: float) -> dict[str, Measurement]:
    """
    Measure how the intervals between normal beats vary.

    Parameters
    ----------
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds, of a whole recording.
    duration : float
        Its length in seconds.

    Returns
    -------
    dict of str to Measurement
        "rmssd_ms", "sdnn_ms" and "pnn50_percent"; differences are those of intervals
        that follow each other, both between normal beats.

    References
    ----------
    .. [1] Task Force of ESC and NASPE, "Heart rate variability: standards of
       measurement, physiological interpretation and clinical use", Circulation
       1996;93:1043, doi:10.1161/01.CIR.93.5.1043: definitions, normal-to-normal
       intervals only, 5 min for short-term recordings. Departs from it: from 60 s on,
       and said so.
    """
    if duration < LEAST_S:
        return _none(
            f"the recording lasts {duration:.1f} s; heart rate variability needs "
            f"{LEAST_S:.0f} s, by its standard {STANDARD_S / 60:.0f} min"
        )
    if len(peaks) < 2:
        return _none(f"{len(peaks)} beats found")
    rr, is_normal = normal_intervals(peaks)
    share = float(rr[is_normal].sum()) / duration
    follows = is_normal[1:] & is_normal[:-1]
    if share < LEAST_SHARE or not follows.any():
        return _none(
            f"{share:.0%} of the recording are intervals between normal beats, "
            f"{LEAST_SHARE:.0%} needed: beats are premature, irregular or not found"
        )
    steps = np.diff(rr)[follows]
    values = {
        "rmssd_ms": 1000 * float(np.sqrt((steps**2).mean())),
        "sdnn_ms": 1000 * float(rr[is_normal].std(ddof=1)),
        "pnn50_percent": 100 * float((np.abs(steps) > PNN_S).mean()),
    }
    note = _note(int(is_normal.sum()), len(rr), duration)
    return {
        name: Measurement(value=value, n_beats=len(peaks), note=note)
        for name, value in values.items()
    }


def _none(reason: str) -> dict[str, Measurement]:
    return dict.fromkeys(NAMES, not_measurable(reason))


def _note(n_normal: int, n_all: int, duration: float) -> str:
    used = f"{n_normal} of {n_all} intervals, in {duration:.0f} s"
    if duration < STANDARD_S:
        return f"{used}; the standard is 5 min: indicative only"
    return f"{used}; compare recordings of equal length only"
