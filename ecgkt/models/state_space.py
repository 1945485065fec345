"""A bidirectional diagonal state-space network (S4D) for short crops."""

import math
from typing import Any

import torch
from torch import Tensor, nn

from ecgkt.config import ModelConfig


class Toeplitz(torch.autograd.Function):
    """
    Spread a two-sided kernel over all pairs of input and output samples.

    (D, 2L - 1), lags -(L - 1) … L - 1 -> (D, L, L): entry (d, s, t) weighs input
    sample s in output sample t. The skewing is a reshape, so the gradient is one too;
    written out because autograd would fill several large buffers with zeros.

    Examples
    --------
    >>> Toeplitz.apply(torch.tensor([[-1.0, 0.0, 1.0]]))
    tensor([[[ 0.,  1.],
             [-1.,  0.]]])
    """

    @staticmethod
    def forward(_ctx: Any, kernel: Tensor) -> Tensor:
        """Repeat the kernel in rows, each shifted by one against the row before."""
        n_samples = (kernel.shape[1] + 1) // 2
        width = 2 * n_samples - 1
        padded = nn.functional.pad(kernel, (0, 1))
        rows = padded.unsqueeze(1).expand(-1, n_samples, -1).reshape(len(kernel), -1)
        skewed = rows[:, : n_samples * width].reshape(-1, n_samples, width)
        return skewed[:, :, n_samples - 1 :].contiguous()

    @staticmethod
    def backward(_ctx: Any, *gradients: Tensor) -> Tensor:
        """Sum the gradient along its diagonals."""
        (gradient,) = gradients
        n_channels, n_samples, _ = gradient.shape
        width = 2 * n_samples - 1
        rows = gradient.new_zeros(n_channels, n_samples * 2 * n_samples)
        skewed = rows[:, : n_samples * width].view(n_channels, n_samples, width)
        skewed[:, :, n_samples - 1 :] = gradient
        summed = rows.view(n_channels, n_samples, 2 * n_samples).sum(1)
        return summed[:, :width]


STEPS = (0.01, 0.2)
"""First time steps, log-uniform: responses from a tenth of a crop to several crops."""


class StateSpaceKernel(nn.Module):
    """
    Impulse responses of diagonal linear systems, one per channel and direction.

    () -> (D, 2L - 1)

    References
    ----------
    .. [1] Gu et al., "On the Parameterization and Initialization of Diagonal State
       Space Models", NeurIPS 2022: S4D-Lin, zero-order hold. Departs from it: both
       directions form one two-sided kernel, applied as a Toeplitz matrix, which for
       2.5 s crops is several times faster on a CPU than the Fourier transform.
    """

    def __init__(self, width: int, order: int) -> None:
        super().__init__()
        low, high = map(math.log, STEPS)
        self.log_step = nn.Parameter(low + torch.rand(2 * width) * (high - low))
        self.log_decay = nn.Parameter(torch.full((2 * width, order), math.log(0.5)))
        frequency = math.pi * torch.arange(order).repeat(2 * width, 1)
        self.frequency = nn.Parameter(frequency)
        self.output = nn.Parameter(torch.randn(2 * width, order, 2) * math.sqrt(0.5))

    def forward(self, n_samples: int) -> Tensor:
        """Return the two-sided kernel for signals of this length."""
        step = self.log_step.exp()[:, None]
        decay, frequency = -self.log_decay.exp() * step, self.frequency * step
        lags = torch.arange(n_samples, device=step.device)
        pole = torch.complex(decay, frequency)
        gain = torch.view_as_complex(self.output) * (torch.exp(pole) - 1) / pole * step
        powers = torch.exp(pole[..., None] * lags)
        response = 2 * torch.einsum("dn,dnl->dl", gain, powers).real
        forward, backward = response.chunk(2)
        # Lag 0 belongs to both directions.
        middle = forward[:, :1] + backward[:, :1]
        return torch.cat([backward[:, 1:].flip(1), middle, forward[:, 1:]], dim=1)


class StateSpaceLayer(nn.Module):
    """
    One residual layer: long convolution over time, gated mixing over channels.

    (B, L, D) -> (B, L, D)
    """

    def __init__(self, width: int, order: int, dropout: float) -> None:
        super().__init__()
        self.kernel = StateSpaceKernel(width, order)
        self.skip = nn.Parameter(torch.ones(width))
        self.mix = nn.Linear(width, 2 * width)
        self.norm = nn.LayerNorm(width)
        # Whole channels are dropped: independent samples would be seen through the
        # smooth kernels, and drawing them takes longer than the layer itself.
        self.dropout = nn.Dropout2d(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Mix along time, then across channels."""
        kernel = self.kernel(x.shape[1]).to(x.dtype)
        y = torch.bmm(x.permute(2, 0, 1), Toeplitz.apply(kernel)).permute(1, 2, 0)
        y = nn.functional.gelu(y + self.skip * x)  # (B, L, D)
        y = nn.functional.glu(self.mix(y), dim=-1)
        y = self.dropout(y.transpose(1, 2).unsqueeze(-1)).squeeze(-1).transpose(1, 2)
        return self.norm(x + y)


class StateSpaceNet(nn.Module):
    """
    Short convolution that halves the rate, state-space layers, mean over time.

    (B, n_leads, L) -> (B, L / 2, D) -> layers -> (B, D)
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        width = config.state_space_width
        self.embed = nn.Sequential(
            nn.Conv1d(config.n_leads, width, 15, 2, 7, bias=False),
            nn.BatchNorm1d(width),
            nn.GELU(),
        )
        self.layers = nn.Sequential(
            *(
                StateSpaceLayer(width, config.state_space_order, config.dropout)
                for _ in range(config.state_space_layers)
            )
        )
        self.n_features = width

    def forward(self, x: Tensor) -> Tensor:
        """Encode a batch of crops in mV."""
        pooled: Tensor = self.layers(self.embed(x).transpose(1, 2)).mean(1)
        return pooled
