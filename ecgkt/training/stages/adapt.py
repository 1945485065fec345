"""A site adapter, fitted to what a model says of local labelled ECGs."""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ecgkt.models.adapter import RANK, Adapter
from ecgkt.models.decision import Decision
from ecgkt.models.predict import Prediction

LEAST = 5
"""Local ECGs with a statement, and without it, from which on it is changed."""
PRIOR = 400.0
"""Strength of the wish for no change, over the number of ECGs the penalty of a squared
weight of the scaled embedding; chosen on fold 9."""
FEW = 5.0
"""A level is held back as by so many ECGs whose probability is 1/2."""
_STEPS = 40
"""Of L-BFGS; the loss is convex and has settled by then."""


class LocalEcgs(NamedTuple):
    """
    What a model as shipped says of labelled ECGs, and what is so.

    Attributes
    ----------
    prediction : Prediction
        Of the n ECGs.
    labels : numpy.ndarray of shape (n, n_outputs), uint8
        1 where a statement was made.
    is_known : numpy.ndarray of shape (n_outputs,), bool
        Statements that the labels tell of; the others play no part.
    patient_ids : numpy.ndarray of shape (n,)
        Whose ECG each is.
    """

    prediction: Prediction
    labels: NDArray[np.uint8]
    is_known: NDArray[np.bool_]
    patient_ids: NDArray

    def only(self, rows: NDArray) -> "LocalEcgs":
        """Return some of them, by their places or a mask."""
        seen = Prediction(*(part[rows] for part in self.prediction))
        return LocalEcgs(seen, self.labels[rows], self.is_known, self.patient_ids[rows])

    @property
    def columns(self) -> NDArray[np.intp]:
        """Statements of which there is enough of both kinds to learn from."""
        positives = self.labels.sum(axis=0, dtype=int)
        fewest = np.minimum(positives, len(self.labels) - positives)
        return np.flatnonzero(self.is_known & (fewest >= LEAST))


def fit_adapter(local: LocalEcgs, decision: Decision) -> Adapter:
    """
    Fit an adapter by ridge regression towards no change, then keep its main directions.

    Parameters
    ----------
    local : LocalEcgs
        Several ECGs; may hold no statement to learn, which gives an adapter that
        changes nothing.
    decision : Decision
        Of the model: the calibrated probabilities are fitted, and it stays as it is.

    Returns
    -------
    Adapter
        The same for the same ECGs in the same order.

    References
    ----------
    .. [1] Eckart and Young, "The approximation of one matrix by another of lower rank",
       Psychometrika 1936: applied to what the change does to these ECGs, so that the
       directions kept are those that matter to them.
    """
    columns = local.columns
    if not len(columns):
        return no_change(local.prediction.embeddings.shape[1])
    slopes, intercepts = np.asarray(decision.statements.platt, np.float32)[columns].T
    seen = torch.from_numpy(local.prediction.embeddings)
    start = torch.from_numpy(local.prediction.logits[:, columns] * slopes + intercepts)
    truth = torch.from_numpy(local.labels[:, columns]).float()
    mean, spread = seen.mean(0), seen.std(0).clamp_min(1e-3)
    scaled = (seen - mean) / spread
    weight, shift = _fit(scaled, start, truth)
    up, down = _main_directions(weight, scaled)
    down = down / spread
    shift = shift - up @ (down @ mean)
    slope = torch.from_numpy(slopes)
    return Adapter(
        columns=tuple(columns.tolist()),
        down=down.numpy(),
        up=(up / slope[:, None]).numpy(),
        shift=(shift / slope).numpy(),
    )


def no_change(width: int) -> Adapter:
    """Return an adapter that changes nothing, for embeddings of some width."""
    return Adapter(
        columns=(),
        down=np.zeros((RANK, width), np.float32),
        up=np.zeros((0, RANK), np.float32),
        shift=np.zeros(0, np.float32),
    )


def _fit(scaled: Tensor, start: Tensor, truth: Tensor) -> tuple[Tensor, Tensor]:
    """Return the change of weights and levels, by L-BFGS from none."""
    weight = torch.zeros(truth.shape[1], scaled.shape[1], requires_grad=True)
    shift = torch.zeros(truth.shape[1], requires_grad=True)
    solver = torch.optim.LBFGS(
        [weight, shift], max_iter=_STEPS, line_search_fn="strong_wolfe"
    )

    def loss() -> Tensor:
        solver.zero_grad()
        entropy = nn.functional.binary_cross_entropy_with_logits(
            start + scaled @ weight.T + shift, truth, reduction="none"
        )
        # A probability of 1/2 has a curvature of 1/4.
        level = FEW / 4 / 2 / len(truth) * shift.square().sum()
        change = PRIOR / len(truth) * weight.square().sum()
        total = entropy.mean(0).sum() + change + level
        total.backward()
        return total

    solver.step(loss)
    return weight.detach(), shift.detach()


def _main_directions(weight: Tensor, scaled: Tensor) -> tuple[Tensor, Tensor]:
    """Return (k, RANK) and (RANK, D) whose product does nearly what the weights do."""
    _, _, across = torch.linalg.svd(scaled @ weight.T, full_matrices=False)
    up = across[:RANK].T
    return up, up.T @ weight
