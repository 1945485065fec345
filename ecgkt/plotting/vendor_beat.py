"""The recorder's median beat brought onto ours: same place of QRS, same level."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ecgkt.types.measurements import MedianBeatTrace
from ecgkt.types.record import Floats
from ecgkt.types.vendor import VendorBeat
from ecgkt.vocab.leads import LEADS

Leads: TypeAlias = NDArray[np.bool_]
STEP = 0.001
"""Seconds between the places that are tried."""
AROUND_QRS = 0.02
"""Seconds beside QRS that take part in finding its place."""
AROUND_R = (0.08, 0.10)
"""Seconds before and after R that stand for QRS where its boundaries are unknown."""
LEVEL = (-0.02, 0.0)
"""Seconds from the onset of QRS whose mean is the level, as of our own beat."""
LEVEL_R = (-0.09, -0.06)
"""The same from R, where that onset is not known."""


class LaidVendorBeat(NamedTuple):
    """
    The recorder's beat beside ours.

    Attributes
    ----------
    trace : MedianBeatTrace
        Its R is where ours lies on it; without boundaries, for the file states none.
    correlation : float
        Over all leads and the time that both have, at most 1.
    difference_mv : float
        The largest there.
    lead : str
        Where that is.
    """

    trace: MedianBeatTrace
    correlation: float
    difference_mv: float
    lead: str


def lay_vendor_beat(theirs: VendorBeat, ours: MedianBeatTrace) -> LaidVendorBeat | None:
    """
    Lay the recorder's median beat on ours.

    QRS of ours is looked for in theirs, in all leads at once; then each lead of theirs
    is moved to the level before QRS that ours has.

    Parameters
    ----------
    theirs : VendorBeat
        As it stands in the file.
    ours : MedianBeatTrace
        Of the same recording.

    Returns
    -------
    LaidVendorBeat or None
        None where both have no lead in common, or theirs is no whole beat without gaps.
    """
    held = np.isfinite(theirs.signal).any(axis=1)
    common: Leads = np.logical_and(held, np.isfinite(ours.signal).all(axis=1))
    if not common.any():
        return None
    whole = np.flatnonzero(np.isfinite(theirs.signal[common]).all(axis=0))
    if not whole.size:
        return None
    # Some recorders fill their beats up with samples that hold no value.
    signal = theirs.signal[:, whole[0] : whole[-1] + 1].astype(np.float64)
    if not np.isfinite(signal[common]).all():
        return None
    fine = _fine(signal[common], theirs.fs)
    own = _fine(ours.signal[common].astype(np.float64), ours.fs)
    first, stop = (round(second / STEP) for second in _qrs_of(ours))
    place = _find(own[:, max(0, first) : stop], fine)
    if place is None:
        return None
    delay = (place - max(0, first)) * STEP
    start, end = (ours.r + second + delay for second in _level_of(ours))
    level = _between(signal, start * theirs.fs, end * theirs.fs)
    signal = signal - level.mean(axis=1, keepdims=True)
    trace = MedianBeatTrace(
        fs=theirs.fs,
        r=ours.r + delay,
        boundaries={},
        signal=signal.astype(np.float32),
    )
    return _compared(trace, _fine(signal[common], theirs.fs), own, delay, common)


def _fine(signal: Floats, fs: float) -> Floats:
    """Bring leads to one sample per `STEP`."""
    ends = signal.shape[1] / fs
    times, wanted = np.arange(signal.shape[1]) / fs, np.arange(0.0, ends, STEP)
    return np.stack([np.interp(wanted, times, row) for row in signal])


def _qrs_of(ours: MedianBeatTrace) -> tuple[float, float]:
    if {"qrs_onset", "qrs_offset"} <= set(ours.boundaries):
        onset, offset = ours.boundaries["qrs_onset"], ours.boundaries["qrs_offset"]
        return onset - AROUND_QRS, offset + AROUND_QRS
    return ours.r - AROUND_R[0], ours.r + AROUND_R[1]


def _level_of(ours: MedianBeatTrace) -> tuple[float, float]:
    """Return the seconds from R that the level is read of."""
    if {"qrs_onset", "qrs_offset"} <= set(ours.boundaries):
        onset = ours.boundaries["qrs_onset"] - ours.r
        return onset + LEVEL[0], onset + LEVEL[1]
    return LEVEL_R


def _find(pattern: Floats, signal: Floats) -> int | None:
    """Return where a pattern fits best, by correlation over all leads."""
    length = pattern.shape[1]
    if not 0 < length <= signal.shape[1]:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(signal, length, axis=1)
    centred = windows - windows.mean(axis=2, keepdims=True)
    shape = pattern - pattern.mean(axis=1, keepdims=True)
    product = np.einsum("lpn,ln->p", centred, shape)
    norms = np.sqrt(np.einsum("lpn,lpn->p", centred, centred))
    return int(np.argmax(product / np.maximum(norms, 1e-9)))


def _between(signal: Floats, start: float, stop: float) -> Floats:
    first = min(max(0, round(start)), signal.shape[1] - 1)
    return signal[:, first : max(first + 1, round(stop) + 1)]


def _compared(
    trace: MedianBeatTrace, theirs: Floats, ours: Floats, delay: float, common: Leads
) -> LaidVendorBeat:
    shift = round(delay / STEP)
    first, stop = max(0, -shift), min(ours.shape[1], theirs.shape[1] - shift)
    one, other = ours[:, first:stop], theirs[:, first + shift : stop + shift]
    apart = np.abs(one - other).max(axis=1)
    together = np.corrcoef(one.ravel(), other.ravel())[0, 1]
    row = np.flatnonzero(common)[int(apart.argmax())]
    return LaidVendorBeat(trace, float(together), float(apart.max()), LEADS[row])
