"""Layers over time that keep the channels of a sample side by side in memory."""

import torch
from torch import Tensor, nn
from torch.nn import functional

# oneDNN reaches about 65 GFLOP/s on a Zen 3 core with this order of a tensor, and 40
# with the usual one; only its two-dimensional layers know the order, so each layer here
# sees the signal as a picture of height 1. Weights keep their one-dimensional shapes.


class Conv1d(nn.Conv1d):
    """A convolution, (B, D_in, L) -> (B, D_out, L / stride); zero padding only."""

    def _conv_forward(
        self, input: Tensor, weight: Tensor, bias: Tensor | None
    ) -> Tensor:
        flat = weight.unsqueeze(2).contiguous(memory_format=torch.channels_last)
        steps, pads = (1, self.stride[0]), (0, int(self.padding[0]))
        return functional.conv2d(
            input.unsqueeze(2), flat, bias, steps, pads, groups=self.groups
        ).squeeze(2)


class BatchNorm1d(nn.BatchNorm1d):
    """Normalise channels over batch and time, (B, D, L) -> (B, D, L)."""

    def _check_input_dim(self, input: Tensor) -> None:
        if input.dim() != 4:
            raise ValueError(f"expected (B, D, L), got {input.dim() - 1} dimensions")

    def forward(self, input: Tensor) -> Tensor:
        """Normalise a batch."""
        return super().forward(input.unsqueeze(2)).squeeze(2)


class AvgPool1d(nn.AvgPool2d):
    """Average neighbours, (B, D, L) -> (B, D, L / size); a last rest counts, too."""

    def __init__(self, size: int) -> None:
        super().__init__((1, size), ceil_mode=True)

    def forward(self, input: Tensor) -> Tensor:
        """Pool a batch."""
        return super().forward(input.unsqueeze(2)).squeeze(2)
