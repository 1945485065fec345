"""SIGReg against an integral by loops, and the figures that were measured before."""

import math

import numpy as np
import pytest
import torch

from ecgkt.training.losses.sigreg import lejepa, random_directions, sigreg


def normal(n=128, d=64, seed=0):
    return torch.randn(n, d, generator=torch.Generator().manual_seed(seed))


def directions(d=64, m=64, seed=1):
    return random_directions(d, m, torch.Generator().manual_seed(seed))


def reference(z, axes):
    knots = np.linspace(0, 3, 17)
    total = 0.0
    for axis in axes.T:
        heights = []
        for t in knots:
            characteristic = sum(np.exp(1j * t * (row @ axis)) for row in z) / len(z)
            distance = abs(characteristic - math.exp(-(t**2) / 2)) ** 2
            heights.append(distance * math.exp(-(t**2) / 2))
        total += len(z) * 2 * np.trapezoid(heights, knots)
    return total / axes.shape[1]


def test_equals_loops():
    z, axes = normal(20, 5), directions(5, 3)
    expected = reference(z.double().numpy(), axes.double().numpy())
    assert sigreg(z, axes).item() == pytest.approx(expected, rel=1e-4)


def test_directions_have_length_one_and_repeat_for_equal_seeds():
    torch.testing.assert_close(directions().norm(dim=0), torch.ones(64))
    torch.testing.assert_close(directions(), directions(), rtol=0, atol=0)


def test_normal_is_near_one_and_collapse_and_spread_are_far():
    axes = directions()
    assert 0.5 < sigreg(normal(), axes) < 1.5
    assert sigreg(torch.zeros(128, 64), axes).item() == pytest.approx(51, abs=2)
    assert sigreg(3 * normal(), axes).item() == pytest.approx(67, abs=8)


def test_sides_can_be_exchanged():
    a, b = normal(), normal(seed=5)
    assert lejepa(a, b, directions()).item() == pytest.approx(
        lejepa(b, a, directions()).item()
    )


def test_loss_is_the_weighted_sum():
    a, b = normal(), normal(seed=5)
    axes = directions()
    both = (sigreg(a, axes) + sigreg(b, axes)) / 2
    expected = 0.9 * (a - b).square().mean() + 0.1 * both
    torch.testing.assert_close(lejepa(a, b, axes), expected)


def test_unequal_shapes_are_refused():
    with pytest.raises(ValueError, match="expected \\(n, D\\) and"):
        sigreg(normal(), directions(7))
    with pytest.raises(ValueError, match="two \\(n, D\\) tensors"):
        lejepa(normal(), normal(64), directions())
