"""How much of each kind of noise a lead carries, beside the height of its beats."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter
from scipy.signal import butter, sosfiltfilt

from ecgkt.types.record import Floats

PEAK_TO_PEAK = 2 * np.sqrt(2)
"""Times rms: what a sine of that rms spans."""
QRS_REACH = 0.1
"""Seconds around R that belong to QRS, wide ones too."""
MAINS_HZ = (50.0, 60.0)
HIGHEST_MAINS = 150.0
"""Hz; harmonics above it do not pass an adult recorder."""
LINE_HALF_WIDTH, NEIGHBOURS = 1.0, (2.0, 6.0)
"""Hz around a line that are its own, and beside it that tell what noise lies there."""
MUSCLE_HZ = (20.0, 150.0)
WANDER_HZ = 0.5
HIGHEST_SHARE = 0.45
"""Of the sampling frequency: beyond it the recorder's filter has taken all away."""
PART_S, PARTS_LEFT_OUT = 0.5, 0.1
"""Muscle noise is summed over parts of this length; the loudest tenth of them may
hold a beat that was not found."""
STEADY_S, JUMP_S, SLOPE_S = 0.8, 0.06, 1.0
"""Seconds: what is shorter than half of the first is a wave and no new level; in which
a level jumps; over which its usual slope is taken."""
COARSE_FS = 100.0
"""Hz, about: enough to see levels."""


def beat_heights(signal: Floats, fs: float, peaks: Floats) -> Floats:
    """
    Measure how tall each lead's QRS is.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float64
        mV without baseline wander.
    fs : float
        Hz.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.

    Returns
    -------
    numpy.ndarray of shape (n_leads,), float64
        mV from the lowest to the highest sample of the median of the beats; 0 where no
        beat lies wholly inside the recording.
    """
    reach = round(QRS_REACH * fs)
    middles = np.round(peaks * fs).astype(int)
    middles = middles[(middles >= reach) & (middles + reach < signal.shape[1])]
    if not len(middles):
        return np.zeros(len(signal))
    beats = np.stack([signal[:, at - reach : at + reach + 1] for at in middles])
    return np.asarray(np.ptp(np.median(beats, axis=0), axis=1))


def mains_and_muscle(signal: Floats, fs: float, peaks: Floats) -> tuple[Floats, Floats]:
    """
    Measure what lies between the beats above 20 Hz.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float64
        mV, finite.
    fs : float
        Hz; a mains frequency near half of it is not in the recording.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.

    Returns
    -------
    mains, muscle : numpy.ndarray of shape (n_leads,), float64
        mV peak to peak: of 50 or 60 Hz with harmonics, whichever is larger, and of all
        else from 20 to 150 Hz.
    """
    n_samples = signal.shape[1]
    highest = min(MUSCLE_HZ[1], HIGHEST_SHARE * fs)
    band = butter(4, (MUSCLE_HZ[0], highest), "bandpass", fs=fs, output="sos")
    between = _between_beats(n_samples, fs, peaks)
    quick = np.asarray(sosfiltfilt(band, signal)) * between
    n_between = max(1, int(between.sum()))
    frequencies = np.fft.rfftfreq(n_samples, 1 / fs)
    # The window's gaps take power from a line to its sides: their share is known.
    power = 2 * np.abs(np.fft.rfft(quick)) ** 2 / n_between**2
    mains = np.zeros(len(signal))
    for base in MAINS_HZ:
        lines = np.arange(base, min(HIGHEST_MAINS, highest) + 0.1, base)
        found = sum((_line(power, frequencies, at) for at in lines), np.zeros(1))
        mains = np.maximum(mains, found)
    muscle = np.maximum(_usual_power(quick, between, fs) - mains, 0)
    return PEAK_TO_PEAK * np.sqrt(mains), PEAK_TO_PEAK * np.sqrt(muscle)


