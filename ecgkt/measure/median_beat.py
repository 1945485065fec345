"""The typical beat of a recording: the median of its aligned beats."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

BEFORE, AFTER = 0.30, 0.56
"""Seconds of a beat before and after R."""
REACH = (BEFORE, AFTER)
SEARCH = 0.04
"""Seconds by which beats are shifted to lie on each other."""
BASELINE_HZ = 0.5
"""Slower movements are breathing and electrodes."""
QRS = (0.08, 0.10)
"""Seconds before and after R that decide the alignment."""

Floats = NDArray[np.float64]


class TypicalBeat(NamedTuple):
    """
    The median beat.

    Attributes
    ----------
    beat : numpy.ndarray of shape (n_leads, n_samples), float64
        mV, from `BEFORE` R to `AFTER` it, unless asked for otherwise.
    spearman : float
        Median correlation of single beats with it, at most 1: low in noise and where
        beats differ.
    """

    beat: Floats
    spearman: float


def median_beat(
    leads: Floats, peaks: Floats, fs: float, *, reach: tuple[float, float] = REACH
) -> TypicalBeat | None:
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
    TypicalBeat or None
        None if fewer than two beats lie wholly inside the recording.
    """
    slow = butter(1, BASELINE_HZ, "highpass", fs=fs, output="sos")
    flat = sosfiltfilt(slow, leads)
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
            _likeness(wide[:, :, s : s + inner][:, :, core], template[:, core])
            for s in shifts
        ]
    )
    best = fit.argmax(axis=0)
    aligned = np.stack(
        [beat[:, s : s + inner] for beat, s in zip(wide, best, strict=True)]
    )
    beat = np.median(aligned, axis=0)
    return TypicalBeat(beat, float(np.median(_likeness(aligned, beat))))


def _likeness(beats: Floats, template: Floats) -> Floats:
    """Correlate each beat, all leads at once, with a template: (n_beats,)."""
    one = beats - beats.mean(axis=2, keepdims=True)
    other = template - template.mean(axis=1, keepdims=True)
    product = (one * other).sum(axis=(1, 2))
    norms = np.sqrt((one**2).sum(axis=(1, 2)) * (other**2).sum())
    result: Floats = product / np.maximum(norms, 1e-12)
    return result
