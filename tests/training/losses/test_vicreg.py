"""VICReg against loops over rows and columns."""

import math

import pytest
import torch

from ecgkt.training.losses.vicreg import vicreg


def pair(n=6, d=4, seed=0):
    rng = torch.Generator().manual_seed(seed)
    return torch.randn(n, d, generator=rng), 0.3 * torch.randn(n, d, generator=rng)


def reference(a, b):
    n, d = a.shape
    distance = sum((a[i][j] - b[i][j]) ** 2 for i in range(n) for j in range(d))
    total = 25 * distance / (n * d)
    for z in (a, b):
        means = [sum(z[i][j] for i in range(n)) / n for j in range(d)]

        def covariance(j, k, z=z, means=means):
            products = [(z[i][j] - means[j]) * (z[i][k] - means[k]) for i in range(n)]
            return sum(products) / (n - 1)

        hinge = [max(0.0, 1 - math.sqrt(covariance(j, j) + 1e-4)) for j in range(d)]
        total += 25 * sum(hinge) / d / 2
        total += sum(
            covariance(j, k) ** 2 / d for j in range(d) for k in range(d) if j != k
        )
    return float(total)


def test_equals_loops():
    a, b = pair()
    expected = reference(a.double().numpy(), b.double().numpy())
    assert vicreg(a, b).item() == pytest.approx(expected, rel=1e-5)


def test_sides_can_be_exchanged():
    a, b = pair()
    assert vicreg(a, b).item() == pytest.approx(vicreg(b, a).item())


def test_collapse_costs_what_was_measured_and_spread_costs_little():
    rng = torch.Generator().manual_seed(0)
    z = torch.randn(512, 16, generator=rng)
    assert vicreg(torch.ones(64, 16), torch.ones(64, 16)).item() == pytest.approx(24.75)
    assert vicreg(z, z).item() < 1.6


@pytest.mark.parametrize("b", [torch.zeros(6, 3), torch.zeros(5, 4), torch.zeros(6)])
def test_unequal_shapes_are_refused(b):
    with pytest.raises(ValueError, match="two \\(n, D\\) tensors"):
        vicreg(torch.zeros(6, 4), b)


def test_single_row_is_refused():
    with pytest.raises(ValueError, match="at least 2"):
        vicreg(torch.zeros(1, 4), torch.zeros(1, 4))
