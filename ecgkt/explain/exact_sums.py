"""The arithmetic of a second opinion: what each sample put into a logit."""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from ecgkt.config import InputConfig
from ecgkt.models.imn import Imn
from ecgkt.models.predict import crop_starts, predict_logits
from ecgkt.types.record import Signal

TOLERANCE = 1e-4
"""Largest difference between the logit and the sum of its parts (method.md 6.7)."""


class ExactParts(NamedTuple):
    """
    A logit and all that it is the sum of.

    Attributes
    ----------
    contributions : numpy.ndarray of shape (n_leads, n_samples), float64
        Weight times voltage of every sample, in log-odds before calibration.
    bias : float
        What the logit is without any signal.
    logit : float
        As `predict_logits` gives it.
    """

    contributions: NDArray[np.float64]
    bias: float
    logit: float


@torch.inference_mode()
def exact_parts(
    model: Imn, signal: Signal, target: int, config: InputConfig
) -> ExactParts:
    """
    Take one logit apart, without remainder.

    The logit of a recording is the mean over its crops, so that a sample contributes
    the mean of what it does in the crops that hold it.

    Parameters
    ----------
    model : Imn
        Its mode is left as it was.
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        What `model_input` made of a recording, mV.
    target : int
        Which statement: place among the model's outputs.
    config : InputConfig
        Crop lengths.

    Returns
    -------
    ExactParts

    Raises
    ------
    ValueError
        If the signal has another length than the configuration says.
    ArithmeticError
        If the parts do not sum to the logit within `TOLERANCE`.
    """
    logit = float(predict_logits(model, signal[None], config)[0, target])
    training = model.training
    model.eval()
    starts, length = crop_starts(config), config.crop_samples
    whole = torch.from_numpy(signal)
    crops = torch.stack([whole[:, start : start + length] for start in starts])
    course = model.course(crops)
    drawn = model.weights(course.features, [target])[:, 0]
    products = (drawn * course.scaled).double().numpy() / len(starts)
    model.train(training)
    contributions = np.zeros(signal.shape)
    for start, product in zip(starts, products, strict=True):
        contributions[:, start : start + length] += product
    bias = float(model.bias[target])
    rest = abs(float(contributions.sum()) + bias - logit)
    if not rest <= TOLERANCE:
        raise ArithmeticError(f"the parts of a logit leave {rest:.2g}: not exact")
    return ExactParts(contributions, bias, logit)


def net_share(contributions: NDArray[np.floating]) -> float:
    """
    Say how much of what was added was not taken away again.

    Parameters
    ----------
    contributions : numpy.ndarray of any shape
        Parts of one logit, or a map.

    Returns
    -------
    float
        |sum| over the sum of absolute values, 0-1; 0 without any contribution.

    Examples
    --------
    >>> net_share(np.array([3.0, -1.0]))
    0.5
    """
    total = float(np.abs(contributions).sum(dtype=float))
    return abs(float(contributions.sum(dtype=float))) / total if total else 0.0


def bias_share(net: float, constant: float) -> float:
    """
    Say how much of a logit does not come from the signal.

    Parameters
    ----------
    net : float
        Sum of the contributions.
    constant : float
        The rest of the logit.

    Returns
    -------
    float
        |constant| / (|constant| + |net|), 0-1; 1 if both are 0.

    Examples
    --------
    >>> bias_share(1.0, -3.0)
    0.75
    """
    total = abs(constant) + abs(net)
    return abs(constant) / total if total else 1.0
