"""Networks that know which leads are missing: one scores, one fills them in."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ecgkt.config import Config
from ecgkt.models.channels_last import BatchNorm1d, Conv1d
from ecgkt.models.resnet import ResNet


@dataclass(frozen=True, kw_only=True)
class MaskedConfig(Config):
    """
    Shape of a network that knows which leads are missing.

    Attributes
    ----------
    n_leads, n_outputs : int
        Independent leads and statements.
    typical_mv : float
        Seen as 1 by the network.
    kernel, channels, blocks : int, tuple of int, int
        Of the residual network, as in `ModelConfig`.
    up_channels, up_kernel : tuple of int, int
        Of the way back up to the samples, deepest first; only what fills leads in
        has one.
    dropout : float
        Share of the embedding dropped in training.
    """

    n_leads: int = 8
    n_outputs: int = 71
    typical_mv: float = 0.2
    kernel: int = 5
    channels: tuple[int, ...] = (40, 72, 112, 160)
    blocks: int = 1
    up_channels: tuple[int, ...] = (48, 32, 24, 16)
    up_kernel: int = 5
    dropout: float = 0.2

    def __post_init__(self) -> None:
        if len(self.up_channels) != len(self.channels):
            raise ValueError("expected as many steps up as stages")


class MaskedEncoder(nn.Module):
    """
    A residual network over leads and, beside each, whether a sample is there.

    (B, n_leads, L), NaN where missing -> (B, 2 * n_leads, L) -> (B, D)

    References
    ----------
    .. [1] Wang et al., "CBraMod", arXiv:2412.07236, whose masked patches are one
       learned token; here each lead has a channel that says what is there, so that
       nothing of a missing value reaches the network.
    """

    def __init__(self, config: MaskedConfig) -> None:
        super().__init__()
        self.typical_mv = config.typical_mv
        self.body = ResNet(
            2 * config.n_leads,
            config.channels,
            kernel=config.kernel,
            blocks=config.blocks,
        )
        self.blocks, self.n_features = config.blocks, self.body.n_features

    def see(self, x: Tensor) -> Tensor:
        """Put beside each lead, in mV, whether its samples are there."""
        is_there = ~x.isnan()
        return torch.cat([x.nan_to_num(0) / self.typical_mv, is_there.to(x)], dim=1)

    def levels(self, seen: Tensor) -> list[Tensor]:
        """Return what each stage makes of what is seen, finest first."""
        found, h = [], self.body.stem(seen)
        for place, block in enumerate(self.body.stages, start=1):
            h = block(h)
            if place % self.blocks == 0:
                found.append(h)
        return found

    def forward(self, x: Tensor) -> Tensor:
        """Embed a batch of crops."""
        embedding: Tensor = self.body(self.see(x))
        return embedding


class MaskedClassifier(nn.Module):
    """
    Statements from whatever leads are there.

    (B, n_leads, L) in mV, NaN where missing -> (B, D) -> (B, n_outputs)
    """

    def __init__(self, config: MaskedConfig) -> None:
        super().__init__()
        self.encoder = MaskedEncoder(config)
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(self.encoder.n_features, config.n_outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Score a batch of crops."""
        logits: Tensor = self.head(self.dropout(self.encoder(x)))
        return logits


class _Up(nn.Module):
    """Join a coarse level to a finer one: (B, D, L/2), (B, D', L) -> (B, D_out, L)."""

    def __init__(self, n_in: int, n_out: int, kernel: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            Conv1d(n_in, n_out, kernel, padding=kernel // 2, bias=False),
            BatchNorm1d(n_out),
            nn.ReLU(),
        )

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        wide = nn.functional.interpolate(coarse, size=fine.shape[2], mode="linear")
        joined: Tensor = self.body(torch.cat([wide, fine], dim=1))
        return joined


class LeadFiller(nn.Module):
    """
    Missing leads, and missing stretches of leads, from those that are there.

    (B, n_leads, L) in mV, NaN where missing -> (B, n_leads, L) in mV

    Linear regression on the leads that are there, plus what a U-Net adds to it.
    """

    second_moments: Tensor

    def __init__(self, config: MaskedConfig) -> None:
        super().__init__()
        self.encoder = MaskedEncoder(config)
        self.typical_mv = config.typical_mv
        eye = torch.eye(config.n_leads)
        self.register_buffer("second_moments", eye)
        fine = (2 * config.n_leads, *config.channels[:-1])[::-1]
        coarse = (config.channels[-1], *config.up_channels[:-1])
        self.up = nn.ModuleList(
            _Up(low + high, n_out, config.up_kernel)
            for low, high, n_out in zip(coarse, fine, config.up_channels, strict=True)
        )
        self.head = Conv1d(config.up_channels[-1], config.n_leads, 1)
        nn.init.zeros_(self.head.weight)  # it begins as the regression

    def forward(self, x: Tensor) -> Tensor:
        """Fill a batch of crops; what was there is estimated, too."""
        seen = self.encoder.see(x)
        *finer, h = self.encoder.levels(seen)
        for up, fine in zip(self.up, [*finer[::-1], seen], strict=True):
            h = up(h, fine)
        return regress(x, self.second_moments) + self.typical_mv * self.head(h).float()


def regress(x: Tensor, second_moments: Tensor) -> Tensor:
    """
    Estimate all leads from those that are there, by least squares without a constant.

    Parameters
    ----------
    x : torch.Tensor of shape (B, n_leads, L), float32
        Voltage in mV around each lead's median, NaN where missing.
    second_moments : torch.Tensor of shape (n_leads, n_leads), float32
        Mean products of the leads, mV².

    Returns
    -------
    torch.Tensor of shape (B, n_leads, L), float32
        Leads that are there as they are, 0 where a sample of them is missing.

    Examples
    --------
    >>> twice = torch.tensor([[1.0, 2.0], [2.0, 4.01]])
    >>> regress(torch.tensor([[[1.0], [torch.nan]]]), twice).flatten().tolist()
    [1.0, 2.0]
    """
    with torch.autocast(x.device.type, enabled=False):
        there = (~x.isnan()).any(2).to(x)  # (B, n_leads)
        seen = there[:, :, None] * second_moments * there[:, None, :]
        inner = seen + torch.diag_embed(1 - there)
        weights = torch.linalg.solve(inner, second_moments * there[:, :, None])
        estimated: Tensor = weights.transpose(1, 2) @ x.nan_to_num(0)
        return torch.where(there[:, :, None] > 0, x.nan_to_num(0), estimated)
