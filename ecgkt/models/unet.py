"""The delineator's network: a small U-Net per lead that hears the other leads."""

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn

from ecgkt.config import Config


@dataclass(frozen=True, kw_only=True)
class DelineatorConfig(Config):
    """
    Shape of the delineator.

    Attributes
    ----------
    fs : float
        Hz at which it works.
    channels : tuple of int
        Width of each level; every level but the first halves the time axis.
    kernel : int
        Samples per convolution.
    n_waves : int
        Masks: P, QRS and T, in this order.
    n_names : int
        Leads that the network knows by their place in `ecgkt.vocab.leads.LEADS`.
    """

    fs: float = 250.0
    channels: tuple[int, ...] = (12, 20, 32, 40, 56)
    kernel: int = 7
    n_waves: int = 3
    n_names: int = 12

    def __post_init__(self) -> None:
        if len(self.channels) < 2 or self.kernel % 2 == 0:
            raise ValueError("expected two levels or more and an odd kernel")

    @property
    def multiple(self) -> int:
        """Samples that every input's length must be a multiple of."""
        return int(2 ** (len(self.channels) - 1))


class DoubleConvolution(nn.Sequential):
    """Two convolutions, each normalised and rectified: (N, D_in, L) -> (N, D, L)."""

    def __init__(self, n_in: int, n_out: int, kernel: int) -> None:
        parts: list[nn.Module] = []
        for width in (n_in, n_out):
            parts += [
                nn.Conv1d(width, n_out, kernel, padding=kernel // 2, bias=False),
                nn.BatchNorm1d(n_out),
                nn.ReLU(),
            ]
        super().__init__(*parts)


class Exchange(nn.Module):
    """
    Tell every lead its name, and what the leads see on average.

    (B * n_leads, D, L) -> mean over leads (B, D, L) -> 1x1 convolution, added to each

    The heart is one: a T wave that is flat in one lead ends when it ends in the others.
    Names matter because the eye ends a P wave earlier in V1 than in II.
    """

    def __init__(self, width: int, n_names: int) -> None:
        super().__init__()
        self.mix = nn.Conv1d(width, width, 1)
        self.name = nn.Embedding(n_names, width)
        nn.init.zeros_(self.name.weight)

    def forward(self, x: Tensor, names: Tensor) -> Tensor:
        """Add the mixed mean, and a constant of each lead: names (B, n_leads)."""
        by_lead = x.unflatten(0, names.shape)
        common: Tensor = self.mix(by_lead.mean(1))
        own: Tensor = self.name(names)
        return (by_lead + common[:, None] + own[..., None]).flatten(0, 1)


class WaveUNet(nn.Module):
    """
    Sample by sample and lead by lead, the logits of P, QRS and T.

    (B, n_leads, L), names (B, n_leads) -> per lead (B * n_leads, D, L)
    -> (B, n_leads, n_waves, L)

    Any leads of the twelve, in any order; L must be a multiple of
    `DelineatorConfig.multiple`.

    References
    ----------
    .. [1] Hedayat et al., ECG-DelNet, arXiv:2005.05236: a U-Net of depth 5 and 32
       channels with three sigmoid masks at 250 Hz. Departs from it: fewer channels;
       on every level but the first the leads hear their names and each other's mean.
    .. [2] Moskalenko et al., "Deep learning for ECG segmentation", arXiv:2001.04689.
    """

    def __init__(self, config: DelineatorConfig) -> None:
        super().__init__()
        widths, kernel = config.channels, config.kernel
        ins = (1, *widths[:-1])
        self.down = nn.ModuleList(
            DoubleConvolution(n_in, n_out, kernel)
            for n_in, n_out in zip(ins, widths, strict=True)
        )
        self.exchange = nn.ModuleList(
            Exchange(width, config.n_names) for width in widths[1:]
        )
        self.up = nn.ModuleList(
            DoubleConvolution(low + high, high, kernel)
            for high, low in pairwise(widths)
        )
        self.head = nn.Conv1d(widths[0], config.n_waves, 1)
        self.multiple = config.multiple

    def forward(self, x: Tensor, names: Tensor) -> Tensor:
        """Mark a batch of recordings, scaled as `scale_leads` does."""
        length = x.shape[2]
        if length % self.multiple:
            raise ValueError(f"length {length} is no multiple of {self.multiple}")
        h = x.flatten(0, 1)[:, None]  # (B * n_leads, 1, L)
        kept = []
        for level, block in enumerate(self.down):
            if level:
                kept.append(h)
                h = nn.functional.max_pool1d(h, 2)
            h = block(h)
            if level:
                h = self.exchange[level - 1](h, names)
        for block in reversed(self.up):
            wide = nn.functional.interpolate(
                h, scale_factor=2.0, mode="linear", align_corners=False
            )
            h = block(torch.cat([kept.pop(), wide], dim=1))
        logits: Tensor = self.head(h)
        return logits.unflatten(0, names.shape)
