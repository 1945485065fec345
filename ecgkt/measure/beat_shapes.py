"""How alike the beats of a recording are: QRS, its spread, and what precedes it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.signal import sosfiltfilt

from ecgkt.measure.beat_template import P_WINDOW
from ecgkt.preprocess.butterworth import butterworth
from ecgkt.preprocess.delineator_input import without_wander
from ecgkt.types.record import Floats

SHAPE_BAND, P_BAND = (1.0, 30.0), (1.0, 20.0)
"""Hz in which beats, and what precedes them, are compared: at 100 Hz recorders give no
more, and so a beat is judged alike at every rate."""
COMPARED_FS = 100.0
"""Hz to which all is thinned out, at least; the bands end far below half of it."""
QRS_REACH = (0.10, 0.12)
"""Seconds before and after R that are compared: holds a QRS of 200 ms."""
MOST_OF_ONE_LEAD = 0.6
"""Of a beat's energy, in one of at least `MANY_LEADS` leads: an electrode moved. Of the
beats of recordings with the statement PVC in PTB-XL's tuning fold none has beyond 0.53,
artefacts have 0.6 to 1."""
MANY_LEADS = 6
SHIFT = 0.04
"""Seconds by which one beat is moved onto another."""
SPREAD_REACH = 0.14
"""Seconds on either side of R in which the steepness of a beat is spread."""
ALIKE = 0.9
"""Correlation from which two beats are of one shape."""
CLASS_SHARE, NARROWER = 0.25, 0.8
"""Of the beats, and of the largest class's spread: a class with so many beats that
are so much narrower is the usual one. In bigeminy and runs wide beats may be more."""


class BeatShapes(NamedTuple):
    """
    Every beat against the usual ones of its recording.

    Attributes
    ----------
    is_sound : numpy.ndarray of shape (n_beats,), bool
        Whether the compared stretch lies inside the recording and is no artefact of one
        electrode.
    is_usual : numpy.ndarray of shape (n_beats,), bool
        The beats of the usual shape.
    correlation : numpy.ndarray of shape (n_beats, n_beats), float64
        Of each beat with each, all leads together, at most 1.
    likeness : numpy.ndarray of shape (n_beats,), float64
        Median correlation with the usual beats, all leads together, at most 1.
    spread : numpy.ndarray of shape (n_beats,), float64
        Seconds over which a beat is steep (standard deviation): 0.02 and less where
        QRS is narrow.
    p_likeness : numpy.ndarray of shape (n_beats,), float64
        Correlation of what precedes a beat with what usually does, at most 1: high
        where the same P wave stands before each, low in fibrillation.
    """

    is_sound: NDArray[np.bool_]
    is_usual: NDArray[np.bool_]
    correlation: Floats
    likeness: Floats
    spread: Floats
    p_likeness: Floats


def beat_shapes(leads: Floats, fs: float, peaks: Floats) -> BeatShapes:
    """
    Compare the beats of a recording with each other.

    Parameters
    ----------
    leads : numpy.ndarray of shape (n_leads, n_samples), float64
        Voltage in mV, finite, 0 where a lead was not read.
    fs : float
        Hz, at least 100.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds, at least one.

    Returns
    -------
    BeatShapes
    """
    step = max(1, int(fs / COMPARED_FS))
    slow = fs / step
    shape = _filtered(leads, fs, SHAPE_BAND)[:, ::step]
    at = np.clip(np.round(peaks * slow).astype(int), 0, shape.shape[1] - 1)
    likeness = _pairs(shape, slow, at)
    spread = _spreads(without_wander(leads, fs), fs, peaks)
    is_usual = _usual(likeness, spread)
    before = _filtered(leads, fs, P_BAND)[:, ::step]
    others = np.where(is_usual & ~np.eye(len(at), dtype=bool), likeness, np.nan)
    alone = is_usual.sum() == 1
    usual = np.ones(len(at)) if alone and len(at) == 1 else _row_medians(others)
    duration = leads.shape[1] / fs
    reach = QRS_REACH[0] + SHIFT, QRS_REACH[1] + SHIFT
    is_whole = (peaks >= reach[0]) & (peaks + reach[1] <= duration)
    return BeatShapes(
        is_sound=is_whole & ~_of_one_lead(shape, slow, at),
        is_usual=is_usual,
        correlation=likeness,
        likeness=usual,
        spread=spread,
        p_likeness=_p_likeness(before, slow, at, is_usual),
    )


def _row_medians(values: Floats) -> Floats:
    """Return the median of each row; 1 where a row has nothing to be compared with."""
    known = np.isfinite(values).any(axis=1)
    result = np.ones(len(values))
    result[known] = np.nanmedian(values[known], axis=1)
    return result


def _filtered(leads: Floats, fs: float, band: tuple[float, float]) -> Floats:
    sections = butterworth(2, (band[0], _below(band[1], fs)), "bandpass", fs)
    return np.asarray(sosfiltfilt(sections, leads))


def _below(edge: float, fs: float) -> float:
    """Keep the edge of a filter below half of a slow rate."""
    return min(edge, 0.45 * fs)


def _around(signal: Floats, at: NDArray[np.intp], first: int, last: int) -> Floats:
    """Cut the stretch around each beat, (n_beats, n_leads, n); ends are repeated."""
    places = np.clip(at[:, None] + np.arange(first, last), 0, signal.shape[1] - 1)
    return signal[:, places].transpose(1, 0, 2)


def _pairs(shape: Floats, fs: float, at: NDArray[np.intp]) -> Floats:
    """Correlate each beat with each other, moved to where they fit best: (n, n)."""
    before, after, shift = (round(s * fs) for s in (*QRS_REACH, SHIFT))
    wide = _around(shape, at, -before - shift, after + shift + 1)
    length = before + after + 1
    moved = np.lib.stride_tricks.sliding_window_view(wide, length, axis=2)
    # (n_beats, n_shifts, n_leads * length)
    moved = moved.transpose(0, 2, 1, 3).reshape(len(at), 2 * shift + 1, -1)
    moved = moved / np.maximum(np.linalg.norm(moved, axis=2, keepdims=True), 1e-12)
    best = (moved @ moved[:, shift].T).max(axis=1)
    result: Floats = (best + best.T) / 2
    # Silence is like itself, too.
    np.fill_diagonal(result, 1.0)
    return result


def _of_one_lead(shape: Floats, fs: float, at: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which beats stand in one lead alone, where many were read."""
    first, last = (round(second * fs) for second in QRS_REACH)
    energy = (_around(shape, at, -first, last + 1) ** 2).sum(axis=2)
    if (energy.sum(axis=0) > 0).sum() < MANY_LEADS:
        return np.zeros(len(at), dtype=bool)
    return np.asarray(energy.max(axis=1) > MOST_OF_ONE_LEAD * energy.sum(axis=1))


