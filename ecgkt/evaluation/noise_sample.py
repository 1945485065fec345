"""Real ECGs that noise is planted in, with the height of their beats."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.config import QualityConfig
from ecgkt.dataset.pack_signals import MISSING
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.evaluation.altered import twelve_leads
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.preprocess.resample import resample
from ecgkt.quality.inspected import INDEPENDENT, Inspected
from ecgkt.quality.lead_noise import beat_heights
from ecgkt.results.statistics.bootstrap import patient_weights
from ecgkt.types.record import EcgRecord, Floats
from ecgkt.vocab.statements import CODES

FS = 500.0
"""Hz to which recordings are brought before noise is added: mains and muscle noise are
in it whole, and the filter before the model's rate is part of what is tested."""
MIN_POSITIVES = 20
"""Of a statement in the sample, or its AUROC says nothing."""
CONFIG = QualityConfig()
N_DRAWS = 200
SEED = 14


class Sample(NamedTuple):
    """
    Records that noise is planted in.

    Attributes
    ----------
    records : list of EcgRecord
        As stored, gaps bridged.
    labels : numpy.ndarray of shape (n_records, n_statements), uint8
        Of statements with enough positives.
    columns : numpy.ndarray of shape (n_statements,), int
        Which statements these are.
    weights : numpy.ndarray of shape (n_records, 1 + n_draws), int
        Of the bootstrap of patients.
    heights : list of numpy.ndarray of shape (8,), float64
        mV, QRS of each independent lead.
    min_positives : int
        Of each statement, or its AUROC says nothing.
    """

    records: list[EcgRecord]
    labels: NDArray[np.uint8]
    columns: NDArray[np.intp]
    weights: NDArray[np.int32]
    heights: list[Floats]
    min_positives: int


def draw_sample(store: PreparedStore, bundle: Bundle, n_records: int) -> Sample:
    """
    Draw records of the tuning split in which beats are found.

    Parameters
    ----------
    store : PreparedStore
        Of the model's statements and rate.
    bundle : Bundle
        The model.
    n_records : int
        How many; first so that each statement that has enough positives in the split
        has them in the sample, then at random.

    Returns
    -------
    Sample

    Raises
    ------
    EcgktError
        If the store does not fit the model, or no statement has enough positives.
    """
    if store.names != CODES or store.manifest["fs"] != bundle.input_config.fs:
        raise EcgktError(
            f"expected a store of the 71 statements at {bundle.input_config.fs:g} Hz, "
            f"found one of {store.manifest['source']}: prepare ptb-xl makes one"
        )
    rows = _choose(store, n_records)
    drawn = [(row, record_at_fs(store, int(row))) for row in np.sort(rows)]
    measured = [(row, record, qrs_heights(record)) for row, record in drawn]
    seen = [(row, record, high) for row, record, high in measured if high is not None]
    kept = np.array([row for row, _, _ in seen], dtype=int)
    labels = store.labels[kept]
    n_positive = labels.sum(axis=0)
    enough = (n_positive >= MIN_POSITIVES) & (n_positive <= len(kept) - MIN_POSITIVES)
    if not enough.any():
        raise EcgktError(
            f"expected a statement with {MIN_POSITIVES} positives in the sample of "
            f"{len(kept)} tuning records, found none: draw more with --records"
        )
    patients = store.records["patient_id"].to_numpy()[kept]
    return Sample(
        records=[record for _, record, _ in seen],
        labels=labels[:, enough],
        columns=np.flatnonzero(enough),
        weights=patient_weights(patients, n_draws=N_DRAWS),
        heights=[heights for _, _, heights in seen],
        min_positives=MIN_POSITIVES,
    )


def _choose(store: PreparedStore, n_records: int) -> NDArray[np.int64]:
    rows = np.random.default_rng(SEED).permutation(store.split("tuning"))
    labels = store.labels[rows].astype(bool)
    n_positive, is_chosen = labels.sum(axis=0), np.zeros(len(rows), dtype=bool)
    for column in np.argsort(n_positive, kind="stable"):
        if n_positive[column] >= MIN_POSITIVES:
            has = labels[:, column]
            missing = max(0, MIN_POSITIVES - int((has & is_chosen).sum()))
            is_chosen[np.flatnonzero(has & ~is_chosen)[:missing]] = True
    others = np.flatnonzero(~is_chosen)[: max(0, n_records - int(is_chosen.sum()))]
    is_chosen[others] = True
    return rows[is_chosen][:n_records]


def record_at_fs(store: PreparedStore, row: int) -> EcgRecord:
    """Return one row of a store at `FS`, gaps bridged."""
    raw = store.signals[row]
    eight = np.where(raw == MISSING, np.nan, raw / 1000).astype(np.float32)
    brought = resample(fill_gaps(eight), store.manifest["fs"], FS)
    return twelve_leads(brought.astype(np.float64), FS)


def qrs_heights(record: EcgRecord) -> Floats | None:
    """Return the mV of each independent lead's QRS; None where no beats are found."""
    ecg = Inspected(record, CONFIG)
    peaks = find_r_peaks(ecg.filled, FS) / FS
    if len(peaks) < CONFIG.min_beats:
        return None
    return beat_heights(ecg.centred, FS, peaks)[INDEPENDENT]
