"""The template of a recording's beats: the median of the aligned ones."""

from typing import NamedTuple

import numpy as np

from ecgkt.preprocess.delineator_input import without_wander
from ecgkt.types.record import Floats

BEFORE, AFTER = 0.30, 0.56
"""Seconds of a beat before and after R."""
REACH = (BEFORE, AFTER)
SEARCH = 0.04
"""Seconds by which beats are shifted to lie on each other."""
QRS = (0.08, 0.10)
"""Seconds before and after R that decide the alignment."""
LEVEL_WINDOW = (-0.09, -0.06)
"""Seconds from R between which the level before QRS is read."""
P_WINDOW, QRS_WINDOW = (-0.26, -0.09), (-0.06, 0.07)
"""Seconds from R taken for a wave whose boundaries are not known."""
T_START = 0.14
T_SHARE, T_EARLIEST, T_LATEST = 0.66, 0.26, 0.52
"""Seconds from R to T's onset; its end as a share of the typical RR interval, and the
limits of that in a fast and in a slow heart."""


class BeatTemplate(NamedTuple):
    """
    The median of the aligned beats.

    Attributes
    ----------
    beat : numpy.ndarray of shape (n_leads, n_samples), float64
        mV, from `BEFORE` R to `AFTER` it, unless asked for otherwise.
    correlation : float
        Median correlation of single beats with it, at most 1: low in noise and where
        beats differ.
    """

    beat: Floats
    correlation: float


def beat_template(
    leads: Floats, peaks: Floats, fs: float, *, reach: tuple[float, float] = REACH
) -> BeatTemplate | None:
    """
    Lay the beats of a recording on each other.

    Parameters
    ----------
    leads : numpy.ndarray of shape (n_leads, n_samples), float64
        Voltage in mV, finite.
    peaks : numpy.ndarray of shape (n_beats,), float64
        Samples of the R peaks.
    fs : float
        Hz.
    reach : tuple of two floats
        Seconds before and after R.

    Returns
    -------
    BeatTemplate or None
        None if fewer than two beats lie wholly inside the recording.
    """
    flat = without_wander(leads, fs)
    margin = round(SEARCH * fs)
    first = np.round(peaks).astype(int) - round(reach[0] * fs) - margin
    length = round((reach[0] + reach[1]) * fs) + 2 * margin
    first = first[(first >= 0) & (first + length <= leads.shape[1])]
    if len(first) < 2:
        return None
    wide = np.stack([flat[:, start : start + length] for start in first])
    inner = length - 2 * margin
    template = np.median(wide[:, :, margin : margin + inner], axis=0)
    center = round(reach[0] * fs)
    core = slice(center - round(QRS[0] * fs), center + round(QRS[1] * fs))
    shifts = range(2 * margin + 1)
    fit = np.stack(
        [
            _correlation(wide[:, :, s : s + inner][:, :, core], template[:, core])
            for s in shifts
        ]
    )
    best = fit.argmax(axis=0)
    aligned = np.stack(
        [beat[:, s : s + inner] for beat, s in zip(wide, best, strict=True)]
    )
    beat = np.median(aligned, axis=0)
    return BeatTemplate(beat, float(np.median(_correlation(aligned, beat))))


def _correlation(beats: Floats, template: Floats) -> Floats:
    """Correlate each beat, all leads at once, with a template: (n_beats,)."""
    centred = beats - beats.mean(axis=2, keepdims=True)
    pattern = template - template.mean(axis=1, keepdims=True)
    product = (centred * pattern).sum(axis=(1, 2))
    norms = np.sqrt((centred**2).sum(axis=(1, 2)) * (pattern**2).sum())
    result: Floats = product / np.maximum(norms, 1e-12)
    return result


def t_window(rr: float) -> tuple[float, float]:
    """
    Say where T is looked for if its boundaries are not known.

    Parameters
    ----------
    rr : float
        Typical RR interval in seconds.

    Returns
    -------
    tuple of two floats
        Onset and end in seconds from R.
    """
    return T_START, min(T_LATEST, max(T_EARLIEST, T_SHARE * rr))
