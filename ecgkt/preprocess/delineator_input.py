"""What the delineator sees: each lead by itself, levelled and brought to one size."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import sosfiltfilt

from ecgkt.preprocess.butterworth import butterworth
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.preprocess.resample import resample
from ecgkt.types.record import Floats, Signal

BASELINE_HZ = 0.5
"""Slower movements are breathing and electrodes; the boundaries of waves are faster."""
LIMIT = 8.0
"""Scaled amplitudes beyond this are cut, so that one artefact cannot dominate."""
LEAST_MV = 0.02
"""A lead whose typical second spans less than this (mV) shows no waves."""
BUSY, BUSIER = 80.0, 5.0
"""Percentile of the seconds, and the factor by which it must exceed the median one to
stand for it: below 30 beats per minute the median second is the quiet between two
beats. Of 6,480 leads at usual rates none has a factor above 5."""


def delineator_input(signal: Signal, fs: float, target_fs: float) -> Signal:
    """
    Bring leads into the form that the delineator was trained on.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV, NaN where a sample is missing; no lead without any sample.
    fs, target_fs : float
        Hz, of the recording and of the delineator.

    Returns
    -------
    numpy.ndarray of shape (n_leads, ceil(n_samples * target_fs / fs)), float32
        Without unit: the typical second of each lead spans 4.

    Examples
    --------
    >>> delineator_input(np.ones((2, 5000), np.float32), 500, 250).shape
    (2, 2500)
    """
    return scale_leads(resample(fill_gaps(signal), fs, target_fs), target_fs)


def scale_leads(signal: Signal, fs: float) -> Signal:
    """
    Take wander off and divide each lead by the span of its typical second.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV, finite.
    fs : float
        Hz.

    Returns
    -------
    numpy.ndarray of the same shape, float32
        Without unit, within ±`LIMIT`.
    """
    level = without_wander(signal.astype(np.float64), fs)
    size = np.maximum(typical_span(level, fs), LEAST_MV)[:, None] / 4
    return np.clip(level / size, -LIMIT, LIMIT).astype(np.float32)


def without_wander(signal: Floats, fs: float) -> Floats:
    """Take what is slower than `BASELINE_HZ` off each lead, without moving a wave."""
    slow = butterworth(1, BASELINE_HZ, "highpass", fs)
    return np.asarray(sosfiltfilt(slow, signal, axis=-1))


def typical_span(signal: NDArray[np.floating], fs: float) -> Floats:
    """
    Say how much a lead moves in a typical second.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float
        Voltage, finite.
    fs : float
        Hz.

    Returns
    -------
    numpy.ndarray of shape (n_leads,), float64
        Median over seconds of the distance between highest and lowest value, in the
        signal's unit; in a very slow heart that of its seconds with a beat.
    """
    n_parts = max(1, round(signal.shape[-1] / fs))
    parts = np.array_split(signal, n_parts, axis=-1)
    spans = np.stack([part.max(axis=-1) - part.min(axis=-1) for part in parts])
    typical, busy = np.median(spans, axis=0), np.percentile(spans, BUSY, axis=0)
    chosen: Floats = np.where(busy > BUSIER * typical, busy, typical)
    return chosen
