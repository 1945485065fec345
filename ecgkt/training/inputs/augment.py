"""Variation of training crops that leaves their diagnosis as it is."""

import math

import torch
from torch import Generator, Tensor

from ecgkt.training.recipes.recipes import Augmentation


def augment(crops: Tensor, fs: float, settings: Augmentation, rng: Generator) -> Tensor:
    """
    Vary gain, noise, baseline and presence of leads.

    Parameters
    ----------
    crops : torch.Tensor of shape (B, n_leads, L), float32
        Voltage in mV.
    fs : float
        Sampling frequency in Hz.
    settings : Augmentation
        How strongly.
    rng : torch.Generator
        Source of all draws.

    Returns
    -------
    torch.Tensor of shape (B, n_leads, L), float32
        New crops, mV.
    """
    n_crops, n_leads, n_samples = crops.shape

    def normal(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=rng)

    def uniform(*shape: int) -> Tensor:
        return torch.rand(*shape, generator=rng)

    gain = torch.exp(
        settings.gain_sd * normal(n_crops, 1, 1)
        + settings.lead_gain_sd * normal(n_crops, n_leads, 1)
    )
    varied = crops * gain
    # What has no strength is not drawn: noise costs as much as a tenth of a network.
    if settings.noise_mv:
        size = settings.noise_mv * uniform(n_crops, 1, 1)
        varied += size * normal(*crops.shape)
    if settings.wander_mv:
        time = torch.arange(n_samples) / fs
        turns = (0.1 + 0.5 * uniform(n_crops, 1, 1)) * time + uniform(
            n_crops, n_leads, 1
        )
        size = (
            settings.wander_mv * uniform(n_crops, 1, 1) * uniform(n_crops, n_leads, 1)
        )
        varied += size * torch.sin(2 * math.pi * turns)
    if settings.filters:
        varied = _filter(varied, fs, uniform(3, n_crops, 1, 1), settings.filters)
    kept = uniform(n_crops, n_leads, 1) >= settings.lead_dropout
    return varied * kept


def _filter(crops: Tensor, fs: float, draws: Tensor, chance: float) -> Tensor:
    """Put some crops through a cart's filters: one pole below, two above (no phase)."""
    is_filtered = draws[0] < chance
    low, high = 0.05 * 14 ** draws[1], 25 * 6 ** draws[2]
    padded = torch.cat([crops.flip(2), crops], dim=2)  # its ends meet: nothing rings
    hz = torch.fft.rfftfreq(padded.shape[2], 1 / fs)
    response = torch.complex(hz, torch.zeros(())) / torch.complex(
        hz.expand_as(low * hz), -low.expand_as(low * hz)
    )
    response = response * torch.rsqrt(1 + (hz / high) ** 4)
    found = torch.fft.irfft(torch.fft.rfft(padded) * response, padded.shape[2])
    return torch.where(is_filtered, found[:, :, crops.shape[2] :], crops)


def mix_pairs(
    crops: Tensor, labels: Tensor, alpha: float, rng: Generator
) -> tuple[Tensor, Tensor]:
    """
    Blend each crop, and its labels, with another one of the batch.

    Parameters
    ----------
    crops : torch.Tensor of shape (B, n_leads, L), float32
        Voltage in mV.
    labels : torch.Tensor of shape (B, n_outputs), float32
        0 or 1.
    alpha : float
        Parameter of the symmetric Beta distribution; 0 returns the input.
    rng : torch.Generator
        Source of all draws.

    Returns
    -------
    crops, labels : torch.Tensor
        Shapes as given.

    Raises
    ------
    ValueError
        If `alpha` is negative.

    References
    ----------
    .. [1] Zhang et al., "mixup: Beyond Empirical Risk Minimization", ICLR 2018.
    """
    if alpha < 0:
        raise ValueError(f"alpha must not be negative, got {alpha}")
    if alpha == 0:
        return crops, labels
    # Two Gamma draws make a Beta draw; torch has a generator argument only for these.
    pair = torch._standard_gamma(torch.full((2, len(crops)), alpha), generator=rng)
    share = (pair[0] / pair.sum(0).clamp_min(1e-12)).clamp(0, 1)
    share = torch.maximum(share, 1 - share)
    other = torch.randperm(len(crops), generator=rng)
    x, y = share[:, None, None], share[:, None]
    return (
        crops * x + crops[other] * (1 - x),
        labels * y + labels[other] * (1 - y),
    )
