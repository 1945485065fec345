"""Leads and stretches of a training crop that are taken away: NaN, as where unknown."""

from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from ecgkt.config import Config
from ecgkt.vocab.lead_sets import LEAD_SETS
from ecgkt.vocab.leads import INDEPENDENT_LEADS


@dataclass(frozen=True, kw_only=True)
class Masking(Config):
    """
    How much of a training crop is taken away.

    Attributes
    ----------
    lost_leads : float
        Probability that a crop loses whole leads; of those that do, half keep a
        measured set, half any leads.
    lost_patches : float
        Probability that a crop loses stretches of leads.
    patch : float
        Seconds of a stretch.
    most : float
        Share of a crop's stretches that are taken away at most.
    """

    lost_leads: float = 0.9
    lost_patches: float = 0.25
    patch: float = 0.25
    most: float = 0.5


def mask(crops: Tensor, fs: float, masking: Masking, rng: Generator) -> Tensor:
    """
    Take away whole leads of some crops, and stretches of leads of some.

    Parameters
    ----------
    crops : torch.Tensor of shape (B, 8, L), float32
        Voltage in mV, rows ordered as `INDEPENDENT_LEADS`.
    fs : float
        Sampling frequency in Hz.
    masking : Masking
        How often.
    rng : torch.Generator
        Source of all draws.

    Returns
    -------
    torch.Tensor of shape (B, 8, L), float32
        New crops, NaN where taken away; at least one lead is left whole or in parts.

    References
    ----------
    .. [1] Wang et al., "CBraMod", arXiv:2412.07236 (patches of channels).
    """
    n_crops, n_leads, n_samples = crops.shape
    chosen = torch.rand(n_crops, 1, 1, generator=rng) < masking.lost_leads
    missing = (chosen & ~_kept(n_crops, rng)).expand(crops.shape)
    if masking.lost_patches:
        share = torch.rand(2, n_crops, 1, 1, generator=rng)
        is_chosen = share[0] < masking.lost_patches
        share = torch.where(is_chosen, masking.most * share[1], 0.0)
        length = round(masking.patch * fs)
        n_patches = -(-n_samples // length)
        drawn = torch.rand(n_crops, n_leads, n_patches, generator=rng) < share
        missing = missing | drawn.repeat_interleave(length, dim=2)[:, :, :n_samples]
    return crops.masked_fill(missing, torch.nan)


def _kept(n_crops: int, rng: Generator) -> Tensor:
    """Draw the leads that are left, (n_crops, 8, 1): of a measured set, or any."""
    rows = [[lead in one.leads for lead in INDEPENDENT_LEADS] for one in LEAD_SETS]
    drawn = torch.randint(len(LEAD_SETS), (n_crops,), generator=rng)
    any_ = torch.rand(n_crops, len(INDEPENDENT_LEADS), generator=rng)
    kept = any_ < torch.rand(n_crops, 1, generator=rng)
    kept = kept | (any_ == any_.amin(dim=1, keepdim=True))  # one lead at least
    is_known = torch.rand(n_crops, 1, generator=rng) < 0.5
    return torch.where(is_known, torch.tensor(rows)[drawn], kept)[..., None]
