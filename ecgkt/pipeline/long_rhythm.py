"""The rhythm of all of a recording, of which the scored seconds are a part."""

from typing import NamedTuple

import numpy as np

from ecgkt.bundle.delineator import Installed
from ecgkt.measure.delineation import MIN_FS
from ecgkt.measure.long_rhythm import find_all_beats, join_beats
from ecgkt.measure.trace import SECOND_DECIMALS
from ecgkt.measure.variability import variability
from ecgkt.types.measurements import Measurement
from ecgkt.types.record import EcgRecord


class LongRhythm(NamedTuple):
    """
    Where the heart beats in a whole recording, and how that varies.

    Attributes
    ----------
    r_peaks : tuple of float
        Seconds.
    values : dict of str to Measurement
        Heart rate variability; empty where the measured seconds are all there is.
    """

    r_peaks: tuple[float, ...]
    values: dict[str, Measurement]


def long_rhythm(
    record: EcgRecord,
    piece: EcgRecord,
    peaks: tuple[float, ...],
    start_s: float,
    installed: Installed,
) -> LongRhythm:
    """
    Find the beats outside the measured seconds too.

    Parameters
    ----------
    record, piece : EcgRecord
        The whole recording, and the seconds of it that were measured.
    peaks : tuple of float
        R peaks in seconds of the recording, that were found in these: they stay.
    start_s : float
        Where these begin.
    installed : Installed
        The delineator, if there is one.

    Returns
    -------
    LongRhythm
    """
    # Between leads that follow each other no beat is looked for twice.
    if piece.n_samples == record.n_samples or record.is_staggered:
        return LongRhythm(peaks, {})
    delineator = installed.delineator
    found = find_all_beats(
        record.signal,
        record.fs,
        delineator,
        mask_fs=delineator.mask_fs if delineator else MIN_FS,
    ).round(SECOND_DECIMALS)
    joined = join_beats(found, np.asarray(peaks), start_s, start_s + piece.duration)
    return LongRhythm(tuple(joined.tolist()), variability(joined, record.duration))
