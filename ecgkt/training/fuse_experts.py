"""Whom to believe when experts differ: one weight each, by quality, or by statement."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]

GATE_PENALTY = 0.01
"""Of the squared gate weights, beside a mean entropy of all statements."""
STACK_PENALTY = 0.003
"""Of the squared distance to equal weights, beside the entropy of one statement."""
_STEPS = 100


class Gate(NamedTuple):
    """
    Weights of the experts that depend on the recording alone.

    Attributes
    ----------
    mean, spread : numpy.ndarray of shape (n_features,), float64
        What the features are scaled by.
    weights : numpy.ndarray of shape (n_features + 1, n_experts), float64
        Of the scaled features and a constant; their softmax over the experts weighs.
    """

    mean: Floats
    spread: Floats
    weights: Floats

    def shares(self, features: Floats) -> Floats:
        """Weigh the experts: (n, n_features) -> (n, n_experts), rows add up to 1."""
        raised = _scaled(features, self.mean, self.spread) @ self.weights
        powers = np.exp(raised - raised.max(axis=1, keepdims=True))
        shares: Floats = powers / powers.sum(axis=1, keepdims=True)
        return shares

    def fuse(self, votes: Floats, features: Floats) -> Floats:
        """Fuse votes (n_experts, n, n_labels) to (n, n_labels)."""
        return np.einsum("ne,enl->nl", self.shares(features), votes)


class Stack(NamedTuple):
    """
    Weights of the experts, statement by statement.

    Attributes
    ----------
    weights : numpy.ndarray of shape (n_experts, n_labels), float64
        Of the votes.
    bias : numpy.ndarray of shape (n_labels,), float64
        Added to their sum.
    """

    weights: Floats
    bias: Floats

    def fuse(self, votes: Floats) -> Floats:
        """Fuse votes (n_experts, n, n_labels) to (n, n_labels)."""
        fused: Floats = np.einsum("enl,el->nl", votes, self.weights) + self.bias
        return fused


def fit_gate(votes: Floats, features: Floats, labels: Labels) -> Gate:
    """
    Learn which expert to believe from the quality of a recording.

    Parameters
    ----------
    votes : numpy.ndarray of shape (n_experts, n, n_labels), float64
        Calibrated logits on ECGs that taught no expert.
    features : numpy.ndarray of shape (n, n_features), float64
        Of the recordings, finite.
    labels : numpy.ndarray of shape (n, n_labels), integer
        1 where a statement was made.

    Returns
    -------
    Gate
        Begins with equal weights, from which a penalty holds it.

    References
    ----------
    .. [1] Jacobs et al., "Adaptive mixtures of local experts", Neural Computation 1991.
       Departs from it: the experts are fixed, and logits are mixed.
    """
    mean, spread = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-9)
    scaled = torch.from_numpy(_scaled(features, mean, spread))
    seen, truth = torch.from_numpy(votes), torch.from_numpy(labels.astype(float))
    weights = torch.zeros(
        scaled.shape[1], len(votes), dtype=torch.double, requires_grad=True
    )

    def loss() -> Tensor:
        shares = (scaled @ weights).softmax(dim=1)
        fused = torch.einsum("ne,enl->nl", shares, seen)
        entropy = nn.functional.binary_cross_entropy_with_logits(fused, truth)
        return entropy + GATE_PENALTY * weights.square().sum() / len(votes)

    _minimise([weights], loss)
    return Gate(mean, spread, weights.detach().numpy())


def fit_stack(votes: Floats, labels: Labels) -> Stack:
    """
    Learn one weight of each expert for each statement.

    Parameters
    ----------
    votes : numpy.ndarray of shape (n_experts, n, n_labels), float64
        Calibrated logits on ECGs that taught no expert.
    labels : numpy.ndarray of shape (n, n_labels), integer
        1 where a statement was made.

    Returns
    -------
    Stack
        Begins with equal weights, from which a penalty holds it: a rare statement
        keeps them.

    References
    ----------
    .. [1] Wolpert, "Stacked generalization", Neural Networks 1992.
    """
    seen, truth = torch.from_numpy(votes), torch.from_numpy(labels.astype(float))
    n_experts, _, n_labels = votes.shape
    change = torch.zeros(n_experts, n_labels, dtype=torch.double, requires_grad=True)
    bias = torch.zeros(n_labels, dtype=torch.double, requires_grad=True)

    def loss() -> Tensor:
        fused = torch.einsum("enl,el->nl", seen, change + 1 / n_experts) + bias
        entropy = nn.functional.binary_cross_entropy_with_logits(
            fused, truth, reduction="none"
        )
        return entropy.mean(0).sum() + STACK_PENALTY * change.square().sum()

    _minimise([change, bias], loss)
    return Stack(change.detach().numpy() + 1 / n_experts, bias.detach().numpy())


def _scaled(features: Floats, mean: Floats, spread: Floats) -> Floats:
    scaled = np.clip((features - mean) / spread, -5, 5)
    return np.hstack([scaled, np.ones((len(features), 1))])


def _minimise(parameters: list[Tensor], loss: Callable[[], Tensor]) -> None:
    solver = torch.optim.LBFGS(
        parameters, max_iter=_STEPS, line_search_fn="strong_wolfe"
    )

    def step() -> Tensor:
        solver.zero_grad()
        value = loss()
        value.backward()
        return value

    solver.step(step)
