"""Another sampling frequency for the same signal, without moving a wave in time."""

import math
from fractions import Fraction

import numpy as np
from scipy.signal import resample_poly

from ecgkt.types.record import Signal

MAX_FACTOR = 10_000
"""Largest factor of the rational ratio: within 0.1 ms over 10 s for any frequency."""


def resample(signal: Signal, fs: float, target_fs: float) -> Signal:
    """
    Bring a signal to another sampling frequency.

    Parameters
    ----------
    signal : numpy.ndarray of shape (..., n_samples), float32
        Voltage in mV, without NaN: one gap would spread over the filter's length.
    fs, target_fs : float
        Present and wanted sampling frequency in Hz.

    Returns
    -------
    numpy.ndarray of shape (..., ceil(n_samples * target_fs / fs)), float32
        Voltage in mV; sample 0 stays at time 0.

    Raises
    ------
    ValueError
        If a frequency is not positive, the signal is empty or holds NaN or infinity.

    References
    ----------
    .. [1] Crochiere and Rabiner, "Multirate Digital Signal Processing", Prentice-Hall
       1983, chapter 2 (polyphase structures), as in `scipy.signal.resample_poly`.
       Departs from its default: beyond its ends the signal is taken as its median and
       not as 0 mV, because an electrode offset would otherwise ring into the first and
       last beat.

    Examples
    --------
    >>> resample(np.zeros((12, 5000), np.float32), fs=500, target_fs=250).shape
    (12, 2500)
    """
    if not (fs > 0 and target_fs > 0):
        raise ValueError(f"frequencies must be positive, got {fs} and {target_fs} Hz")
    if not signal.size or not np.isfinite(signal).all():
        raise ValueError("resample needs a finite signal: fill the gaps first")
    if fs == target_fs:
        return signal.astype(np.float32)
    ratio = Fraction(target_fs / fs).limit_denominator(MAX_FACTOR)
    moved = resample_poly(
        signal, ratio.numerator, ratio.denominator, axis=-1, padtype="median"
    )
    # The rounded ratio may miss the length by a sample; 1e-9 absorbs float error.
    n_wanted = math.ceil(signal.shape[-1] * target_fs / fs - 1e-9)
    n_short = max(n_wanted - moved.shape[-1], 0)
    ends = [(0, 0)] * (signal.ndim - 1) + [(0, n_short)]
    return np.pad(moved, ends, mode="edge")[..., :n_wanted].astype(np.float32)
