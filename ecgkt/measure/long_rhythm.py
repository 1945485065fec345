"""The beats of a recording of any length, found block by block."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from ecgkt.measure.delineation import (
    MIN_FS,
    MaskMaker,
    ReadableLeads,
    delineate,
    readable_leads,
)
from ecgkt.measure.heart_beats import EDGE, heart_beat_times
from ecgkt.types.record import Floats, Signal
from ecgkt.vocab.leads import LEADS

BLOCK_S = 10.0
"""Seconds that are looked at together: long enough for what is typical of them, short
enough for memory, whatever the recording's length."""
OVERLAP_S = 1.5
"""Seconds that a block sees beyond its ends, where a beat might be cut off."""
SAME_BEAT_S = 0.15
"""Seconds within which two blocks name one beat."""
ASKED = ("II", "V1", "V5")
"""Leads that the delineator marks: two of the three show what is a T and no beat. All
twelve take four times as long."""
NOT_ASKED = "not asked"


def find_all_beats(
    signal: Signal,
    fs: float,
    make_masks: MaskMaker | None,
    *,
    mask_fs: float = MIN_FS,
) -> Floats:
    """
    Find the beats of a whole recording, as `heart_beats` finds those of 10 s.

    Parameters
    ----------
    signal : numpy.ndarray of shape (12, n_samples), float32
        Voltage in mV, in the order of `LEADS`; NaN where a sample is missing.
    fs : float
        Hz, at least 50.
    make_masks : callable or None
        The delineator; without one the detector decides alone.
    mask_fs : float
        Hz of its masks.

    Returns
    -------
    numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds, ascending; none in a block without a rhythm to speak of.
    """
    peaks = np.concatenate([*_of_blocks(signal, fs, make_masks, mask_fs)])
    is_new = np.insert(np.diff(peaks) > SAME_BEAT_S, 0, True)
    return np.asarray(peaks[is_new[: len(peaks)]])


def join_beats(found: Floats, kept: Floats, start_s: float, stop_s: float) -> Floats:
    """
    Put the beats that were measured in the place of those found there again.

    Parameters
    ----------
    found : numpy.ndarray of shape (n_found,), float64
        R peaks of the whole recording in seconds.
    kept : numpy.ndarray of shape (n_kept,), float64
        Those of the measured seconds.
    start_s, stop_s : float
        Where these begin and end; near to that a beat may have been cut off in them.

    Returns
    -------
    numpy.ndarray of shape (n_beats,), float64
        Ascending.

    Examples
    --------
    >>> join_beats(np.array([1.0, 2.01, 3.0]), np.array([2.0]), 1.5, 2.5).tolist()
    [1.0, 2.0, 3.0]
    """
    if not len(kept):
        return found
    is_inside = (found > start_s + EDGE) & (found < stop_s - EDGE)
    is_near = np.abs(found[:, None] - kept).min(axis=1) <= SAME_BEAT_S
    return np.sort(np.concatenate([found[~is_inside & ~is_near], kept]))


def _of_blocks(
    signal: Signal, fs: float, make_masks: MaskMaker | None, mask_fs: float
) -> Iterator[Floats]:
    n_samples = signal.shape[1]
    n_blocks = max(1, round(n_samples / (BLOCK_S * fs)))
    edges = np.linspace(0, n_samples, n_blocks + 1).round().astype(int).tolist()
    for first, stop in pairwise(edges):
        begin = max(0, first - round(OVERLAP_S * fs))
        end = min(n_samples, stop + round(OVERLAP_S * fs))
        readable = _few(readable_leads(signal[:, begin:end], fs))
        marked = delineate(readable, fs, make_masks, mask_fs=mask_fs)
        leads = readable.signal.astype(np.float64)
        peaks = begin / fs + heart_beat_times(leads, fs, marked)
        yield peaks[(peaks >= first / fs) & (peaks < stop / fs)]


def _few(leads: ReadableLeads) -> ReadableLeads:
    """Have few leads marked, and all of them searched for beats."""
    read = [lead for lead, why in zip(LEADS, leads.reasons, strict=True) if not why]
    wanted = sorted(read, key=lambda lead: lead not in ASKED)[: len(ASKED)]
    reasons = tuple(
        reason or ("" if lead in wanted else NOT_ASKED)
        for lead, reason in zip(LEADS, leads.reasons, strict=True)
    )
    return ReadableLeads(leads.signal, reasons)
