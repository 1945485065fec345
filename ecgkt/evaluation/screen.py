"""Recordings pass the gates and the network together, refused ones too."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.dataset.store import PreparedStore
from ecgkt.dataset.store_record import store_record
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.models.predict import Prediction, predict_with_embeddings
from ecgkt.pipeline.admit import admit
from ecgkt.preprocess.model_input import model_input
from ecgkt.types.record import EcgRecord

SEED = 33


class Screened(NamedTuple):
    """
    What is said of some recordings.

    Attributes
    ----------
    verdicts : numpy.ndarray of shape (n_records,), str
        Of the gates: "accept", "warn" or "refuse".
    prediction : Prediction
        Of the network, whatever the gates say.
    """

    verdicts: NDArray[np.str_]
    prediction: Prediction

    def only(self, chosen: NDArray[np.bool_]) -> "Screened":
        """Return what is said of some of them."""
        parts = (part[chosen] for part in self.prediction)
        return Screened(self.verdicts[chosen], Prediction(*parts))


def screen(bundle: Bundle, records: Iterable[EcgRecord]) -> Screened:
    """
    Ask the gates and the network about recordings.

    Parameters
    ----------
    bundle : Bundle
        The model.
    records : iterable of EcgRecord
        At least one; each with all leads, as long as the model's window and no slower
        than its rate, or the network cannot be asked.

    Returns
    -------
    Screened
    """
    config = bundle.input_config
    verdicts, inputs = [], []
    for record in records:
        quality, signal, _window, piece = admit(record, config)
        verdicts.append(quality.verdict)
        inputs.append(model_input(piece, config) if signal is None else signal)
    seen = predict_with_embeddings(bundle.model, np.stack(inputs), config)
    return Screened(np.array(verdicts), seen)


def tuning_halves(
    store: PreparedStore, bundle: Bundle
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """
    Deal the patients of the tuning split into two halves, the same on every call.

    Parameters
    ----------
    store : PreparedStore
        At the model's rate and length.
    bundle : Bundle
        The model.

    Returns
    -------
    two numpy.ndarray, int64
        Rows, shuffled, of ECGs with all leads: one half to set a limit on, one to judge
        it.

    Raises
    ------
    EcgktError
        If the store is of another rate or length.
    """
    rows = store.split("tuning")
    rows = rows[StoreSignals(store, bundle.input_config).has_all_leads(rows)]
    rng = np.random.default_rng(SEED)
    patients = store.records["patient_id"].to_numpy()[rows]
    known = rng.permutation(np.unique(patients))
    is_first = np.isin(patients, known[: len(known) // 2])
    return rng.permutation(rows[is_first]), rng.permutation(rows[~is_first])


def records_of(store: PreparedStore, rows: NDArray[np.int64]) -> Iterable[EcgRecord]:
    """Yield rows of a store as recordings at its rate, with nothing of the person."""
    fs = float(store.manifest["fs"])
    for row in rows:
        yield store_record(np.asarray(store.signals[int(row)]), fs, record_id=str(row))
