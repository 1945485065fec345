"""Ectopic beats: which come before their time, of what shape, and in what order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.beat_shapes import ALIKE, BeatShapes, beat_shapes
from ecgkt.measure.global_beats import GlobalBeat
from ecgkt.measure.irregularity import NO_IRREGULARITY, Irregularity, irregularity
from ecgkt.types.record import Floats

MIN_BEATS = 5
"""With fewer there is no usual rhythm that a beat could come before."""
EARLY, EARLY_NARROW = 0.85, 0.80
"""Of the local RR, up to which an interval is premature: of a beat of another shape,
and of one of the usual shape, which breathing brings forward, too. Malik et al. (Eur
Heart J 1989;10:1060) leave out what changes by 20 %; chosen on PTB-XL's tuning fold."""
OTHER_SHAPE, QUITE_OTHER = 0.80, 0.60
"""Correlation with the usual beat below which a beat is of another shape; the second
for one that need not be longer, or that comes hardly early, late in diastole. Chosen on
the same fold."""
LATE = 1.1
"""Of the local RR: a beat of quite another shape is premature up to here. Where every
second beat stands between two that come in time, and within a slow run, it is the local
RR itself; R of a wide beat is placed to 40 ms."""
LONGER, CLEARLY_LONGER = 1.0, 1.1
"""Spread in time, in parts of the usual beat's, beyond which a beat is wide."""
LONG_AS_BLOCK = 0.028
"""Seconds of spread from which a beat is wide whatever the usual one is: in that fold
most recordings with left bundle branch block have it; normal ones have 0.0175 (99 %
below 0.0214)."""
LOCAL = 7
"""Pairs of intervals around a beat whose median is the local RR. The sum of two is the
same before and after a beat that only comes early, bigeminy included."""
FULL_PAUSE, INTERPOLATED = (1.9, 2.15), 1.2
"""Both intervals around a beat in parts of the local RR: the sinus node was not
disturbed from 1.9; up to 1.2 the beat stands between two that come in time. Limits of
this project around 2 and 1."""
RUN_RATE = 100.0
"""Beats per minute from which three wide beats in a row are a run of tachycardia."""
NEAR = 0.08
"""Seconds between a peak and the QRS whose boundaries it has."""
Kind = Literal["wide", "narrow"]


class EctopicBeat(NamedTuple):
    """
    One premature beat.

    Attributes
    ----------
    number : int
        Its place among the beats, from 0.
    time : float
        R peak in seconds.
    kind : str
        "wide": of another shape and longer than the usual beats, or of quite another
        shape. "narrow": the rest.
    coupling : float
        Seconds from the beat before.
    has_p : bool or None
        Whether a P wave precedes it; None where none was looked for.
    pause : str
        "full" (compensatory), "less", "none" (interpolated), or "" if another
        premature beat is its neighbour, or none follows.
    """

    number: int
    time: float
    kind: Kind
    coupling: float
    has_p: bool | None
    pause: Literal["full", "less", "none", ""]


@dataclass(frozen=True, kw_only=True)
class Ectopy:
    """
    What comes before its time in one recording, and how the other beats come.

    Attributes
    ----------
    beats : tuple of EctopicBeat
        Ascending.
    n_beats : int
        All beats that were judged.
    irregularity : Irregularity
        Of the rest.
    reason : str
        Why nothing was judged; empty if it was.
    """

    beats: tuple[EctopicBeat, ...] = ()
    n_beats: int = 0
    irregularity: Irregularity = NO_IRREGULARITY
    reason: str = ""

    def of_kind(self, kind: Kind) -> tuple[EctopicBeat, ...]:
        """Return the premature beats of one kind."""
        return tuple(beat for beat in self.beats if beat.kind == kind)

    def groups(self) -> list[tuple[EctopicBeat, ...]]:
        """Return the wide beats, those that follow each other together."""
        groups: list[list[EctopicBeat]] = []
        for beat in self.of_kind("wide"):
            if groups and beat.number == groups[-1][-1].number + 1:
                groups[-1].append(beat)
            else:
                groups.append([beat])
        return [tuple(group) for group in groups]


