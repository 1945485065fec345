"""The last layer of a trained network, fitted anew to whole recordings."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ecgkt.config import InputConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.models.build import EcgClassifier
from ecgkt.models.predict import predict_chunks
from ecgkt.training.inputs.label_fraction import labelled_rows
from ecgkt.training.inputs.prepared_signals import PreparedSignals

PENALTY = 0.03
"""Of the squared change of weights of the scaled embedding; chosen on fold 9."""

_STEPS = 40
"""Of L-BFGS; the loss is convex and has settled by then."""


def refit_heads(
    model: EcgClassifier,
    store: PreparedStore,
    config: InputConfig,
    *,
    penalty: float = PENALTY,
) -> None:
    """
    Fit the heads to the training split once more, all branches together.

    While networks are trained each head learns from random crops, from one branch, and
    together with the encoder; here every statement weighs what all branches see of the
    whole recording.

    Parameters
    ----------
    model : EcgClassifier
        Trained; its heads are changed in place.
    store : PreparedStore
        What it was trained on; split "train" is used.
    config : InputConfig
        How a recording is cut; as it will be read.
    penalty : float
        Of ridge regression towards the weights as trained.
    """
    rows = labelled_rows(store)
    chunks = PreparedSignals(store, config).chunks(rows)
    embedding = predict_chunks(model.encoder, chunks, config)
    change_heads(model, embedding, store.labels[rows], penalty)


def change_heads(
    model: EcgClassifier,
    embedding: NDArray[np.float32],
    labels: NDArray[np.uint8],
    penalty: float,
) -> None:
    """
    Add to the heads what ridge regression towards their present weights finds.

    Parameters
    ----------
    model : EcgClassifier
        Its heads are changed in place.
    embedding : numpy.ndarray of shape (n, D), float32
        Mean over the crops of each recording.
    labels : numpy.ndarray of shape (n, n_outputs), uint8
        1 where a statement was made.
    penalty : float
        Above 0.
    """
    seen, truth = torch.from_numpy(embedding), torch.from_numpy(labels).float()
    mean, spread = seen.mean(0), seen.std(0).clamp_min(1e-6)
    with torch.no_grad():
        start = _mean_logits(model, seen)
    weight, bias = _fit((seen - mean) / spread, start, truth, penalty)
    weight = weight / spread
    bias = bias - torch.mv(weight, mean)
    # The logits of the heads are averaged, so each takes its share times their number.
    parts = weight.split(model.encoder.widths, dim=1)
    with torch.no_grad():
        for head, part in zip(model.heads, parts, strict=True):
            assert isinstance(head, nn.Linear)
            head.weight.add_(len(parts) * part)
            head.bias.add_(bias)


def _mean_logits(model: EcgClassifier, embedding: Tensor) -> Tensor:
    is_training = model.training
    model.eval()
    logits = model.head_logits(embedding).mean(0)
    model.train(is_training)
    return logits


def _fit(
    scaled: Tensor, start: Tensor, truth: Tensor, penalty: float
) -> tuple[Tensor, Tensor]:
    """Return the change of weights and biases, by L-BFGS from none."""
    weight = torch.zeros(truth.shape[1], scaled.shape[1], requires_grad=True)
    bias = torch.zeros(truth.shape[1], requires_grad=True)
    solver = torch.optim.LBFGS(
        [weight, bias], max_iter=_STEPS, line_search_fn="strong_wolfe"
    )

    def loss() -> Tensor:
        solver.zero_grad()
        logits = start + scaled @ weight.T + bias
        entropy = nn.functional.binary_cross_entropy_with_logits(
            logits, truth, reduction="none"
        )
        total = entropy.mean(0).sum() + penalty * weight.square().sum()
        total.backward()
        return total

    solver.step(loss)
    return weight.detach(), bias.detach()
