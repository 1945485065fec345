"""Local linearity: nothing for a linear model, the textbook value otherwise."""

import pytest
import torch

from ecgkt.models.imn import Course, Imn, ImnConfig
from ecgkt.training.losses.local_linearity import local_linearity, towards_nearest


@pytest.fixture
def crops():
    torch.manual_seed(0)
    return torch.randn(6, 8, 64)


@pytest.fixture
def net():
    torch.manual_seed(0)
    return Imn(ImnConfig(channels=(8, 12), n_features=4)).eval()


def test_crops_move_towards_their_nearest_neighbour():
    crops = torch.tensor([0.0, 1.0, 10.0]).reshape(3, 1, 1)
    moved = towards_nearest(crops, torch.Generator().manual_seed(0)).flatten()
    assert 0 <= moved[0] <= 1
    assert 0 <= moved[1] <= 1
    assert 1 <= moved[2] <= 10
    assert not torch.equal(moved, crops.flatten())


def test_unmoved_crops_cost_nothing(net, crops):
    assert local_linearity(net, net.course(crops), crops).item() < 1e-6


def test_moved_crops_cost_the_difference_of_two_passes(net, crops):
    with torch.no_grad():
        course, moved = net.course(crops), crops.flip(0)
        weights = net.weights(course.features, list(range(71)))
        linear = (weights * (moved / net.config.typical_mv)[:, None]).sum((2, 3))
        expected = (net(moved) - linear - net.bias).abs().mean()
        found = local_linearity(net, course, moved)
    assert float(found) == pytest.approx(float(expected), rel=1e-4)
    assert float(found) > 0


def test_frozen_maps_cost_nothing(net, crops, monkeypatch):
    fixed = torch.randn(1, 4, 64)

    def course(x):
        return Course(x / net.config.typical_mv, fixed.expand(len(x), -1, -1))

    monkeypatch.setattr(net, "course", course)
    assert local_linearity(net, net.course(crops), crops.flip(0)).item() < 1e-5
