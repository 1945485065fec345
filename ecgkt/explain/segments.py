"""Which wave each sample of a recording belongs to: what occlusion takes away."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.beat_template import t_window
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.types.measurements import BeatSpan
from ecgkt.types.record import Signal

REST, P, QRS, ST, T = range(5)
SEGMENTS = ("rest", "P", "QRS", "ST", "T")
"""The name of each number of a segment map."""
P_WINDOW = (-0.26, -0.07)
QRS_WINDOW = (-0.07, 0.08)
"""Seconds from R; wider than the windows of `measure.beat_template`."""


def wave_segments(
    signal: Signal, fs: float, beats: Sequence[BeatSpan] = ()
) -> NDArray[np.int64]:
    """
    Say of each sample which wave it is part of.

    Parameters
    ----------
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        What the model sees, mV.
    fs : float
        Hz.
    beats : sequence of BeatSpan
        Boundaries from the recording's own rate, seconds; where there are none (below
        250 Hz, or not delineated) fixed windows around R are used.

    Returns
    -------
    numpy.ndarray of shape (n_samples,), int64
        `REST`, `P`, `QRS`, `ST` or `T`; `REST` everywhere if no beat stands out.
    """
    segments = np.full(signal.shape[1], REST)
    spans = list(beats) or _around_r(signal, fs)

    def fill(span: tuple[float, float] | None, name: int) -> None:
        if span is not None:
            first, last = (round(second * fs) for second in span)
            segments[max(first, 0) : max(last + 1, 0)] = name

    for beat in spans:
        if beat.t is not None:
            fill((beat.qrs[1], beat.t[0]), ST)
            fill(beat.t, T)
        fill(beat.p, P)
    # QRS last: where waves of two beats overlap, it is the one that is surely there.
    for beat in spans:
        fill(beat.qrs, QRS)
    return segments


def _around_r(signal: Signal, fs: float) -> list[BeatSpan]:
    peaks = find_r_peaks(signal, fs) / fs
    if not peaks.size:
        return []
    typical = float(np.median(np.diff(peaks))) if peaks.size > 1 else 1.0
    t_start, t_stop = t_window(typical)
    return [
        BeatSpan(
            qrs=(r + QRS_WINDOW[0], r + QRS_WINDOW[1]),
            p=(r + P_WINDOW[0], r + P_WINDOW[1]),
            t=(r + t_start, r + t_stop),
        )
        for r in peaks.tolist()
    ]
