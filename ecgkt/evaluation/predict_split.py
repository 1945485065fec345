"""What a model says of one split of a prepared store."""

import numpy as np
from numpy.typing import NDArray
from torch import nn

from ecgkt.bundle.classifier import Bundle
from ecgkt.config import InputConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.errors import EcgktError
from ecgkt.evaluation.assess import Predictions
from ecgkt.models.predict import predict_chunks
from ecgkt.vocab.statements import CODES

SPLITS = ("tuning", "held_out")
"""Evaluation never sees train."""


def predict_split(bundle: Bundle, store: PreparedStore, split: str) -> Predictions:
    """Score every record of one split as it is shown; see `score_split`."""
    signals, rows = _labelled(bundle.input_config, store, split)
    parts = [bundle.score(chunk) for chunk in signals.chunks(rows)]
    return _with_labels(np.concatenate(parts), store, rows)


def score_split(
    model: nn.Module, config: InputConfig, store: PreparedStore, split: str
) -> Predictions:
    """
    Score every record of one split.

    Parameters
    ----------
    model : torch.nn.Module
        Maps (B, 8, L) in mV to 71 logits.
    config : InputConfig
        What it sees of a recording.
    store : PreparedStore
        Prepared at the model's sampling frequency and length.
    split : str
        "tuning" or "held_out".

    Returns
    -------
    Predictions
        Rows in the store's order.

    Raises
    ------
    EcgktError
        If the store has another rate, length or vocabulary, the split is empty, or a
        recording in it lacks a lead.
    ValueError
        If there is no such split, or the split is the one that trained the model.
    """
    signals, rows = _labelled(config, store, split)
    logits = predict_chunks(model, signals.chunks(rows), config)
    return _with_labels(logits, store, rows)


def _labelled(
    config: InputConfig, store: PreparedStore, split: str
) -> tuple[StoreSignals, NDArray[np.int64]]:
    """Return the signals and rows of a split, or say why there are none."""
    if split not in SPLITS:
        raise ValueError(f"split must be one of {SPLITS}, got {split!r}")
    signals = StoreSignals(store, config)
    if store.names != CODES:
        source = store.manifest["source"]
        raise EcgktError(
            f"expected a store of the 71 statements, found one of {source}"
        )
    rows = store.split(split)
    if not len(rows):
        raise EcgktError(
            f"the store holds no {split} records: prepare it with its folds"
        )
    return signals, rows


def _with_labels(
    logits: NDArray[np.float32], store: PreparedStore, rows: NDArray[np.int64]
) -> Predictions:
    return Predictions(
        logits=logits,
        labels=store.labels[rows],
        patient_ids=store.records["patient_id"].to_numpy()[rows],
    )
