"""Figures of a finished map: bins, mean beat, share per lead, rank correlation."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.types.record import Signal

BEFORE, AFTER = 0.35, 0.60
"""Seconds around R that are averaged, less where the next beat begins."""
MIN_BEATS = 3


def in_bins(attribution: NDArray[np.floating], n_samples: int) -> NDArray[np.floating]:
    """
    Add up neighbouring samples.

    Parameters
    ----------
    attribution : numpy.ndarray of shape (n_leads, L), float32 or float64
        A map.
    n_samples : int
        Samples per bin; the last bin may hold fewer.

    Returns
    -------
    numpy.ndarray of shape (n_leads, ceil(L / n_samples)), of the map's own precision
        The same total.

    Raises
    ------
    ValueError
        If `n_samples` is not positive.

    Examples
    --------
    >>> in_bins(np.ones((1, 6), np.float32), 4).tolist()
    [[4.0, 2.0]]
    """
    if n_samples < 1:
        raise ValueError(f"a bin holds at least one sample, got {n_samples}")
    starts = np.arange(0, attribution.shape[1], n_samples)
    bins: NDArray[np.floating] = np.add.reduceat(attribution, starts, axis=1)
    return bins


def average_beats(attribution: Signal, signal: Signal, fs: float) -> Signal:
    """
    Show in every beat the mean over the beats.

    Parameters
    ----------
    attribution : numpy.ndarray of shape (n_leads, n_samples), float32
        A map.
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        What it explains, mV; its R peaks align the beats.
    fs : float
        Hz.

    Returns
    -------
    numpy.ndarray of shape (n_leads, n_samples), float32
        The map itself if fewer than three beats stand out; 0 outside all beats.
    """
    peaks = np.round(find_r_peaks(signal, fs)).astype(int)
    if len(peaks) < MIN_BEATS:
        return attribution
    length = attribution.shape[1]
    offsets = np.arange(-round(BEFORE * fs), round(AFTER * fs) + 1)
    places = peaks[:, None] + offsets
    inside = (places >= 0) & (places < length)
    # A sample belongs to the beat whose P or QRS begins next before it.
    latest = np.append(peaks[1:] + offsets[0], length)
    inside &= places < latest[:, None]
    parts = attribution[:, places.clip(0, length - 1)] * inside
    counts = np.maximum(inside.sum(axis=0), 1)
    mean = parts.sum(axis=1) / counts
    averaged = np.zeros_like(attribution)
    for here, known in zip(places, inside, strict=True):
        averaged[:, here[known]] = mean[:, known]
    return averaged


def lead_shares(attribution: Signal) -> list[float]:
    """
    Say how much of a map lies in each lead, whatever its sign.

    Parameters
    ----------
    attribution : numpy.ndarray of shape (n_leads, n_samples), float32
        A map.

    Returns
    -------
    list of float
        Percent; all 0 for an empty map.

    Examples
    --------
    >>> lead_shares(np.array([[1, -2], [1, 0]], np.float32))
    [75.0, 25.0]
    """
    each = np.abs(attribution).sum(axis=1, dtype=float)
    total = each.sum()
    return [float(100 * lead / total) if total else 0.0 for lead in each]


def spearman(one: NDArray[np.floating], other: NDArray[np.floating]) -> float | None:
    """
    Correlate the values of two maps by rank, signs included.

    Parameters
    ----------
    one, other : numpy.ndarray of the same shape, float
        Maps.

    Returns
    -------
    float or None
        Spearman's rho, -1 to 1; None if one of them is constant.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    if one.shape != other.shape:
        raise ValueError(f"maps of shapes {one.shape} and {other.shape}")
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(spearmanr(one.ravel(), other.ravel()).statistic)
