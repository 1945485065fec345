"""How the beats follow each other, how alike they are, and what precedes them."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.beat_shapes import beat_shapes
from ecgkt.measure.beat_template import beat_template
from ecgkt.measure.ectopy import MIN_BEATS, find_ectopy
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.measure.rhythm import BEAT_ORDER, beat_order
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.types.record import Floats

SHAPE_FEATURES = (
    "least_likeness",
    "other_shape_share",
    "qrs_spread_ms",
    "widest_spread_ms",
)
BEFORE_FEATURES = (
    "before_peak_ms",
    "before_onset_ms",
    "before_width_ms",
    "before_height_mv",
)
RR_FEATURES = ("shortest_rr", "longest_rr")
ORDER_FEATURES = (*BEAT_ORDER, *RR_FEATURES, *SHAPE_FEATURES, *BEFORE_FEATURES)
"""Names of what `order_features` returns, in its order. Unlike the measurements of the
same names they need no boundaries of waves, and so take the model's input."""
REACH = (0.44, 0.06)
"""Seconds of a beat before and after R, in which a P wave is looked for."""
P_REACH = (-0.38, -0.07)
"""Seconds from R: holds the P wave of a PR interval of 300 ms."""
ALIKE = 0.8
"""Correlation with the usual beat below which a beat is of another shape."""


def order_features(signal: NDArray[np.floating], fs: float) -> Floats:
    """
    Compute the features of the order of beats.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float
        Voltage in mV, every lead with samples; NaN where one is missing.
    fs : float
        Sampling frequency in Hz, at least 100.

    Returns
    -------
    numpy.ndarray of shape (len(ORDER_FEATURES),), float64
        Counts, shares, and what the names end with; intervals in parts of the median
        one. NaN where too few beats tell, and everywhere if fewer than five stand out.

    References
    ----------
    .. [1] `find_ectopy`, `beat_shapes` and `beat_template` say whose rules these are.
    """
    leads = fill_gaps(np.asarray(signal, dtype=np.float32)).astype(np.float64)
    peaks = find_r_peaks(leads, fs)
    if len(peaks) < MIN_BEATS:
        return np.full(len(ORDER_FEATURES), np.nan)
    times = peaks / fs
    order = beat_order(find_ectopy(leads, fs, peaks=times))
    counted = [order[name].value for name in BEAT_ORDER]
    intervals = np.diff(times) / np.median(np.diff(times))
    shapes = beat_shapes(leads, fs, times)
    likeness, spread = shapes.likeness[shapes.is_sound], shapes.spread[shapes.is_sound]
    alike = [np.nan] * len(SHAPE_FEATURES)
    if len(likeness):
        alike = [
            float(likeness.min()),
            float((likeness < ALIKE).mean()),
            1000 * float(np.median(spread)),
            1000 * float(spread.max()),
        ]
    return np.array(
        [
            *(np.nan if value is None else value for value in counted),
            float(intervals.min()),
            float(intervals.max()),
            *alike,
            *_before(leads, peaks, fs),
        ]
    )


def _before(leads: Floats, peaks: Floats, fs: float) -> list[float]:
    """Find the largest wave before the median QRS, all leads together."""
    template = beat_template(leads, peaks, fs, reach=REACH)
    if template is None:
        return [np.nan] * len(BEFORE_FEATURES)
    first, stop = (round((REACH[0] + edge) * fs) for edge in P_REACH)
    part = template.beat[:, first : stop + 1]
    # A line from end to end: what only rises towards QRS or falls from T is no wave.
    ramp = np.linspace(0, 1, part.shape[1])
    flat = part - part[:, :1] - (part[:, -1:] - part[:, :1]) * ramp
    height = np.sqrt((flat**2).mean(axis=0))
    tip = int(height.argmax())
    below = height < height[tip] / 2
    onset = int(np.flatnonzero(below[: tip + 1]).max(initial=0))
    after = np.flatnonzero(below[tip:])
    end = tip + int(after.min(initial=len(height) - 1 - tip))
    from_r = -1000 * P_REACH[0]
    ms = 1000 / fs
    return [
        from_r - tip * ms,
        from_r - onset * ms,
        (end - onset) * ms,
        float(height[tip]),
    ]
