"""Onset and end of QRS on all leads together: where the median beat starts to move."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.ndimage import uniform_filter1d
from scipy.signal import savgol_filter

from ecgkt.measure.beat_template import BEFORE, beat_template
from ecgkt.measure.global_beats import GlobalBeat
from ecgkt.preprocess.resample import resample
from ecgkt.types.record import Floats

LEAST_FS = 250.0
"""Hz; between the samples of a slower recording QRS is drawn by band-limited
interpolation."""
SLOPE = 0.012
"""Seconds over which a slope is taken."""
STEEP = 0.3
"""Of the largest velocity: what is faster belongs to QRS for certain."""
SHARE = 0.045
"""Of the largest velocity, below which QRS has not begun or has ended: chosen on
planted beats of several shapes, where the normal example (90 ms) reads 90.7 ms at this
share, 88.3 ms at 5.5 % and 92.0 ms at 4 %."""
ABOVE_QUIET = 1.5
"""Times the velocity of the quietest place beside QRS: noise, or a sloping ST."""
REST = 0.012
"""Seconds of the quietest place."""
TURN, TURN_REACH = 0.10, 0.008
"""Of the largest velocity, and seconds on both sides: a lowest place below it, near the
masks' end, is J where an elevated ST goes on moving."""
FAST = 0.15
"""Of the largest velocity: ST never is so fast, an S wave is."""
STAYS = 0.008
"""Seconds that the velocity must stay low: less is a notch."""
OUTSIDE = (0.02, 0.03)
"""Seconds outside the masks' boundaries that are searched."""
FARTHEST, DEEPEST = 0.002, 0.020
"""Seconds by which QRS may at most reach beyond the masks' boundaries, which are those
of the leads that begin first and end last, and fall short of them. A slow wave beside a
wide QRS is no part of it: planted bundle branch block read 11 ms long without the first
limit. A delta wave is: it may be slower than `SHARE`."""


class Shift(NamedTuple):
    """Seconds by which the masks' onset and end of QRS move."""

    onset: float
    end: float


UNMOVED = Shift(0.0, 0.0)


def with_joint_qrs(
    beats: Sequence[GlobalBeat], leads: Floats, fs: float
) -> tuple[GlobalBeat, ...]:
    """
    Move QRS of every beat to where all leads together begin and end to move.

    Parameters
    ----------
    beats : sequence of GlobalBeat
        From the masks of the single leads.
    leads : numpy.ndarray of shape (12, n_samples), float64
        Voltage in mV, finite; 0 throughout a lead that is not read.
    fs : float
        Hz.

    Returns
    -------
    tuple of GlobalBeat
        The same beats; unchanged where there are fewer than two or the median beat
        never rests beside QRS.

    References
    ----------
    .. [1] Kligfield et al., Circulation 2007;115:1306: global intervals are taken from
       time-aligned leads, best from a representative beat.
    .. [2] Laguna, Jane and Caminal, Comput Biomed Res 1994;27:45: a wave ends where the
       slope falls below a share of its largest. Departs from it: the slope is the
       velocity of all leads together, and masks say where to look.
    """
    if fs < LEAST_FS:
        drawn = resample(leads.astype(np.float32), fs, LEAST_FS)
        leads, fs = drawn.astype(np.float64), LEAST_FS
    shift = _shift(beats, leads, fs)
    moved = []
    for beat in beats:
        onset, end = beat.qrs[0] + shift.onset, beat.qrs[1] + shift.end
        moved.append(beat._replace(qrs=(onset, end)) if end > onset else beat)
    return tuple(moved)


def _shift(beats: Sequence[GlobalBeat], leads: Floats, fs: float) -> Shift:
    middles = np.array([sum(beat.qrs) / 2 for beat in beats])
    template = beat_template(leads, middles * fs, fs)
    if template is None:
        return UNMOVED
    spans = np.array([beat.qrs for beat in beats]) - middles[:, None]
    onset, end = BEFORE + np.median(spans, axis=0)
    velocity = _velocity(template.beat, fs)
    core = slice(round(onset * fs), round(end * fs) + 1)
    top = float(velocity[core].max())
    steep = core.start + np.flatnonzero(velocity[core] >= STEEP * top)
    first = max(0, round((onset - OUTSIDE[0]) * fs))
    last = round((end + OUTSIDE[1]) * fs)
    before = _steps_to_rest(velocity[first : steep[0] + 1][::-1], fs, top)
    after = _steps_to_rest(velocity[steep[-1] : last + 1], fs, top)
    turn = _turn(velocity, fs, top, near=float(end))
    if turn is not None and (after is None or steep[-1] + after > turn):
        after = turn - steep[-1]
    to_onset = 0.0 if before is None else (steep[0] - before) / fs - onset
    to_end = 0.0 if after is None else (steep[-1] + after) / fs - end
    return Shift(
        float(min(max(to_onset, -FARTHEST), DEEPEST)),
        float(max(min(to_end, FARTHEST), -DEEPEST)),
    )


def _velocity(beat: Floats, fs: float) -> Floats:
    """Return how fast all leads move together, in mV per second."""
    window = max(3, round(SLOPE * fs) | 1)
    slopes = savgol_filter(beat, window, 2, deriv=1, delta=1 / fs, axis=1)
    result: Floats = np.sqrt((slopes**2).sum(axis=0))
    return result


def _steps_to_rest(velocity: Floats, fs: float, top: float) -> float | None:
    """Count samples from a steep place of QRS outwards to where it rests."""
    window = max(2, round(REST * fs))
    if len(velocity) <= window:
        return None
    inside = slice(window // 2, len(velocity) - (window - 1) // 2)
    quiet = uniform_filter1d(velocity, window)[inside].min()
    limit = max(SHARE * top, ABOVE_QUIET * float(quiet))
    stays = max(1, round(STAYS * fs))
    is_low = np.convolve(velocity < limit, np.ones(stays), "valid") >= stays - 0.5
    place = int(is_low.argmax())
    if not is_low.any() or place == 0:
        return None
    above, below = velocity[place - 1], velocity[place]
    return place - 1 + float((above - limit) / (above - below))


def _turn(velocity: Floats, fs: float, top: float, *, near: float) -> int | None:
    """Find J where an elevated ST moves on: the last slow place before QRS ends."""
    reach = max(1, round(TURN_REACH * fs))
    last = round((near + FARTHEST) * fs)
    fast = np.flatnonzero(velocity[: last + 1] >= FAST * top)
    first = max(round((near - DEEPEST) * fs), int(fast[-1]) + 1)
    for place in range(last, first - 1, -1):
        around = velocity[place - reach : place + reach + 1]
        if velocity[place] < TURN * top and velocity[place] == around.min():
            return place
    return None
