"""What a gate may know of a recording: its noise, rate and regularity."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.store import PreparedStore
from ecgkt.dataset.store_record import store_record
from ecgkt.measure.beat_features import FEATURES, beat_features
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.quality.inspected import without_baseline
from ecgkt.quality.lead_noise import (
    baseline_wander,
    beat_heights,
    beats_alike,
    mains_and_muscle,
)
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

Floats = NDArray[np.float64]

LEAST_MV = 1e-3
QUIET_DB = 60.0
"""What is said where no beat was found to measure by."""
_ROWS = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]
_OF_BEATS = [
    FEATURES.index(name) for name in ("heart_rate_bpm", "irregularity", "beat_likeness")
]
KINDS = ("mains", "muscle", "wander")
NAMES = (
    *(f"{kind}, {lead}" for kind in KINDS for lead in ("worst lead", "middle lead")),
    "heart rate",
    "irregularity",
    "likeness of beats",
)


def noise_features(store: PreparedStore, rows: NDArray[np.int64]) -> Floats:
    """
    Describe recordings of a store.

    Parameters
    ----------
    store : PreparedStore
        Where they lie.
    rows : numpy.ndarray of shape (n,), int64
        Which.

    Returns
    -------
    numpy.ndarray of shape (n, len(NAMES)), float64
        Noise in dB below the QRS, peak to peak; rate in 1/min; finite.
    """
    fs = float(store.manifest["fs"])
    table = np.stack([_features(store.signals[row], fs) for row in rows])
    typical = np.nanmedian(table, axis=0)
    filled: Floats = np.where(np.isnan(table), np.nan_to_num(typical), table)
    return filled


def _features(raw: NDArray[np.int16], fs: float) -> Floats:
    signal = store_record(raw, fs, record_id="").signal.astype(np.float64)
    signal = np.nan_to_num(signal[_ROWS])
    peaks = find_r_peaks(signal.astype(np.float32), fs) / fs
    centred = without_baseline(signal, fs)
    noise = [QUIET_DB] * 6
    if len(peaks) >= 3:
        alike = beats_alike(centred, fs, peaks)
        heights = np.maximum(beat_heights(centred, fs, alike), LEAST_MV)
        mains, muscle = mains_and_muscle(signal, fs, peaks)
        sizes = (mains, muscle, baseline_wander(signal, fs, alike))
        noise = []
        for size in sizes:
            snr = 20 * np.log10(heights / np.maximum(size, LEAST_MV))
            noise += [float(snr.min()), float(np.median(snr))]
    return np.array([*noise, *beat_features(signal, fs)[_OF_BEATS]])