def wander(signal: Floats, fs: float) -> Floats:
    """
    Measure what is slower than 0.5 Hz.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float64
        mV, finite.
    fs : float
        Hz.

    Returns
    -------
    numpy.ndarray of shape (n_leads,), float64
        mV peak to peak.
    """
    sections = butter(2, WANDER_HZ, fs=fs, output="sos")
    level = signal - signal.mean(axis=1, keepdims=True)
    slow = np.asarray(sosfiltfilt(sections, level))
    return np.asarray(PEAK_TO_PEAK * slow.std(axis=1))


def largest_jump(signal: Floats, fs: float) -> Floats:
    """
    Measure the largest sudden step from one level to another, as electrodes make them.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float64
        mV, finite.
    fs : float
        Hz.

    Returns
    -------
    numpy.ndarray of shape (n_leads,), float64
        mV. A running median takes every wave away and leaves a step as sharp as it
        was; the slope of what wanders is taken off.
    """
    factor = max(1, round(fs / COARSE_FS))
    n_samples = signal.shape[1] // factor
    coarse = signal[:, : n_samples * factor].reshape(len(signal), n_samples, factor)
    rate = fs / factor
    level = median_filter(coarse.mean(axis=2), size=(1, _odd(STEADY_S * rate)))
    lag = max(1, round(JUMP_S * rate))
    change = level[:, lag:] - level[:, :-lag]
    change -= median_filter(change, size=(1, _odd(SLOPE_S * rate)))
    return np.asarray(np.abs(change).max(axis=1, initial=0))


def step_sizes(signal: NDArray[np.floating]) -> Floats:
    """
    Measure the distance between neighbouring values that a lead takes.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float
        mV, as recorded.

    Returns
    -------
    numpy.ndarray of shape (n_leads,), float64
        mV; 0 for a lead of one value.

    Examples
    --------
    >>> step_sizes(np.array([[0.0, 0.1, 0.3, 0.2, 0.1]])).round(3).tolist()
    [0.1]
    """
    leads = (lead[np.isfinite(lead)].astype(np.float64) for lead in signal)
    values = [np.unique(np.round(lead, 5)) for lead in leads]
    return np.array([np.median(np.diff(v)) if len(v) > 1 else 0.0 for v in values])


def _between_beats(n_samples: int, fs: float, peaks: Floats) -> NDArray[np.bool_]:
    between = np.ones(n_samples, dtype=bool)
    for peak in peaks:
        start, stop = round((peak - QRS_REACH) * fs), round((peak + QRS_REACH) * fs)
        between[max(0, start) : max(0, stop + 1)] = False
    return between


def _usual_power(quick: Floats, between: NDArray[np.bool_], fs: float) -> Floats:
    """Return the mean power of the parts of a recording but the loudest, mV²."""
    n_parts = max(1, round(len(between) / fs / PART_S))
    n_kept = n_parts - int(PARTS_LEFT_OUT * n_parts)
    parts = np.array_split(quick**2, n_parts, axis=1)
    counts = np.array([part.sum() for part in np.array_split(between, n_parts)])
    sums = np.stack([part.sum(axis=1) for part in parts], axis=1)
    seen = counts > 0
    means = np.sort(sums[:, seen] / counts[seen], axis=1)
    return np.asarray(means[:, :n_kept].mean(axis=1)) if seen.any() else sums[:, 0]


def _line(power: Floats, frequencies: Floats, at: float) -> Floats:
    """Return the power of a line above that of its neighbourhood, mV²."""
    away = np.abs(frequencies - at)
    own = away <= LINE_HALF_WIDTH
    beside = (away >= NEIGHBOURS[0]) & (away <= NEIGHBOURS[1])
    if not own.any() or not beside.any():
        return np.zeros(len(power))
    usual = np.median(power[:, beside], axis=1) / np.log(2)
    return np.asarray(np.maximum(power[:, own].sum(axis=1) - usual * own.sum(), 0))


def _odd(n: float) -> int:
    return 2 * max(1, round(n / 2)) + 1
