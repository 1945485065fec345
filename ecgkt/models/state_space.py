"""State-space layers whose convolution over a crop is one matrix product a channel."""

import math

import torch
from torch import Tensor, nn

N_MODES = 8
"""Damped oscillations that one channel's kernel is a sum of."""

SLOW = ("log_damping", "log_step", "ahead", "behind")
"""Parameters of the dynamics: they learn at a third of the rate and do not decay."""

FEW = 10
"""Crops below which a Fourier transform is faster than the product: one recording."""

DROPPED = 0.1
"""Share of time courses dropped by each block, and of crops that skip the last one."""


class StateSpaceConv(nn.Module):
    """
    Convolve each channel with a kernel as long as the crop, ahead and behind.

    (D, L, B) -> (D, L, B)

    With A_n = -exp(a_n) + i pi n and step d, a channel's kernel is
    k[l] = 2 Re sum_n C_n (exp(d A_n) - 1) / A_n exp(l d A_n). The crop is short, so the
    convolution is the product with a Toeplitz matrix, in which the kernel of the
    opposite direction costs nothing more.

    References
    ----------
    .. [1] Gu et al., "On the Parameterization and Initialization of Diagonal State
       Space Models" (S4D), arXiv:2206.11893.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.log_step = nn.Parameter(torch.empty(channels, 1))
        self.log_damping = nn.Parameter(torch.empty(channels, N_MODES))
        self.ahead = nn.Parameter(torch.empty(channels, N_MODES, 2))
        self.behind = nn.Parameter(torch.empty(channels, N_MODES, 2))
        self.direct = nn.Parameter(torch.empty(channels))
        self._drawn: tuple[tuple[object, ...], Tensor] | None = None
        self.reset_parameters()

    @torch.no_grad()
    def reset_parameters(self) -> None:
        """Draw steps of 0.001 to 0.1 of a sample's, and standard normal mixtures."""
        self.log_step.uniform_(math.log(0.001), math.log(0.1))
        self.log_damping.fill_(math.log(0.5))
        self.ahead.normal_(std=math.sqrt(0.5))
        self.behind.normal_(std=math.sqrt(0.5))
        self.direct.normal_()

    def kernel(self, length: int) -> Tensor:
        """Return weights of the distances 1 - length to length - 1; (D, 2 L - 1)."""
        step, damping = self.log_step.float().exp(), self.log_damping.float().exp()
        turn = math.pi * torch.arange(N_MODES, device=step.device)
        poles = torch.complex(-damping, turn.expand_as(damping))
        held = torch.expm1(step * poles) / poles
        sides = torch.view_as_complex(torch.stack([self.ahead, self.behind]).float())
        weights = torch.view_as_real(2 * sides * held)  # (2, D, n, 2)
        # In real numbers: a processor's complex exponential is several times slower.
        elapsed = step[..., None] * torch.arange(length, device=step.device)
        size = torch.exp(-damping[..., None] * elapsed)
        angle = turn[:, None] * elapsed
        parts = torch.stack([size * angle.cos(), -size * angle.sin()])
        ahead, behind = torch.einsum("sdnp,pdnl->sdl", weights, parts)
        now = ahead[:, :1] + self.direct.float()[:, None]
        return torch.cat([behind[:, : length - 1].flip(1), now, ahead[:, 1:]], dim=1)

    def forward(self, x: Tensor) -> Tensor:
        """Convolve a batch."""
        length, is_learning = x.shape[1], self.log_step.requires_grad
        with torch.autocast(x.device.type, enabled=False):
            if torch.is_grad_enabled() and is_learning:
                kernel = self.kernel(length)
            else:
                kernel = self._frozen_kernel(length)
            if x.shape[2] < FEW:
                return _convolve(kernel, x.float())
        # Row i of the matrix holds k[i - j]; with the crop turned round, k[i + j'].
        return torch.bmm(kernel.unfold(1, length, 1), x.flip(1))

    def _frozen_kernel(self, length: int) -> Tensor:
        """Return the kernel, drawn once as long as the weights stay as they are."""
        weights = [(p.data_ptr(), p._version) for p in self.parameters()]
        key = (length, *weights)
        if self._drawn is None or self._drawn[0] != key:
            with torch.inference_mode(False), torch.no_grad():
                self._drawn = key, self.kernel(length)
        return self._drawn[1]


def _convolve(kernel: Tensor, x: Tensor) -> Tensor:
    """Convolve by Fourier transform; (D, 2 L - 1) and (D, L, B) -> (D, L, B)."""
    length = x.shape[1]
    # What wraps round falls on times before the crop; a power of two is twice as fast.
    padded = 1 << (2 * length - 1).bit_length()
    # Along time courses that lie together: three times as fast.
    courses = torch.fft.rfft(x.transpose(1, 2).contiguous(), padded)
    spectrum = torch.fft.rfft(kernel, padded)[:, None] * courses
    crops = torch.fft.irfft(spectrum, padded)[..., length - 1 : 2 * length - 1]
    return crops.transpose(1, 2)


class StateSpaceBlock(nn.Module):
    """
    Norm, convolution over time, gated mixing of channels, around a shortcut.

    (D, L, B) -> (D, L, B)
    """

    def __init__(self, channels: int, skipped: float) -> None:
        super().__init__()
        self.norm = nn.BatchNorm1d(channels)
        self.conv = StateSpaceConv(channels)
        self.mix = nn.Linear(channels, 2 * channels)
        self.skipped = skipped

    def forward(self, x: Tensor) -> Tensor:
        """Add what the block makes of the signal to the signal."""
        flat = self.norm(x.reshape(1, len(x), -1))
        courses = nn.functional.gelu(self.conv(flat.reshape(x.shape)))
        mixed = self.mix.weight @ courses.reshape(len(x), -1)
        mixed = mixed + self.mix.bias[:, None].to(mixed.dtype)
        added = nn.functional.glu(mixed, dim=0).reshape(x.shape)
        return x + added * self._kept(x) if self.training else x + added

    def _kept(self, x: Tensor) -> Tensor:
        """Drop time courses of one channel, and the whole block of some crops."""
        channel = torch.rand(len(x), 1, x.shape[2], device=x.device) >= DROPPED
        block = torch.rand(x.shape[2], device=x.device) >= self.skipped
        return channel * block / ((1 - DROPPED) * (1 - self.skipped))


class _CropsFirst(nn.Module):
    """(D, L, B) -> (B, D, L), as every other network holds its time courses."""

    def forward(self, x: Tensor) -> Tensor:
        return x.permute(2, 0, 1)


class StateSpaceNet(nn.Module):
    """
    A strided stem, state-space blocks, then mean and maximum over time.

    (B, n_leads, L) -> (D, L / 2, B) -> (B, 2 * D)

    Time courses of one channel lie side by side in memory from stem to end, so that
    every product is one call and nothing is copied to turn axes.
    """

    def __init__(self, n_leads: int, channels: int, *, blocks: int) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv1d(n_leads, channels, 7, 2, 3, bias=False),
            nn.BatchNorm1d(channels),
            nn.GELU(),
        )
        last = max(1, blocks - 1)
        self.stages = nn.Sequential(
            *(StateSpaceBlock(channels, DROPPED * n / last) for n in range(blocks)),
            _CropsFirst(),
        )
        self.n_features = 2 * channels

    def forward(self, x: Tensor) -> Tensor:
        """Encode a batch of scaled crops."""
        h = self.stages(self.stem(x).permute(1, 2, 0).contiguous())
        return torch.cat([h.mean(-1), h.amax(-1)], dim=1)
