"""Typical beats of a store's recordings, as the gate for electrodes sees them."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.store import PreparedStore
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.quality.inspected import without_baseline
from ecgkt.quality.reversal_terms import AFTER, BEFORE, TERM_FS, typical_beat
from ecgkt.types.record import Floats
from ecgkt.vocab.leads import INDEPENDENT_LEADS


def typical_beats(store: PreparedStore, rows: NDArray[np.int64]) -> Floats:
    """
    Take the typical beat of some recordings.

    Parameters
    ----------
    store : PreparedStore
        With all eight independent leads.
    rows : numpy.ndarray of shape (n,), int64
        Row numbers.

    Returns
    -------
    numpy.ndarray of shape (n, 8, 80), float64
        mV; NaN for a recording with too few beats.
    """
    fs = float(store.manifest["fs"])
    n_samples = round(BEFORE * TERM_FS) + round(AFTER * TERM_FS)
    beats = np.full((len(rows), len(INDEPENDENT_LEADS), n_samples), np.nan)
    for place in range(len(rows)):
        leads = fill_gaps(store.millivolts(rows[place : place + 1])[0])
        peaks = find_r_peaks(leads.astype(np.float64), fs) / fs
        beat = typical_beat(without_baseline(leads, fs), fs, peaks)
        if beat is not None:
            beats[place] = beat
    return beats
