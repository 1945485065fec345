"""Begin the heads where the encoder stands: a ridge regression on its embedding.

With few labels the heads err more than the encoder does. Trained by gradient from
nothing, they pull a good encoder away before they are any good themselves.
"""

import numpy as np
import torch
from numpy.typing import NDArray

from ecgkt.models.build import EcgClassifier
from ecgkt.training.tuning_score import macro_auroc

Floats = NDArray[np.float64]

PENALTIES = (100.0, 300.0, 1e3, 3e3, 1e4, 3e4)
"""Tried on scaled embeddings; the best one on tuning is taken."""


def start_heads(
    model: EcgClassifier,
    train: tuple[NDArray[np.float32], NDArray[np.float32]],
    tuning: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> None:
    """
    Set every branch's head to the best ridge regression on its part of the embedding.

    Parameters
    ----------
    model : EcgClassifier
        Its heads are overwritten, its encoder is not.
    train, tuning : tuple of numpy.ndarray
        Embeddings of shape (n, D) and labels of shape (n, n_outputs), 0 or 1.

    Raises
    ------
    ValueError
        If an embedding has another width than the model's.

    References
    ----------
    .. [1] Kumar et al., "Fine-Tuning can Distort Pretrained Features and Underperform
       Out-of-Distribution", ICLR 2022: probe first, then fine-tune. Departs from it:
       the probe is a ridge regression, whose scores become logits to first order.
    """
    width = sum(model.encoder.widths)
    if train[0].shape[1] != width or tuning[0].shape[1] != width:
        raise ValueError(f"expected embeddings of width {width}")
    ends = np.cumsum(model.encoder.widths)
    for head, end, n_columns in zip(
        model.heads, ends, model.encoder.widths, strict=True
    ):
        part = slice(int(end) - n_columns, int(end))
        weight, bias = best_ridge(
            (train[0][:, part], train[1]), (tuning[0][:, part], tuning[1])
        )
        assert isinstance(head, torch.nn.Linear)
        with torch.no_grad():
            head.weight.copy_(torch.from_numpy(weight))
            head.bias.copy_(torch.from_numpy(bias))


def best_ridge(
    train: tuple[NDArray[np.float32], NDArray[np.float32]],
    tuning: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> tuple[Floats, Floats]:
    """
    Fit one ridge regression per penalty and keep the best on tuning.

    Parameters
    ----------
    train, tuning : tuple of numpy.ndarray
        Inputs of shape (n, D) and labels of shape (n, n_outputs).

    Returns
    -------
    weight : numpy.ndarray of shape (n_outputs, D), float64
    bias : numpy.ndarray of shape (n_outputs,), float64
        Of logits, for raw inputs.

    Raises
    ------
    numpy.linalg.LinAlgError
        If an input is not finite.
    """
    inputs = train[0].astype(np.float64)
    mean, scale = inputs.mean(0), inputs.std(0) + 1e-6
    scaled = (inputs - mean) / scale
    # Half a case more keeps a label without positives finite.
    share = (train[1].sum(0) + 0.5) / (len(train[1]) + 1)
    gram, moments = scaled.T @ scaled, scaled.T @ (train[1] - train[1].mean(0))
    seen = (tuning[0] - mean) / scale
    found: list[tuple[float, Floats]] = []
    for penalty in PENALTIES:
        weight = np.linalg.solve(gram + penalty * np.eye(len(gram)), moments)
        score = macro_auroc(tuning[1], (seen @ weight).astype(np.float32))
        found.append((score, weight))
    _, best = max(found, key=lambda one: np.nan_to_num(one[0], nan=-1.0))
    logits = (best / scale[:, None] / (share * (1 - share))).T
    return logits, np.log(share / (1 - share)) - logits @ mean
