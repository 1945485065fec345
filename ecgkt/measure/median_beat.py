"""The median beat of all leads, with the global boundaries drawn in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ecgkt.measure.beat_template import (
    LEVEL_WINDOW,
    QRS_WINDOW,
    beat_template,
    t_window,
)
from ecgkt.measure.global_beats import GlobalBeat
from ecgkt.types.record import Floats

REACH = (0.40, 0.70)
"""Seconds before and after R: holds a PR of 320 ms and a QT of 640 ms."""
NEXT_BEAT, LAST_BEAT = 0.9, 0.7
"""Shares of an RR interval after and before R that hold nothing of another QRS."""
AFTER_T = 0.02
"""Seconds shown after the end of T."""
BEFORE_QRS = 0.02
"""Seconds before QRS onset whose mean is the level of a beat."""
AFTER_J = 0.06
"""Seconds after the end of QRS where ST is read."""
AFTER_R = 0.10
"""Seconds after R where ST is read if the end of QRS is not known."""


@dataclass(frozen=True, kw_only=True)
class MedianBeat:
    """
    The median beat, with where its waves are.

    Attributes
    ----------
    beat : numpy.ndarray of shape (12, n_samples), float64
        mV above the level before QRS; NaN where a lead was not read.
    reasons : tuple of str
        Per lead, why it was not read; empty if it was.
    fs : float
        Hz, the recording's own.
    r : float
        Seconds from the first sample to R.
    boundaries : dict of str to float
        Seconds from the first sample to "p_onset", "p_offset", "qrs_onset",
        "qrs_offset", "t_onset" and "t_offset", as far as they are known.
    qrs : slice
        Samples of QRS, by its boundaries or a fixed window around R.
    t : slice
        Samples of T, by its boundaries or a window that moves with the rate.
    st : int
        Sample where ST is read.
    st_note : str
        Where that is.
    """

    beat: Floats
    reasons: tuple[str, ...]
    fs: float
    r: float
    boundaries: dict[str, float]
    qrs: slice
    t: slice
    st: int
    st_note: str


def median_beat(
    leads: Floats,
    fs: float,
    *,
    peaks: Floats,
    beats: Sequence[GlobalBeat],
    reasons: tuple[str, ...],
) -> MedianBeat | None:
    """
    Lay the beats on each other and draw the boundaries in.

    Parameters
    ----------
    leads : numpy.ndarray of shape (12, n_samples), float64
        Voltage in mV, finite.
    fs : float
        Hz.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.
    beats : sequence of GlobalBeat
        Without them windows around R stand for the waves.
    reasons : tuple of str
        Per lead, why it was not read; empty if it was.

    Returns
    -------
    MedianBeat or None
        None if fewer than two beats lie wholly inside the recording.
    """
    if len(peaks) < 2:
        return None
    from_r = _boundaries(peaks, beats)
    t = _t_span(from_r, peaks)
    reach = _reach(t[1], np.diff(peaks))
    template = beat_template(leads, peaks * fs, fs, reach=reach)
    if template is None:
        return None
    r = reach[0]
    boundaries = {
        name: r + place for name, place in from_r.items() if -r <= place <= reach[1]
    }
    n_samples = template.beat.shape[1]

    def between(start: float, stop: float) -> slice:
        first = min(max(0, round(start * fs)), n_samples - 2)
        return slice(first, min(n_samples, max(first + 1, round(stop * fs) + 1)))

    if {"qrs_onset", "qrs_offset"} <= set(boundaries):
        onset, end = boundaries["qrs_onset"], boundaries["qrs_offset"]
        level, qrs = between(onset - BEFORE_QRS, onset), between(onset, end)
        st, note = end + AFTER_J, "60 ms after QRS"
    else:
        level, qrs = (
            between(r + start, r + stop) for start, stop in (LEVEL_WINDOW, QRS_WINDOW)
        )
        st, note = r + AFTER_R, "100 ms after R: the end of QRS is not known"
    beat = template.beat - template.beat[:, level].mean(axis=1, keepdims=True)
    beat[[bool(reason) for reason in reasons]] = np.nan
    return MedianBeat(
        beat=beat,
        reasons=reasons,
        fs=fs,
        r=r,
        boundaries=boundaries,
        qrs=qrs,
        t=between(r + t[0], r + t[1]),
        st=min(n_samples - 2, round(st * fs)),
        st_note=note,
    )


def _boundaries(peaks: Floats, beats: Sequence[GlobalBeat]) -> dict[str, float]:
    """Return the median place of each boundary, in seconds from R."""
    places: dict[str, list[float]] = {}
    for beat in beats:
        inside = (peaks >= beat.qrs[0] - 0.05) & (peaks <= beat.qrs[1] + 0.05)
        if not inside.any():
            continue
        r = float(peaks[inside][0])
        for name, wave in (("p", beat.p), ("qrs", beat.qrs), ("t", beat.t)):
            if wave is not None:
                places.setdefault(f"{name}_onset", []).append(wave[0] - r)
                places.setdefault(f"{name}_offset", []).append(wave[1] - r)
    enough = max(1.0, len(places.get("qrs_onset", [])) / 2)
    return {
        name: float(np.median(values))
        for name, values in places.items()
        if len(values) >= enough
    }


def _t_span(from_r: dict[str, float], peaks: Floats) -> tuple[float, float]:
    """Return onset and end of T in seconds from R, by a window if they are unknown."""
    if {"t_onset", "t_offset"} <= set(from_r):
        return from_r["t_onset"], from_r["t_offset"]
    return t_window(float(np.median(np.diff(peaks))))


def _reach(t_end: float, rr: Floats) -> tuple[float, float]:
    """
    Say how much of a beat holds nothing of its neighbours.

    It ends at 90 % of the shortest RR interval: the next beat would stand there as a
    ghost. One premature beat shall not cut the T of all others, so that T's end is kept
    as long as the typical interval leaves room for it.
    """
    shortest, typical = float(rr.min()), float(np.median(rr))
    free = max(NEXT_BEAT * shortest, min(t_end + AFTER_T, NEXT_BEAT * typical))
    return min(REACH[0], LAST_BEAT * typical), min(REACH[1], free)
