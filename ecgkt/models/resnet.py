"""A one-dimensional residual network with squeeze-and-excitation."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ecgkt.models.channels_last import AvgPool1d, BatchNorm1d, Conv1d


class SqueezeExcite(nn.Module):
    """
    Weigh channels by what the whole crop holds of them.

    (B, D, L) -> (B, D, L)

    References
    ----------
    .. [1] Hu et al., "Squeeze-and-Excitation Networks", CVPR 2018.
    """

    def __init__(self, channels: int, reduction: int = 8) -> None:
        super().__init__()
        hidden = max(channels // reduction, 4)
        self.gate = nn.Sequential(
            nn.Linear(channels, hidden),
            nn.ReLU(),
            nn.Linear(hidden, channels),
            nn.Sigmoid(),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Scale each channel by its gate."""
        scaled: Tensor = x * self.gate(x.mean(-1)).unsqueeze(-1)
        return scaled


class ResidualBlock(nn.Module):
    """
    Two convolutions around a shortcut, pre-pooled where the time axis is halved.

    (B, D_in, L) -> (B, D_out, L / stride)

    References
    ----------
    .. [1] He et al., "Bag of Tricks for Image Classification", CVPR 2019 (the shortcut
       that averages before it projects).
    """

    def __init__(self, n_in: int, n_out: int, *, kernel: int, stride: int) -> None:
        super().__init__()
        pad = kernel // 2
        self.body = nn.Sequential(
            Conv1d(n_in, n_out, kernel, stride, pad, bias=False),
            BatchNorm1d(n_out),
            nn.ReLU(),
            Conv1d(n_out, n_out, kernel, 1, pad, bias=False),
            BatchNorm1d(n_out),
            SqueezeExcite(n_out),
        )
        self.shortcut: nn.Module = nn.Identity()
        if stride > 1 or n_in != n_out:
            self.shortcut = nn.Sequential(
                AvgPool1d(stride),
                Conv1d(n_in, n_out, 1, bias=False),
                BatchNorm1d(n_out),
            )

    def forward(self, x: Tensor) -> Tensor:
        """Add the convolved signal to the shortcut."""
        return torch.relu(self.body(x) + self.shortcut(x))


class ConvStack(nn.Module):
    """
    Strided convolutions without shortcuts: half the price of a small `ResNet`.

    (B, n_leads, L) -> (B, D_last, L / 2^stages) -> (B, 2 * D_last)
    """

    def __init__(self, n_leads: int, channels: Sequence[int], *, kernel: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        n_in = n_leads
        for n_out in channels:
            layers += [
                Conv1d(n_in, n_out, kernel, 2, kernel // 2, bias=False),
                BatchNorm1d(n_out),
                nn.ReLU(),
            ]
            n_in = n_out
        self.stages = nn.Sequential(*layers)
        self.n_features = 2 * n_in

    def forward(self, x: Tensor) -> Tensor:
        """Encode a batch of crops in mV."""
        h = self.stages(x)
        return torch.cat([h.mean(-1), h.amax(-1)], dim=1)


class ResNet(nn.Module):
    """
    Stem, residual stages, then mean and maximum over time.

    (B, n_leads, L) -> stem (B, D0, L/2) -> stages -> (B, 2 * D_last)
    """

    def __init__(
        self, n_leads: int, channels: Sequence[int], *, kernel: int, blocks: int
    ) -> None:
        super().__init__()
        first = channels[0]
        self.stem = nn.Sequential(
            Conv1d(n_leads, first, 15, 2, 7, bias=False),
            BatchNorm1d(first),
            nn.ReLU(),
        )
        stages, n_in = [], first
        for stage, n_out in enumerate(channels):
            for block in range(blocks):
                stride = 2 if stage > 0 and block == 0 else 1
                stages.append(ResidualBlock(n_in, n_out, kernel=kernel, stride=stride))
                n_in = n_out
        self.stages = nn.Sequential(*stages)
        self.n_features = 2 * n_in

    def forward(self, x: Tensor) -> Tensor:
        """Encode a batch of crops in mV."""
        h = self.stages(self.stem(x))
        return torch.cat([h.mean(-1), h.amax(-1)], dim=1)
