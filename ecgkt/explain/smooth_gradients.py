"""SmoothGrad times signal: the gradient averaged over noisy copies of the signal."""

import numpy as np
import torch
from captum.attr import NoiseTunnel, Saliency
from torch import nn

from ecgkt.explain.at_rest import at_rest
from ecgkt.record import Signal

COPIES = 16
NOISE_MV = 0.05
"""Standard deviation of the noise: a third of a typical lead's own, which is within the
10-20 % of the range that the authors recommend."""
COPIES_PER_PASS = 8
SEED = 0
"""The same signal has the same map."""


def smooth_gradients(
    model: nn.Module,
    signal: Signal,
    target: int,
    *,
    baseline: Signal | None = None,
    copies: int = COPIES,
) -> Signal:
    """
    Average gradients around the signal, times its distance from the baseline.

    Parameters
    ----------
    model : torch.nn.Module
        (B, n_leads, n_samples) -> (B, n_targets); left as it was.
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV.
    target : int
        Column that is explained.
    baseline : numpy.ndarray of shape (n_leads, n_samples), float32, optional
        Zero if left out.
    copies : int
        Noisy copies.

    Returns
    -------
    numpy.ndarray of shape (n_leads, n_samples), float32
        Signed. Torch's random numbers go on as if nothing had been drawn.

    Raises
    ------
    IndexError
        If there is no such target.

    References
    ----------
    .. [1] Smilkov et al., "SmoothGrad: removing noise by adding noise",
       arXiv:1706.03825. Departs from it: signed, and times the signal, so that it is in
       the unit of the score as the other maps are.
    """
    distance = signal if baseline is None else signal - baseline
    with at_rest(model), torch.random.fork_rng(devices=[]):
        torch.manual_seed(SEED)
        gradient = NoiseTunnel(Saliency(model)).attribute(
            torch.from_numpy(signal[None]).requires_grad_(),
            nt_type="smoothgrad",
            nt_samples=copies,
            nt_samples_batch_size=COPIES_PER_PASS,
            stdevs=NOISE_MV,
            target=target,
            abs=False,
        )
    return np.asarray(gradient[0].detach().numpy() * distance, dtype=np.float32)
