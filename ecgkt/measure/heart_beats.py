"""One count of beats: what the detector and the delineator say together."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.beat_energy import beat_energy
from ecgkt.measure.delineation import Delineation
from ecgkt.measure.global_beats import Complex, GlobalBeat, complexes_of, global_beats
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.measure.sharp_t import sharp_t
from ecgkt.types.record import Floats

MIN_BEATS, MIN_BEATS_SHORT = 3, 2
"""Fewer are no rhythm; the second in less than `SHORT` seconds."""
SHORT = 8.0
NEAR = 0.08
"""Seconds by which the two may place one beat apart."""
CYCLE = 3.2
"""Seconds in which the slowest heart that is read (20 beats per minute) beats once."""
LEAST_ENERGY = 0.05
"""Of the typical beat's, that a marked complex must have at a crest of its own: in a
slow heart ripples of the baseline are marked, too, and the foot of a QRS."""
T_SHARE = 1 / 3
"""Of the leads, whose T must cover an event for it to be a T wave and no beat."""
EDGE = 0.4
"""Seconds from either end in which the delineator may miss a beat that is cut off."""
MAX_UNEXPLAINED = 0.25
"""Events of the detector that the delineator neither calls QRS nor T, in parts of the
beats: beyond it the two do not agree."""
TOO_FEW = "{} heart beats found, {} needed"
NO_AGREEMENT = (
    "two ways of finding beats do not agree (energy {}, wave shapes {}): nothing that "
    "depends on beats is measured"
)


class HeartBeats(NamedTuple):
    """
    The beats of a recording.

    Attributes
    ----------
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds, ascending; empty where there is no rhythm to speak of.
    beats : tuple of GlobalBeat
        With boundaries; empty where none are known, or `peaks` is.
    doubt : str
        Why there is none; empty if there is one.
    """

    peaks: Floats
    beats: tuple[GlobalBeat, ...]
    doubt: str = ""


def heart_beats(leads: Floats, fs: float, delineation: Delineation) -> HeartBeats:
    """
    Bring the beats that stand out by their energy and the marked ones together.

    The energy of QRS is blind to shape: a tall T is a beat to it. The delineator sees
    shapes, and in a heart so slow that most seconds are quiet it takes ripples for
    QRS. A beat is what stands out and is no T; a marked complex that the detector
    left out is one if its energy is that of a beat.

    Parameters
    ----------
    leads : numpy.ndarray of shape (12, n_samples), float64
        Voltage in mV, finite, 0 where a lead was not read.
    fs : float
        Hz, at least 50.
    delineation : Delineation
        Of the same recording; without any wave the detector decides alone.

    Returns
    -------
    HeartBeats
    """
    peaks, marked, doubt = _find(leads, fs, delineation)
    return HeartBeats(peaks, global_beats(delineation, marked), doubt)


def heart_beat_times(leads: Floats, fs: float, delineation: Delineation) -> Floats:
    """Return the peaks of `heart_beats` alone, in three quarters of its time."""
    return _find(leads, fs, delineation).peaks


class _Found(NamedTuple):
    """Peaks, the complexes that are beats, and why there is neither."""

    peaks: Floats
    marked: list[list[Complex]]
    doubt: str = ""


def _find(leads: Floats, fs: float, delineation: Delineation) -> _Found:
    peaks = find_r_peaks(leads, fs) / fs
    duration = leads.shape[1] / fs
    marked = complexes_of(delineation)
    if not marked or not len(peaks):
        return _enough(peaks[~sharp_t(leads, fs, peaks)], [], duration)
    energy = beat_energy(leads, fs)
    middles = np.array([_middle(group) for group in marked])
    crests, heights = np.array([_crest(energy, time, fs) for time in middles]).T
    is_beat = heights >= LEAST_ENERGY * _typical(energy, fs)
    # A beat that is cut off has no crest; its boundaries are still those of a beat.
    is_kept = is_beat | _at_edge(middles, duration)
    marked = [group for group, kept in zip(marked, is_kept, strict=True) if kept]
    is_marked = _has_near(peaks, middles[is_kept])
    is_t = np.array([_is_t(delineation, time) for time in peaks.tolist()], dtype=bool)
    unexplained = int((~is_marked & ~is_t & ~_at_edge(peaks, duration)).sum())
    if unexplained > MAX_UNEXPLAINED * max(1, len(marked)):
        doubt = NO_AGREEMENT.format(len(peaks), len(marked))
        return _Found(np.empty(0), [], doubt)
    missed = crests[is_beat & ~_has_near(middles, peaks)]
    beats = np.sort(np.concatenate([peaks[is_marked | ~is_t], missed]))
    is_sharp = sharp_t(leads, fs, beats)
    if is_sharp.any():
        away = _has_near(
            np.array([_middle(group) for group in marked]), beats[is_sharp]
        )
        marked = [group for group, is_t in zip(marked, away, strict=True) if not is_t]
        beats = beats[~is_sharp]
    return _enough(beats, marked, duration)


def _enough(peaks: Floats, marked: list[list[Complex]], duration: float) -> _Found:
    needed = MIN_BEATS_SHORT if duration < SHORT else MIN_BEATS
    if len(peaks) < needed:
        return _Found(np.empty(0), [], TOO_FEW.format(len(peaks), needed))
    return _Found(peaks, marked)


def _typical(energy: Floats, fs: float) -> float:
    """Return the energy of a typical beat: the largest of a typical cycle."""
    n_parts = max(1, round(len(energy) / (CYCLE * fs)))
    return float(np.median([part.max() for part in np.array_split(energy, n_parts)]))


def _middle(group: Sequence[Complex]) -> float:
    return float(np.median([(onset + end) / 2 for onset, end, _ in group]))


def _at_edge(times: Floats, duration: float) -> NDArray[np.bool_]:
    return (times < EDGE) | (times > duration - EDGE)


def _crest(energy: Floats, time: float, fs: float) -> tuple[float, float]:
    """Return when the energy has its crest near a moment, and how high; 0 without."""
    first = max(0, round((time - NEAR) * fs))
    near = energy[first : round((time + NEAR) * fs) + 1]
    crest = int(near.argmax()) if near.size else 0
    if crest in (0, len(near) - 1):
        return time, 0.0
    return (first + crest) / fs, float(near[crest])


def _has_near(times: Floats, others: Floats) -> NDArray[np.bool_]:
    if not len(others):
        return np.zeros(len(times), dtype=bool)
    away: Floats = np.abs(times[:, None] - others).min(axis=1)
    return away <= NEAR


def _is_t(delineation: Delineation, time: float) -> bool:
    """Whether enough leads mark a T at a moment."""
    rows = delineation.readable
    covered = sum(
        bool(((t[:, 0] <= time) & (time <= t[:, 1])).any())
        for t in (delineation.leads[row].t for row in rows)
    )
    return covered >= max(1, T_SHARE * len(rows))
