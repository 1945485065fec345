"""Initialise the heads by a linear probe (ridge regression) before fine-tuning.

With few labels, randomly initialised heads distort a good encoder before they are any
good themselves (LP-FT).
"""

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import expit

from ecgkt.models.build import EcgClassifier
from ecgkt.training.loop.tuning_score import macro_auroc

Floats = NDArray[np.float64]

PENALTIES = (100.0, 300.0, 1e3, 3e3, 1e4, 3e4)
"""Tried on scaled embeddings; the best one on tuning is taken."""
N_NEWTON = 20
LEAST_SLOPE = 0.02
"""Least slope, in logits per standard deviation: a probe that does not help on tuning
keeps its ranking."""


def init_heads_from_probe(
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
       the probe is a ridge regression, whose scores are then made logits.
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
    """
    inputs = train[0].astype(np.float64)
    mean, scale = inputs.mean(0), inputs.std(0) + 1e-6
    scaled = (inputs - mean) / scale
    gram, moments = scaled.T @ scaled, scaled.T @ (train[1] - train[1].mean(0))
    seen = (tuning[0] - mean) / scale
    tried: list[tuple[float, Floats]] = []
    for penalty in PENALTIES:
        weight = np.linalg.solve(gram + penalty * np.eye(len(gram)), moments)
        score = macro_auroc(tuning[1], (seen @ weight).astype(np.float32))
        tried.append((score, weight))
    _, best = max(tried, key=lambda pair: np.nan_to_num(pair[0], nan=-1.0))
    weight = (best / scale[:, None]).T
    slope, bias = fit_slopes((tuning[0] - mean) @ weight.T, tuning[1])
    weight *= slope[:, None]
    return weight, bias - weight @ mean


def fit_slopes(scores: Floats, labels: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """
    Scale scores to logits, label by label (Platt), so that the first gradient is small.

    Heads that rank well but err in scale have large first gradients, which reach the
    encoder: that cost 0.005 to 0.01 of macro AUROC.

    Parameters
    ----------
    scores : numpy.ndarray of shape (n, n_labels), float64
        Higher is likelier.
    labels : numpy.ndarray of shape (n, n_labels)
        0 or 1.

    Returns
    -------
    slope, bias : numpy.ndarray of shape (n_labels,), float64
        Logit = slope * score + bias; the slope is above 0.

    References
    ----------
    .. [1] Platt, "Probabilistic outputs for support vector machines", 1999. Departs
       from it: both parameters are shrunk to those of an uninformative score.
    """
    centre, spread = scores.mean(0), scores.std(0) + 1e-9
    scaled = (scores - centre) / spread
    # Half a case more keeps a label without positives finite.
    share = (labels.sum(0) + 0.5) / (len(labels) + 1)
    usual = np.log(share / (1 - share))
    slope, bias = np.zeros_like(usual), usual
    for _ in range(N_NEWTON):
        chance = expit(slope * scaled + bias)
        error, curve = chance - labels, chance * (1 - chance)
        steeper = (error * scaled).sum(0) + slope
        higher = error.sum(0) + bias - usual
        twice, mixed = (curve * scaled**2).sum(0) + 1, (curve * scaled).sum(0)
        flat = curve.sum(0) + 1
        scale = twice * flat - mixed**2
        # Steps of one standard deviation at most: Newton's may leave the valley.
        slope = slope - np.clip((flat * steeper - mixed * higher) / scale, -1, 1)
        bias = bias - np.clip((twice * higher - mixed * steeper) / scale, -1, 1)
    slope = np.maximum(slope, LEAST_SLOPE) / spread
    return slope, bias - slope * centre
