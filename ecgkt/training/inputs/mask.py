"""Leads and stretches of a training crop that are taken away: NaN, as where unknown."""

import torch
from torch import Generator, Tensor

from ecgkt.training.recipes.recipes import Augmentation
from ecgkt.vocab.leads import INDEPENDENT_LEADS

_PATCH = 0.25
"""Seconds of a stretch."""

_MOST = 0.5
"""Share of a crop's stretches that are taken away at most."""

_SETS: tuple[tuple[str, ...], ...] = (
    ("I",),
    ("II",),
    ("I", "II"),
    *(
        tuple(lead for lead in INDEPENDENT_LEADS if lead != lost)
        for lost in INDEPENDENT_LEADS[2:]
    ),
)
"""Leads that are left in practice: a watch, a monitor, the limbs, all but one."""


def mask(crops: Tensor, fs: float, settings: Augmentation, rng: Generator) -> Tensor:
    """
    Take away whole leads of some crops, and stretches of leads of some.

    Half of the crops that lose leads keep a set known from practice, half any.

    Parameters
    ----------
    crops : torch.Tensor of shape (B, 8, L), float32
        Voltage in mV, rows ordered as `INDEPENDENT_LEADS`.
    fs : float
        Sampling frequency in Hz.
    settings : Augmentation
        How often.
    rng : torch.Generator
        Source of all draws.

    Returns
    -------
    torch.Tensor of shape (B, 8, L), float32
        New crops, NaN where taken away; at least one lead is left whole or in parts.

    References
    ----------
    .. [1] Wang et al., "CBraMod", arXiv:2412.07236 (patches of channels); here the
       network learns what a missing value looks like, and no part is reconstructed.
    """
    n_crops, n_leads, n_samples = crops.shape
    is_lost = torch.zeros(n_crops, n_leads, 1, dtype=torch.bool)
    if settings.lost_leads:
        chosen = torch.rand(n_crops, 1, 1, generator=rng) < settings.lost_leads
        is_lost = chosen & ~_kept(n_crops, rng)
    missing = is_lost.expand(crops.shape)
    if settings.lost_patches:
        share = torch.rand(2, n_crops, 1, 1, generator=rng)
        share = torch.where(share[0] < settings.lost_patches, _MOST * share[1], 0.0)
        length = round(_PATCH * fs)
        n_patches = -(-n_samples // length)
        drawn = torch.rand(n_crops, n_leads, n_patches, generator=rng) < share
        missing = missing | drawn.repeat_interleave(length, dim=2)[:, :, :n_samples]
    return crops.masked_fill(missing, torch.nan)


def _kept(n_crops: int, rng: Generator) -> Tensor:
    """Draw the leads that are left, (n_crops, 8, 1): of a known set, or any."""
    known = torch.tensor([[lead in one for lead in INDEPENDENT_LEADS] for one in _SETS])
    drawn = torch.randint(len(_SETS), (n_crops,), generator=rng)
    any_ = torch.rand(n_crops, len(INDEPENDENT_LEADS), generator=rng)
    share = torch.rand(n_crops, 1, generator=rng)
    kept = any_ < share
    kept = kept | (any_ == any_.amin(dim=1, keepdim=True))  # one lead at least
    is_known = torch.rand(n_crops, 1, generator=rng) < 0.5
    return torch.where(is_known, known[drawn], kept)[..., None]
