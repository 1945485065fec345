"""How much of each kind of noise a lead carries, beside the height of its beats."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import detrend, sosfiltfilt

from ecgkt.preprocess.butterworth import butterworth
from ecgkt.types.record import Floats

PEAK_TO_PEAK = 2 * np.sqrt(2)
"""Times rms: what a sine of that rms spans."""
QRS_REACH = 0.1
"""Seconds around R that belong to QRS, wide ones too."""
LIKENESS, MIN_ALIKE = 0.8, 3
"""Cosine over all leads from which two peaks are of one shape; peaks of a shape."""
MAINS_HZ = (50.0, 60.0)
HIGHEST_MAINS = 150.0
"""Hz; harmonics above it do not pass an adult recorder."""
LINE_HALF_WIDTH, NEIGHBOURS = 1.0, (2.0, 6.0)
"""Hz around a line that are its own, and beside it that tell what noise lies there."""
MUSCLE_HZ = (20.0, 250.0)
WANDER_HZ = 0.5
BEFORE_QRS_S = (0.12, 0.08)
"""Seconds before R between which the baseline is at rest after P, before QRS."""
SPARSE = 6.0
"""Times the median size: four standard deviations of steady noise."""
PART_S, PARTS_LEFT_OUT = 0.5, 0.1
"""Muscle noise is summed over parts of this length; the loudest tenth of them may
hold a beat that was not found."""


def beats_alike(signal: Floats, fs: float, peaks: Floats) -> Floats:
    """
    Keep the peaks of one shape: a tall T or every other beat may have another.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float64
        mV without baseline wander.
    fs : float
        Hz.
    peaks : numpy.ndarray of shape (n_beats,), float64
        Peaks in seconds.

    Returns
    -------
    numpy.ndarray of shape (n_kept,), float64
        Of two shapes that are both frequent the steeper; all where noise leaves no
        three alike.
    """
    reach = round(QRS_REACH * fs)
    middles = np.round(peaks * fs).astype(int)
    inside = (middles >= reach) & (middles + reach < signal.shape[1])
    if inside.sum() < MIN_ALIKE:
        return peaks
    places = middles[inside][:, None] + np.arange(-reach, reach + 1)
    beats = np.moveaxis(signal[:, places], 0, 1)
    # Within a QRS what wanders is a straight line.
    beats = detrend(beats, axis=2)
    flat = beats.reshape(len(beats), -1)
    flat = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-9)
    is_like = flat @ flat.T > LIKENESS
    first = is_like[is_like.sum(axis=1).argmax()]
    rest = is_like & ~first
    groups = [first, rest[rest.sum(axis=1).argmax()]]
    frequent = [one for one in groups if one.sum() >= max(MIN_ALIKE, len(first) / 3)]
    if not frequent:
        return peaks
    steep = [np.abs(np.diff(beats[one].mean(axis=0))).max() for one in frequent]
    return np.asarray(peaks[inside][frequent[int(np.argmax(steep))]])


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
        Hz; mains beyond half of it is looked for where sampling folds it.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.

    Returns
    -------
    mains, muscle : numpy.ndarray of shape (n_leads,), float64
        mV peak to peak: of 50 or 60 Hz with harmonics, whichever is larger, and of all
        else from 20 to 250 Hz.
    """
    n_samples = signal.shape[1]
    between = _between_beats(n_samples, fs, peaks)
    quick = _quick(signal, fs) * between
    n_between = max(1, int(between.sum()))
    frequencies = np.fft.rfftfreq(n_samples, 1 / fs).astype(np.float64)
    # The window's gaps take power from a line to its sides: their share is known.
    power = 2 * np.abs(np.fft.rfft(quick)) ** 2 / n_between**2
    power[:, frequencies == fs / 2] /= 2
    mains = np.zeros(len(signal))
    for base in MAINS_HZ:
        found = sum((_line(power, frequencies, at) for at in _lines(base, fs)), 0.0)
        mains = np.maximum(mains, found)
    muscle = np.maximum(_usual_power(quick, between, fs) - mains, 0)
    return PEAK_TO_PEAK * np.sqrt(mains), PEAK_TO_PEAK * np.sqrt(muscle)


def baseline_wander(signal: Floats, fs: float, peaks: Floats) -> Floats:
    """
    Measure how far the baseline wanders.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float64
        mV, finite.
    fs : float
        Hz.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.

    Returns
    -------
    numpy.ndarray of shape (n_leads,), float64
        mV peak to peak: of what is slower than 0.5 Hz, or of the level before QRS from
        beat to beat, whichever is larger. The second sees quick breathing, which the
        heart's own waves hide from any filter.
    """
    sections = butterworth(2, WANDER_HZ, "lowpass", fs)
    level = signal - signal.mean(axis=1, keepdims=True)
    slow = np.asarray(sosfiltfilt(sections, level)).std(axis=1)
    start = np.round((peaks - BEFORE_QRS_S[0]) * fs).astype(int)
    inside = start >= 0
    if not inside.any():
        return np.asarray(PEAK_TO_PEAK * slow)
    width = max(1, round((BEFORE_QRS_S[0] - BEFORE_QRS_S[1]) * fs))
    places = start[inside][:, None] + np.arange(width)
    rest = np.median(signal[:, places], axis=2).std(axis=1)
    return np.asarray(PEAK_TO_PEAK * np.maximum(slow, rest))


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


def _quick(signal: Floats, fs: float) -> Floats:
    """Return what is quicker than 20 Hz, mV; beyond 250 Hz only where there is more."""
    low, high = MUSCLE_HZ
    if 2 * high >= fs:
        return np.asarray(sosfiltfilt(butterworth(4, low, "highpass", fs), signal))
    return np.asarray(sosfiltfilt(butterworth(4, MUSCLE_HZ, "bandpass", fs), signal))


def _lines(base: float, fs: float) -> list[float]:
    """Return where mains and its harmonics stand; folded where sampled too slowly."""
    if base > fs / 2:
        return [abs(base - fs)]
    return list(np.arange(base, min(HIGHEST_MAINS, fs / 2) + 0.1, base))


def _usual_power(quick: Floats, between: NDArray[np.bool_], fs: float) -> Floats:
    """
    Return the mean power of the parts of a recording but the loudest, mV².

    Pacing spikes are few samples of every part: what is far beyond the usual is cut.
    """
    if not between.any():
        return np.zeros(len(quick))
    most = SPARSE * np.median(np.abs(quick[:, between]), axis=1, keepdims=True)
    quick = np.clip(quick, -most, most)
    n_parts = max(1, round(len(between) / fs / PART_S))
    n_kept = n_parts - int(PARTS_LEFT_OUT * n_parts)
    parts = np.array_split(quick**2, n_parts, axis=1)
    counts = np.array([part.sum() for part in np.array_split(between, n_parts)])
    sums = np.stack([part.sum(axis=1) for part in parts], axis=1)
    seen = counts > 0
    means = np.sort(sums[:, seen] / counts[seen], axis=1)
    return np.asarray(means[:, :n_kept].mean(axis=1))


def _line(power: Floats, frequencies: Floats, at: float) -> Floats:
    """Return the power of a line above that of its neighbourhood, mV²."""
    away = np.abs(frequencies - at)
    own = away <= LINE_HALF_WIDTH
    beside = (away >= NEIGHBOURS[0]) & (away <= NEIGHBOURS[1])
    if not own.any() or not beside.any():
        return np.zeros(len(power))
    usual = np.median(power[:, beside], axis=1) / np.log(2)
    return np.asarray(np.maximum(power[:, own].sum(axis=1) - usual * own.sum(), 0))
