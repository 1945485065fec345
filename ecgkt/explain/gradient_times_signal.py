"""Gradient times signal: the cheapest map, one backward pass."""

import numpy as np
import torch
from captum.attr import Saliency
from torch import nn

from ecgkt.explain.frozen_eval import frozen_eval
from ecgkt.types.record import Signal


def gradient_times_signal(
    model: nn.Module, signal: Signal, target: int, *, baseline: Signal
) -> Signal:
    """
    Multiply the gradient at the signal with its distance from the baseline.

    Parameters
    ----------
    model : torch.nn.Module
        (B, n_leads, n_samples) -> (B, n_targets); left as it was.
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV.
    target : int
        Column that is explained.
    baseline : numpy.ndarray of shape (n_leads, n_samples), float32
        What the signal is compared with, mV.

    Returns
    -------
    numpy.ndarray of shape (n_leads, n_samples), float32
        Signed; a saturated score has a flat gradient and so an understated map.

    References
    ----------
    .. [1] Shrikumar et al., "Learning Important Features Through Propagating Activation
       Differences", ICML 2017 (section 2, what it improves on).
    """
    with frozen_eval(model):
        gradient = Saliency(model).attribute(
            torch.from_numpy(signal[None]).requires_grad_(), target=target, abs=False
        )
    return np.asarray(gradient[0].numpy() * (signal - baseline), dtype=np.float32)
