"""Multi-positive InfoNCE against loops."""

import math

import numpy as np
import pytest
import torch

from ecgkt.training.losses.infonce import infonce

LOG_TEMPERATURE = torch.tensor(math.log(0.07))


def pair(n=6, d=4, seed=0):
    rng = torch.Generator().manual_seed(seed)
    return torch.randn(n, d, generator=rng), torch.randn(n, d, generator=rng)


def one_way(a, b, groups, temperature):
    total = 0.0
    for i in range(len(a)):
        scores = [
            float(a[i] @ b[j] / np.linalg.norm(a[i]) / np.linalg.norm(b[j]))
            / temperature
            for j in range(len(b))
        ]
        logarithm = math.log(sum(math.exp(score) for score in scores))
        partners = [j for j in range(len(b)) if groups[j] == groups[i]]
        total -= sum(scores[j] - logarithm for j in partners) / len(partners)
    return total / len(a)


@pytest.mark.parametrize("groups", [[0, 1, 2, 3, 4, 5], [0, 0, 1, 1, 1, 2]])
def test_equals_loops(groups):
    a, b = pair()
    sides = a.double().numpy(), b.double().numpy()
    expected = (
        one_way(*sides, groups, 0.07) + one_way(sides[1], sides[0], groups, 0.07)
    ) / 2
    found = infonce(a, b, torch.tensor(groups), LOG_TEMPERATURE).item()
    assert found == pytest.approx(expected, rel=1e-4)


def test_sides_can_be_exchanged():
    a, b = pair()
    groups = torch.tensor([0, 0, 1, 2, 3, 3])
    forth = infonce(a, b, groups, LOG_TEMPERATURE).item()
    assert forth == pytest.approx(infonce(b, a, groups, LOG_TEMPERATURE).item())


def test_right_pairs_cost_less_than_wrong_ones():
    a, _ = pair(16, 8)
    groups = torch.arange(16)
    right = infonce(a, a, groups, LOG_TEMPERATURE)
    assert right < infonce(a, a.roll(1, 0), groups, LOG_TEMPERATURE)


def test_temperature_can_be_learnt():
    a, b = pair()
    temperature = LOG_TEMPERATURE.clone().requires_grad_()
    infonce(a, b, torch.arange(6), temperature).backward()
    assert temperature.grad is not None
    assert temperature.grad != 0


def test_unequal_shapes_are_refused():
    with pytest.raises(ValueError, match="two \\(n, D\\) tensors"):
        infonce(torch.zeros(6, 4), torch.zeros(6, 3), torch.arange(6), LOG_TEMPERATURE)
    with pytest.raises(ValueError, match="expected \\(6,\\) groups"):
        infonce(torch.zeros(6, 4), torch.zeros(6, 4), torch.arange(5), LOG_TEMPERATURE)
