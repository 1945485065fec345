"""A network that draws its own weight map: every logit is an exact sum over samples."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from ecgkt.config import Config
from ecgkt.models.resnet import ResidualBlock


@dataclass(frozen=True, kw_only=True)
class ImnConfig(Config):
    """
    Shape of the network.

    Attributes
    ----------
    n_leads, n_outputs : int
        Input leads (the independent ones) and statements.
    typical_mv : float
        mV that the network sees as 1.
    floor_mv : float
        Root mean square below which a crop is not amplified any more: of a silent one
        nothing but noise would be left to weigh.
    kernel : int
        Samples per convolution kernel, odd.
    channels : tuple of int
        Width of each stage; the stem and every stage but the first halve the time axis.
    n_features : int
        Time courses that the weight maps of all statements are made of.
    dropout : float
        Share of these that is dropped in training.
    """

    n_leads: int = 8
    n_outputs: int = 71
    typical_mv: float = 0.2
    floor_mv: float = 0.02
    kernel: int = 5
    channels: tuple[int, ...] = (32, 48, 80, 112)
    n_features: int = 48
    dropout: float = 0.1

    def __post_init__(self) -> None:
        if len(self.channels) < 2 or self.kernel % 2 == 0:
            found = f"{len(self.channels)} stages, kernel {self.kernel}"
            raise ValueError(f"expected two stages and an odd kernel, got {found}")


class Course(NamedTuple):
    """
    What one crop's weight maps are made of.

    Attributes
    ----------
    scaled : torch.Tensor of shape (B, n_leads, L)
        The crop in parts of `ImnConfig.typical_mv`: what the weights are multiplied by.
    features : torch.Tensor of shape (B, n_features, L)
        Time courses, already divided by sqrt(n_leads * L) and the crop's amplitude.
    """

    scaled: Tensor
    features: Tensor


class Imn(nn.Module):
    """
    logit_k(x) = sum over lead c and sample t of W_k(x)[c, t] * x[c, t], plus b_k.

    (B, n_leads, L) -> features (B, D, L) -> (B, n_outputs)

    The products are the explanation, and it is exact: they and b_k are all there is in
    the logit. W_k(x)[c] is a mixture of the D time courses of `features`, with a
    mixture U_k[c] of its own for each statement and lead. Since the mixing is linear,
    sum W_k(x) * x equals U_k against the D x n_leads products of time courses and
    leads: 71 maps of full resolution need never be drawn but for the one that somebody
    wants to see.

    References
    ----------
    .. [1] "ECG-IMN", arXiv:2602.09566. Departs from it: maps share time courses,
       because 71 decoded maps per lead would cost a hundred times more; W is divided by
       sqrt(n_leads * L), without which the sum gives logits in the hundreds, and by the
       crop's root mean square, without which the logit grows with the square of the
       amplitude; b_k does not depend on x, so that no part of a recording's evidence
       can hide in it.
    """

    def __init__(self, config: ImnConfig) -> None:
        super().__init__()
        self.config = config
        first, width = config.channels[0], config.n_features
        self.stem = nn.Sequential(
            nn.Conv1d(config.n_leads, first, 15, 2, 7, bias=False),
            nn.BatchNorm1d(first),
            nn.ReLU(),
        )
        n_in = (first, *config.channels[:-1])
        self.stages = nn.ModuleList(
            ResidualBlock(a, b, kernel=config.kernel, stride=2 if place else 1)
            for place, (a, b) in enumerate(zip(n_in, config.channels, strict=True))
        )
        self.laterals = nn.ModuleList(nn.Conv1d(n, width, 1) for n in config.channels)
        self.refine = nn.Sequential(
            nn.BatchNorm1d(width),
            nn.ReLU(),
            nn.Conv1d(width, width, config.kernel, padding=config.kernel // 2),
        )
        self.gate = nn.Linear(2 * config.channels[-1], width)
        self.dropout = nn.Dropout1d(config.dropout)
        shape = config.n_outputs, config.n_leads, width
        self.mixture = nn.Parameter(0.05 * torch.randn(shape))
        self.bias = nn.Parameter(torch.zeros(config.n_outputs))

    def course(self, x: Tensor) -> Course:
        """
        Compute what the weight maps of a batch of crops are made of.

        Parameters
        ----------
        x : torch.Tensor of shape (B, n_leads, L), float32
            Crops in mV.

        Returns
        -------
        Course
        """
        scaled = x / self.config.typical_mv
        levels = [self.stem(scaled)]
        for stage in self.stages:
            levels.append(stage(levels[-1]))
        mixed = self.laterals[0](levels[1])  # (B, D, L / 2)
        for lateral, level in zip(list(self.laterals)[1:], levels[2:], strict=True):
            mixed = mixed + _stretch(lateral(level), mixed.shape[-1])
        whole = torch.cat([levels[-1].mean(-1), levels[-1].amax(-1)], dim=1)
        drawn = self.refine(mixed) * (1 + self.gate(whole).unsqueeze(-1))
        features = self.dropout(_stretch(drawn, x.shape[-1]))
        floor = self.config.floor_mv / self.config.typical_mv
        power = scaled.square().mean((1, 2), keepdim=True) + floor**2
        size = math.sqrt(scaled.shape[1] * scaled.shape[2]) * power.sqrt()
        return Course(scaled, features / size)

    def logits(self, features: Tensor, scaled: Tensor) -> Tensor:
        """Sum W_k * x + b_k for all statements, without drawing W_k; (B, n_outputs)."""
        products = torch.einsum("bdt,bct->bcd", features, scaled)
        flat = products.flatten(1) @ self.mixture.flatten(1).T
        return flat + self.bias

    def weights(self, features: Tensor, statements: list[int]) -> Tensor:
        """Draw W_k for some statements; (B, n_statements, n_leads, L)."""
        return torch.einsum("bdt,kcd->bkct", features, self.mixture[statements])

    def forward(self, x: Tensor) -> Tensor:
        """Score a batch of crops in mV."""
        course = self.course(x)
        return self.logits(course.features, course.scaled)


def _stretch(x: Tensor, length: int) -> Tensor:
    return nn.functional.interpolate(x, size=length, mode="linear", align_corners=False)