def find_ectopy(
    leads: Floats, fs: float, *, peaks: Floats, beats: Sequence[GlobalBeat] = ()
) -> Ectopy:
    """
    Mark the beats that come before their time.

    A beat is wide if it comes early and is of another shape and longer than the usual
    ones, or is of quite another shape; the latter also where it comes hardly early, if
    it is clearly longer. Any other beat that comes early is narrow; in a rhythm like
    atrial fibrillation none is, as there is no time at which a beat is due.

    Parameters
    ----------
    leads : numpy.ndarray of shape (n_leads, n_samples), float64
        Voltage in mV, finite, 0 where a lead was not read.
    fs : float
        Hz, at least 100.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds, ascending.
    beats : sequence of GlobalBeat
        Their boundaries, as far as they are known.

    Returns
    -------
    Ectopy

    References
    ----------
    .. [1] Al-Khatib et al., "2017 AHA/ACC/HRS guideline for management of patients with
       ventricular arrhythmias", Circulation 2018;138:e272: premature ventricular
       complexes, couplets, and runs from three beats at more than 100 per minute.
       Departs from it: wide is longer than the usual beats of the same recording, as
       100 Hz give no QRS duration of a single beat.
    """
    if len(peaks) < MIN_BEATS:
        return Ectopy(reason=f"{len(peaks)} beats found, {MIN_BEATS} needed")
    shapes = beat_shapes(leads, fs, peaks)
    local = local_rr(peaks)
    before = np.concatenate([[np.inf], np.diff(peaks)])
    is_wide = _wide(shapes, before / local, before)
    others = irregularity(peaks, is_wide | ~shapes.is_sound, shapes)
    is_narrow = np.zeros(len(peaks), dtype=bool)
    if not others.is_like_fibrillation:
        is_narrow = ~is_wide & shapes.is_sound & (before / local < EARLY_NARROW)
        # After a wide beat without a pause the next one is in time, not early.
        is_narrow[1:] &= ~is_wide[:-1]
        # Where most intervals are short, the long ones are pauses.
        is_narrow &= is_narrow.sum() <= len(peaks) / 2
        others = irregularity(peaks, is_wide | is_narrow | ~shapes.is_sound, shapes)
    is_early = is_wide | is_narrow
    return Ectopy(
        beats=tuple(
            EctopicBeat(
                number=int(number),
                time=float(peaks[number]),
                kind="wide" if is_wide[number] else "narrow",
                coupling=float(before[number]),
                has_p=_has_p(beats, float(peaks[number])),
                pause=_pause(peaks, local, int(number), is_early),
            )
            for number in np.flatnonzero(is_early)
        ),
        n_beats=len(peaks),
        irregularity=others,
    )


def local_rr(peaks: Floats) -> Floats:
    """
    Say how far beats usually lie apart around each beat.

    Parameters
    ----------
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds, at least three.

    Returns
    -------
    numpy.ndarray of shape (n_beats,), float64
        Seconds: half the median of two intervals in a row.

    Examples
    --------
    >>> local_rr(np.array([0.0, 0.6, 2.0, 2.6, 4.0, 4.6])).tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    halves = (peaks[2:] - peaks[:-2]) / 2
    last = max(0, len(halves) - LOCAL)
    starts = np.clip(np.arange(len(peaks)) - 1 - LOCAL // 2, 0, last)
    return np.array([np.median(halves[first : first + LOCAL]) for first in starts])


def _wide(shapes: BeatShapes, early: Floats, before: Floats) -> NDArray[np.bool_]:
    like = shapes.likeness
    spread = shapes.spread / np.median(shapes.spread[shapes.is_usual])
    is_long = (spread > LONGER) | (shapes.spread > LONG_AS_BLOCK)
    # A steep end makes a wide beat seem short: its shape alone must do.
    is_long |= like < QUITE_OTHER
    is_other = shapes.is_sound & (like < OTHER_SHAPE) & is_long
    is_late = is_other & (like < QUITE_OTHER) & (spread > CLEARLY_LONGER)
    is_late &= early < LATE
    is_wide = (is_other & (early < EARLY)) | is_late
    # What is of a premature beat's shape and in time at most is of its origin.
    is_same = ((shapes.correlation > ALIKE) & is_wide).any(axis=1)
    is_wide |= is_other & is_same & (early < LATE)
    # In a run the local RR is the run's own: what goes on as fast is part of it.
    for number in range(1, len(is_wide)):
        goes_on = is_wide[number - 1] and before[number] <= 60 / RUN_RATE
        is_wide[number] |= bool(goes_on and is_other[number])
    # Before a run, too: its first beat opens with an interval that only seems long.
    for number in range(len(is_wide) - 2, 0, -1):
        leads_on = is_wide[number + 1] and before[number + 1] <= 60 / RUN_RATE
        is_wide[number] |= bool(leads_on and is_other[number])
    return is_wide


def _has_p(beats: Sequence[GlobalBeat], peak: float) -> bool | None:
    for beat in beats:
        if beat.qrs[0] - NEAR <= peak <= beat.qrs[1] + NEAR:
            return beat.p is not None
    return None


def _pause(
    peaks: Floats, local: Floats, number: int, is_early: NDArray[np.bool_]
) -> Literal["full", "less", "none", ""]:
    if number + 1 == len(peaks) or is_early[number - 1] or is_early[number + 1]:
        return ""
    both = (peaks[number + 1] - peaks[number - 1]) / local[number]
    if both <= INTERPOLATED:
        return "none"
    return "full" if FULL_PAUSE[0] <= both <= FULL_PAUSE[1] else "less"
