"""The Toeplitz convolution against a plain double loop, value and gradient."""

import pytest
import torch

from ecgkt.models.state_space import StateSpaceKernel, Toeplitz


def plain(kernel, n_samples):
    rows = [
        torch.stack([kernel[:, t - s + n_samples - 1] for t in range(n_samples)], dim=1)
        for s in range(n_samples)
    ]
    return torch.stack(rows, dim=1)


@pytest.mark.parametrize("n_samples", [1, 2, 7])
def test_toeplitz_equals_the_plain_form(n_samples):
    kernel = torch.randn(
        3, 2 * n_samples - 1, generator=torch.Generator().manual_seed(0)
    )
    torch.testing.assert_close(Toeplitz.apply(kernel), plain(kernel, n_samples))


def test_toeplitz_gradient_equals_that_of_the_plain_form():
    generator = torch.Generator().manual_seed(1)
    kernel = torch.randn(3, 9, generator=generator, dtype=torch.float64)
    weight = torch.randn(3, 5, 5, generator=generator, dtype=torch.float64)
    ours, other = kernel.clone().requires_grad_(), kernel.clone().requires_grad_()
    (Toeplitz.apply(ours) * weight).sum().backward()
    (plain(other, 5) * weight).sum().backward()
    torch.testing.assert_close(ours.grad, other.grad)


def test_kernel_equals_the_recurrence_it_stands_for():
    torch.manual_seed(0)
    layer = StateSpaceKernel(width=2, order=3)
    pole = torch.complex(-layer.log_decay.exp(), layer.frequency)
    step = layer.log_step.exp()[:, None]
    a = torch.exp(pole * step)
    b = (a - 1) / pole
    c = torch.view_as_complex(layer.output)
    state, response = torch.zeros_like(a), []
    for time in range(4):
        state = a * state + (b if time == 0 else 0)
        response.append(2 * (c * state).sum(1).real)
    forward, backward = torch.stack(response, dim=1).chunk(2)
    kernel = layer(4)
    torch.testing.assert_close(kernel[:, 4:], forward[:, 1:])
    torch.testing.assert_close(kernel[:, :3], backward[:, 1:].flip(1))
    torch.testing.assert_close(kernel[:, 3], forward[:, 0] + backward[:, 0])
