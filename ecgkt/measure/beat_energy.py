"""How much of a QRS there is at each moment, and whether beats stand out at all."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.signal import sosfiltfilt

from ecgkt.preprocess.butterworth import butterworth
from ecgkt.types.record import Floats

BAND = (5.0, 20.0)
"""Hz; holds most of QRS, broad ones too, and little of P and T."""
SMOOTHING = 0.12
"""Seconds over which one QRS adds up; about its length where it is broad."""
SHAPE_BAND = (3.0, 30.0)
"""Hz in which two beats are compared."""
HIGHEST = 0.45
"""Of the sampling rate, that the upper edge may reach."""
AROUND, SHIFT = 0.07, 0.04
"""Seconds on either side of a beat that are compared, and by which they are shifted."""
CONTRAST = 4.0
"""Energy of a beat over that of the quiet between two. Noise of any colour and
ventricular fibrillation, all simulated, reach 3; beats at 300 per minute 4.4."""
CLEAR_CONTRAST = 14.0
"""From here on beats need hardly be alike. Noise that all leads share reaches 13; of
2,941 real recordings (PTB-XL's tuning fold, MIMIC-IV and LUDB) none lies below 15."""
RESTLESS_CONTRAST, RESTLESS_S, BUSY = 40.0, 0.36, 0.1
"""Up to this contrast, crests are no beats where they come irregularly and each keeps
the energy above this share of a typical one for so many seconds on average. Of 1,000
simulated ventricular fibrillations 29 had passed, of as many chirps one, with 0.36 s
and more; none of PTB-XL's 2,183 tuning recordings is taken for one. Beats with a tall T
last 0.47 s, regularly."""
IRREGULAR = 0.2
"""Standard deviation of the intervals over their mean; that chirp has 0.24."""
ALIKE, HARDLY_ALIKE = 0.6, 0.1
"""Median correlation of two beats, all leads together, without and with a clear
contrast. Noise has 0.4 at most, steps of single leads 0.0, those real recordings at
least 0.14: ectopic beats of many shapes."""


def beat_energy(signal: NDArray[np.floating], fs: float) -> Floats:
    """
    Say how much of a QRS there is at each moment, in all leads.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float
        Voltage in mV, finite.
    fs : float
        Hz.

    Returns
    -------
    numpy.ndarray of shape (n_samples,), float64
        mV², summed over leads and smoothed.
    """
    filtered = sosfiltfilt(butterworth(2, BAND, "bandpass", fs), signal)
    smoothed: Floats = uniform_filter1d(
        (filtered**2).sum(axis=0), max(1, round(SMOOTHING * fs)), mode="nearest"
    )
    return smoothed


def beats_stand_out(
    signal: NDArray[np.floating], fs: float, energy: Floats, peaks: NDArray[np.intp]
) -> bool:
    """
    Tell heart beats from the crests of noise or fibrillation.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float
        Voltage in mV, finite.
    fs : float
        Hz.
    energy : numpy.ndarray of shape (n_samples,), float64
        What `beat_energy` made of it.
    peaks : numpy.ndarray of shape (n_beats,), int
        Samples where beats may be, ascending.

    Returns
    -------
    bool
        Whether it is quiet between them and they are alike, the less the quieter it is.
        True for a single one: nothing lies between.
    """
    if len(peaks) < 2:
        return len(peaks) == 1
    contrast = contrast_of(energy, peaks)
    if contrast < CONTRAST:
        return False
    if contrast < RESTLESS_CONTRAST and is_restless(energy, fs, peaks):
        return False
    least = HARDLY_ALIKE if contrast >= CLEAR_CONTRAST else ALIKE
    return likeness(signal, fs, peaks) >= least


def contrast_of(energy: Floats, peaks: NDArray[np.intp]) -> float:
    """
    Compare beats with the quiet between them.

    Parameters
    ----------
    energy : numpy.ndarray of shape (n_samples,), float64
        What `beat_energy` gave.
    peaks : numpy.ndarray of shape (n_beats,), int
        At least two, ascending.

    Returns
    -------
    float
        Median energy of the peaks over the median of the least between neighbours.

    Examples
    --------
    >>> contrast_of(np.array([0.0, 8.0, 2.0, 8.0, 0.0]), np.array([1, 3]))
    4.0
    """
    pairs = zip(peaks[:-1].tolist(), peaks[1:].tolist(), strict=True)
    quiet = float(np.median([energy[first:last].min() for first, last in pairs]))
    return float(np.median(energy[peaks])) / max(quiet, np.finfo(float).tiny)


def is_restless(energy: Floats, fs: float, peaks: NDArray[np.intp]) -> bool:
    """
    Tell crests that come irregularly and with hardly any rest between them.

    Parameters
    ----------
    energy : numpy.ndarray of shape (n_samples,), float64
        What `beat_energy` gave.
    fs : float
        Hz.
    peaks : numpy.ndarray of shape (n_beats,), int
        At least two, ascending.

    Returns
    -------
    bool

    Examples
    --------
    >>> energy = np.tile([0.0, 0.0, 0.0, 9.0], 20)
    >>> is_restless(energy, 4.0, np.arange(3, 80, 4))
    False
    """
    rr = np.diff(peaks)
    if rr.std() <= IRREGULAR * rr.mean():
        return False
    is_busy = energy > BUSY * float(np.median(energy[peaks]))
    return float(is_busy.sum()) / fs > RESTLESS_S * len(peaks)


def likeness(signal: NDArray[np.floating], fs: float, peaks: NDArray[np.intp]) -> float:
    """
    Say how much two beats of a recording are alike.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float
        Voltage in mV, finite.
    fs : float
        Hz.
    peaks : numpy.ndarray of shape (n_beats,), int
        Samples of the beats.

    Returns
    -------
    float
        Median over all pairs of their correlation in all leads together, each beat
        shifted onto the median one; 0 if fewer than two lie inside the recording.
    """
    band = SHAPE_BAND[0], min(SHAPE_BAND[1], HIGHEST * fs)
    shape = sosfiltfilt(butterworth(2, band, "bandpass", fs), signal)
    around, shift = max(1, round(AROUND * fs)), max(1, round(SHIFT * fs))
    reach, length = around + shift, 2 * around + 1
    inside = peaks[(peaks >= reach) & (peaks + reach < signal.shape[1])]
    if len(inside) < 2:
        return 0.0
    wide = np.stack([shape[:, peak - reach : peak + reach + 1] for peak in inside])
    pattern = np.median(wide[:, :, shift : shift + length], axis=0).ravel()
    moved = np.lib.stride_tricks.sliding_window_view(wide, length, axis=2)
    # (n_beats, n_shifts, n_leads * length)
    moved = moved.transpose(0, 2, 1, 3).reshape(len(inside), 2 * shift + 1, -1)
    moved = moved - moved.mean(axis=2, keepdims=True)
    moved /= np.maximum(np.linalg.norm(moved, axis=2, keepdims=True), 1e-12)
    best = (moved @ pattern).argmax(axis=1)
    beats = moved[np.arange(len(inside)), best]
    pairs = (beats @ beats.T)[np.triu_indices(len(inside), 1)]
    return float(np.median(pairs))
