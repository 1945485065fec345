"""The network of exact sums: shape, exactness, independence, gradients, leads."""

import pytest
import torch

from ecgkt.models.imn import Imn, ImnConfig

TINY = ImnConfig(channels=(8, 12, 16), n_features=6, n_outputs=5, dropout=0.0)


@pytest.fixture
def net():
    torch.manual_seed(0)
    return Imn(TINY).eval()


@pytest.fixture
def crops():
    torch.manual_seed(1)
    return 0.3 * torch.randn(3, 8, 250)


def test_one_logit_per_statement(net, crops):
    assert net(crops).shape == (3, 5)
    assert net(crops[..., :101]).shape == (3, 5)


def test_drawn_weights_times_signal_are_the_logits(net, crops):
    with torch.no_grad():
        net.bias.normal_()
        course = net.course(crops)
        drawn = net.weights(course.features, list(range(5)))
        assert drawn.shape == (3, 5, 8, 250)
        sums = (drawn.double() * course.scaled[:, None].double()).sum((2, 3))
        assert torch.allclose(sums + net.bias.double(), net(crops).double(), atol=1e-4)


def test_course_shows_the_signal_itself(net, crops):
    scaled = net.course(crops).scaled
    assert torch.allclose(scaled * TINY.typical_mv, crops)


def test_recordings_do_not_hear_each_other(net, crops):
    changed = crops.clone()
    changed[1] = 0
    assert torch.allclose(net(crops)[0], net(changed)[0], atol=1e-6)


def test_order_of_leads_matters(net, crops):
    assert not torch.allclose(net(crops), net(crops.flip(1)), atol=1e-4)


def test_silence_leaves_the_bias(net):
    with torch.no_grad():
        net.bias.normal_()
        assert torch.equal(net(torch.zeros(1, 8, 250))[0], net.bias)


def test_amplitude_enters_once_not_squared(net):
    with torch.no_grad():
        small, large = (net.course(a * torch.ones(1, 8, 64)) for a in (1.0, 100.0))
        weights = [one.features.square().mean().sqrt() for one in (small, large)]
    # BatchNorm in eval mode lets features grow with the signal; W may not.
    assert float(weights[1]) < 10 * float(weights[0])


def test_every_parameter_gets_a_gradient(net, crops):
    net.train()(crops).square().mean().backward()
    for name, parameter in net.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().max() > 0, name


def test_wrong_shapes_of_the_network_are_mistakes():
    with pytest.raises(ValueError, match="two stages"):
        ImnConfig(channels=(8,))
    with pytest.raises(ValueError, match="odd kernel"):
        ImnConfig(kernel=4)
