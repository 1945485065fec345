"""From a configuration to the network."""

import math

import torch
from torch import Tensor, nn

from ecgkt.config import ModelConfig
from ecgkt.models.resnet import ConvStack, ResNet
from ecgkt.models.state_space import StateSpaceNet


class Encoder(nn.Module):
    """
    Every branch's view of one crop, side by side.

    (B, n_leads, L) -> (B, D)
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        sizes = zip(config.kernels, config.channels, strict=True)
        branches: list[ResNet | ConvStack | StateSpaceNet] = [
            _branch(config, kernel, channels) for kernel, channels in sizes
        ]
        branches += [
            StateSpaceNet(config.n_leads, width, blocks=config.state_blocks)
            for width in config.state_channels
        ]
        self.typical_mv = config.typical_mv
        self.branches = nn.ModuleList(branches)
        self.widths = [branch.n_features for branch in branches]

    def forward(self, x: Tensor) -> Tensor:
        """Embed a batch of crops in mV."""
        scaled = x / self.typical_mv
        return torch.cat([branch(scaled) for branch in self.branches], dim=1)


def _branch(
    config: ModelConfig, kernel: int, channels: tuple[int, ...]
) -> ResNet | ConvStack:
    if config.blocks == 0:
        return ConvStack(config.n_leads, channels, kernel=kernel)
    return ResNet(config.n_leads, channels, kernel=kernel, blocks=config.blocks)


class EcgClassifier(nn.Module):
    """
    Encoder with one linear head per branch; their logits are averaged.

    (B, n_leads, L) -> embedding (B, D) -> (n_branches, B, n_outputs) -> (B, n_outputs)

    Each branch is trained on its own logits: branches that only had to be right in the
    sum would divide the work between them, and their mean would gain nothing.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.encoder = Encoder(config)
        self.dropout = nn.Dropout(config.dropout)
        self.heads = nn.ModuleList(
            nn.Linear(width, config.n_outputs) for width in self.encoder.widths
        )
        self.brief = list(config.brief)
        if not set(self.brief) <= set(range(config.n_outputs)):
            found = f"brief {self.brief} of {config.n_outputs} outputs"
            raise ValueError(f"expected places of outputs, found {found}")

    def branch_logits(self, x: Tensor) -> Tensor:
        """Return each branch's own opinion."""
        return self.head_logits(self.encoder(x))

    def head_logits(self, embedding: Tensor) -> Tensor:
        """Return each branch's own opinion of embeddings (B, D)."""
        parts = self.dropout(embedding).split(self.encoder.widths, dim=1)
        return torch.stack(
            [head(part) for head, part in zip(self.heads, parts, strict=True)]
        )

    def forward(self, x: Tensor) -> Tensor:
        """Score a batch of crops in mV."""
        return self.branch_logits(x).mean(0)

    def pool(self, logits: Tensor) -> Tensor:
        """
        Score recordings by their crops: (n_crops, B, n_outputs) -> (B, n_outputs).

        Logits are averaged, or the odds of what one premature beat decides: most crops
        do not show it, and their mean would deny it.
        """
        pooled = logits.mean(0)
        if not self.brief:
            return pooled
        some = logits[..., self.brief].logsumexp(0) - math.log(len(logits))
        return pooled.index_copy(
            1, torch.tensor(self.brief, device=logits.device), some
        )


def build_model(config: ModelConfig) -> EcgClassifier:
    """
    Build an untrained network.

    Parameters
    ----------
    config : ModelConfig
        Branches and widths.

    Returns
    -------
    EcgClassifier
        In training mode, weights from torch's global generator.
    """
    return EcgClassifier(config)