def _spreads(leads: Floats, fs: float, peaks: Floats) -> Floats:
    """Return the standard deviation in time of each beat's squared slope, seconds."""
    edge = _below(SHAPE_BAND[1], fs)
    smooth = sosfiltfilt(butterworth(2, edge, "lowpass", fs), leads)
    slope = (np.gradient(smooth, axis=1) ** 2).sum(axis=0)[None]
    reach = round(SPREAD_REACH * fs)
    at = np.round(peaks * fs).astype(int)
    weights = _around(slope, at, -reach, reach + 1)[:, 0] + 1e-18
    times = np.arange(-reach, reach + 1) / fs
    total = weights.sum(axis=1)
    middle = weights @ times / total
    away = (times - middle[:, None]) ** 2
    return np.asarray(np.sqrt((weights * away).sum(axis=1) / total))


def _usual(likeness: Floats, spread: Floats) -> NDArray[np.bool_]:
    """Choose the beats of the usual shape."""
    is_alike = likeness > ALIKE
    sizes = is_alike.sum(axis=1)
    largest = is_alike[sizes.argmax()]
    many = np.flatnonzero(sizes >= max(2, CLASS_SHARE * len(likeness)))
    if not len(many):
        return largest
    widths = np.array([np.median(spread[is_alike[beat]]) for beat in many])
    narrowest = is_alike[many[widths.argmin()]]
    is_narrower = widths.min() < NARROWER * np.median(spread[largest])
    return narrowest if is_narrower else largest


def _p_likeness(
    signal: Floats, fs: float, at: NDArray[np.intp], is_usual: NDArray[np.bool_]
) -> Floats:
    first, last = (round(second * fs) for second in P_WINDOW)
    before = _around(signal, at, first, last)
    before = before - before.mean(axis=2, keepdims=True)
    pattern = np.median(before[is_usual], axis=0)
    product = (before * pattern).sum(axis=(1, 2))
    norms = np.sqrt((before**2).sum(axis=(1, 2)) * (pattern**2).sum())
    result: Floats = product / np.maximum(norms, 1e-12)
    return result
