"""How much moving electrodes disturb a lead: sudden levels, unrepeated bumps."""

import numpy as np
from scipy.ndimage import median_filter
from scipy.signal import sosfiltfilt

from ecgkt.preprocess.butterworth import butterworth
from ecgkt.quality.lead_noise import PEAK_TO_PEAK, QRS_REACH
from ecgkt.types.record import Floats

COARSE_FS = 50.0
"""Hz, about: enough to see levels and bumps, and blind to mains."""
STEADY_S, JUMP_S, SLOPE_S = 0.8, 0.06, 1.0
"""Seconds: what is shorter than half of the first is a wave and no new level; in which
a level jumps; over which its usual slope is taken."""
BUMP_HZ = 1.0
"""Below it the baseline wanders."""
BEFORE, AFTER = (0.25, 0.35), (0.45, 0.55)
"""Seconds around R, and shares of the usual beat, whichever is less."""
MIN_BEATS = 4
"""Fewer have no median from which one of them departs."""
MIN_REST = 5
"""Samples beside QRS; fewer, in very fast hearts, hold no spread."""
WANDER_SHARE = 0.35
"""Of the wander's height: what a slow tone of 0.8 Hz moves is less than a third, and
what electrodes that lose contact make is more than a half."""


def electrode_motion(
    signal: Floats, fs: float, peaks: Floats, wander: Floats
) -> Floats:
    """
    Measure what electrodes add that move on the skin.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float64
        mV, finite.
    fs : float
        Hz.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.
    wander : numpy.ndarray of shape (n_leads,), float64
        mV peak to peak, what `baseline_wander` returned.

    Returns
    -------
    numpy.ndarray of shape (n_leads,), float64
        mV: the largest sudden step from one level to another, or what lies between QRS
        complexes that the median beat does not hold, peak to peak, whichever is larger;
        0 where it is no more than wander makes.
    """
    factor = max(1, round(fs / COARSE_FS))
    n_samples = signal.shape[1] // factor
    blocks = signal[:, : n_samples * factor].reshape(len(signal), n_samples, factor)
    coarse, rate = blocks.mean(axis=2), fs / factor
    size = np.maximum(_largest_jump(coarse, rate), _unrepeated(coarse, rate, peaks))
    return np.where(size > WANDER_SHARE * wander, size, 0.0)


def _largest_jump(coarse: Floats, rate: float) -> Floats:
    """
    Return the largest step of each lead's level.

    A running median takes every wave away and leaves a step as sharp as it was; the
    slope of what wanders is taken off.
    """
    level = median_filter(coarse, size=(1, _odd(STEADY_S * rate)))
    lag = max(1, round(JUMP_S * rate))
    change = level[:, lag:] - level[:, :-lag]
    change -= median_filter(change, size=(1, _odd(SLOPE_S * rate)))
    return np.asarray(np.abs(change).max(axis=1, initial=0))


def _unrepeated(coarse: Floats, rate: float, peaks: Floats) -> Floats:
    """Return what the usual beat, its QRS left out, holds beside the median beat."""
    nothing = np.zeros(len(coarse))
    if len(peaks) < MIN_BEATS:
        return nothing
    usual = float(np.median(np.diff(peaks)))
    before, after = (
        round(min(s, share * usual) * rate) for s, share in (BEFORE, AFTER)
    )
    middles = np.round(peaks * rate).astype(int)
    middles = middles[(middles >= before) & (middles + after < coarse.shape[1])]
    if len(middles) < MIN_BEATS:
        return nothing
    sections = butterworth(2, BUMP_HZ, "highpass", rate)
    quick = np.asarray(sosfiltfilt(sections, coarse))
    places = np.arange(-before, after)
    beats = quick[:, middles[:, None] + places]
    rest = beats - np.median(beats, axis=1, keepdims=True)
    rest = rest[:, :, np.abs(places) > QRS_REACH * rate]
    if rest.shape[2] < MIN_REST:
        return nothing
    # A beat too early departs as well: the usual beat decides, not the odd one.
    return np.asarray(PEAK_TO_PEAK * np.median(rest.std(axis=2), axis=1))


def _odd(n: float) -> int:
    return 2 * max(1, round(n / 2)) + 1
