"""How the beats come that are not premature: as a clock, with breath, or at random."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.beat_shapes import BeatShapes
from ecgkt.types.record import Floats

MIN_STEPS = 3
"""Differences of neighbouring intervals; fewer say nothing."""
RANDOM_PERCENT = 5.0
"""Median difference of neighbouring intervals, in per cent of the median interval,
beyond which the rhythm is irregular at every lag. Limits of this project, chosen on
PTB-XL's tuning fold with the next."""
P_ALIKE_PERCENT = 80.0
"""Median likeness of what precedes the beats, below which no P stands before each."""
LAGS = (1, 2, 3)
"""Intervals that are compared: bigeminy repeats after two, trigeminy after three."""
PAUSE = (1.75, 2.3)
"""In parts of the interval before it: a pause in which one beat was dropped. Limits of
this project around 2; after a Wenckebach period it is less."""
STEADY_PERCENT = 5.0
"""Largest difference of the intervals around a pause that is a dropped beat's."""


class Irregularity(NamedTuple):
    """
    How the beats come that are not premature.

    Attributes
    ----------
    steps_percent : float or None
        Median difference of neighbouring intervals in per cent of the median interval:
        the least of three lags. None where too few neighbours are left.
    swing_ms : float or None
        Longest minus shortest interval.
    spread_percent : float or None
        Their standard deviation in per cent of their mean.
    p_alike_percent : float
        Median likeness of what precedes the beats, as if it were a P wave.
    pauses : tuple of two floats each
        Onset and end, in seconds, of the intervals in which one beat was dropped.
    """

    steps_percent: float | None
    swing_ms: float | None
    spread_percent: float | None
    p_alike_percent: float | None
    pauses: tuple[tuple[float, float], ...] = ()

    @property
    def is_like_fibrillation(self) -> bool:
        """Whether beats come at random and nothing alike precedes them."""
        return (
            self.steps_percent is not None
            and self.p_alike_percent is not None
            and self.steps_percent > RANDOM_PERCENT
            and self.p_alike_percent < P_ALIKE_PERCENT
        )


NO_IRREGULARITY = Irregularity(None, None, None, None)


def irregularity(
    peaks: Floats, is_left_out: NDArray[np.bool_], shapes: BeatShapes
) -> Irregularity:
    """
    Measure the rhythm without the beats that are premature.

    Parameters
    ----------
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds, ascending.
    is_left_out : numpy.ndarray of shape (n_beats,), bool
        Beats whose intervals on both sides do not count.
    shapes : BeatShapes
        Of all of them.

    Returns
    -------
    Irregularity

    References
    ----------
    .. [1] Hindricks et al., ESC guideline on atrial fibrillation, Eur Heart J
       2021;42:373: irregular RR intervals without distinct, repeating P waves. How
       irregular, and how alike, is ours.
    """
    intervals = np.diff(peaks)
    is_counted = ~(is_left_out[:-1] | is_left_out[1:])
    p_alike = 100 * float(np.median(shapes.p_likeness[shapes.is_usual]))
    pauses = _pauses(peaks, intervals, is_counted)
    for first, _ in pauses:
        is_counted[np.searchsorted(peaks, first)] = False
    counted = intervals[is_counted]
    if len(counted) < MIN_STEPS:
        return Irregularity(None, None, None, p_alike, pauses)
    steps = [_steps(counted, lag) for lag in LAGS]
    return Irregularity(
        steps_percent=min((step for step in steps if step is not None), default=None),
        swing_ms=1000 * float(np.ptp(counted)),
        spread_percent=100 * float(counted.std() / counted.mean()),
        p_alike_percent=p_alike,
        pauses=pauses,
    )


def _steps(counted: Floats, lag: int) -> float | None:
    """Compare intervals, those of premature beats taken out, with others after them."""
    steps = np.abs(counted[lag:] - counted[:-lag])
    if len(steps) < MIN_STEPS:
        return None
    return 100 * float(np.median(steps) / np.median(counted))


def _pauses(
    peaks: Floats, intervals: Floats, is_counted: NDArray[np.bool_]
) -> tuple[tuple[float, float], ...]:
    """Return the intervals that are twice those around them, which are steady."""
    if is_counted.sum() < MIN_STEPS:
        return ()
    typical = float(np.median(intervals[is_counted]))
    share = intervals / typical
    is_pause = is_counted & (share >= PAUSE[0]) & (share <= PAUSE[1])
    rest = intervals[is_counted & ~is_pause]
    if len(rest) < MIN_STEPS or 2 * is_pause.sum() > len(rest):
        return ()
    if 100 * np.median(np.abs(rest - typical)) / typical > STEADY_PERCENT:
        return ()
    places = np.flatnonzero(is_pause)
    spans = list(pairwise(peaks.tolist()))
    return tuple(spans[place] for place in places.tolist())
