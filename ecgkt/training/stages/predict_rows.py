"""Logits or embeddings of recordings of a store, from one network."""

import numpy as np
from numpy.typing import NDArray
from torch import nn

from ecgkt.config import InputConfig
from ecgkt.models.predict import predict_logits
from ecgkt.training.inputs.prepared_signals import PreparedSignals


def predict_rows(
    model: nn.Module,
    prepared: PreparedSignals,
    rows: NDArray[np.int64],
    config: InputConfig,
) -> NDArray[np.float32]:
    """
    Put whole recordings through a model or a part of it, a few at a time.

    Parameters
    ----------
    model : torch.nn.Module
        Its mode is left as it was.
    prepared : PreparedSignals
        The store's ECGs.
    rows : numpy.ndarray of shape (n,), int64
        Rows of the store, at least one.
    config : InputConfig
        Crops, whose outputs are averaged.

    Returns
    -------
    numpy.ndarray of shape (n, D), float32
        What the model puts out.
    """
    chunks = prepared.chunks(rows)
    return np.concatenate([predict_logits(model, part, config) for part in chunks])
