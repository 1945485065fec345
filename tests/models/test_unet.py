"""The delineator's network: shape, independence, gradients, leads."""

import pytest
import torch

from ecgkt.models.unet import DelineatorConfig, WaveUNet

TINY = DelineatorConfig(channels=(4, 6, 8), kernel=5)


@pytest.fixture
def net():
    torch.manual_seed(0)
    return WaveUNet(TINY).eval()


def names(n_records, n_leads):
    return torch.arange(n_leads).expand(n_records, n_leads)


def test_one_mask_per_wave_lead_and_sample(net):
    assert net(torch.randn(2, 5, 64), names(2, 5)).shape == (2, 5, 3, 64)
    assert net(torch.randn(1, 1, 128), names(1, 1)).shape == (1, 1, 3, 128)


def test_recordings_do_not_hear_each_other_but_leads_do(net):
    signals = torch.randn(2, 4, 64)
    changed = signals.clone()
    changed[1] = 0
    assert torch.equal(net(signals, names(2, 4))[0], net(changed, names(2, 4))[0])
    changed = signals.clone()
    changed[0, 3] = 0
    assert not torch.allclose(
        net(signals, names(2, 4))[0, 0], net(changed, names(2, 4))[0, 0]
    )


def test_order_of_leads_orders_the_masks(net):
    signals = torch.randn(1, 4, 64)
    order = names(1, 4)
    turned = net(signals.flip(1), order.flip(1)).flip(1)
    assert torch.allclose(net(signals, order), turned, atol=1e-5)


def test_a_lead_knows_its_name(net):
    for exchange in net.exchange:
        torch.nn.init.normal_(exchange.name.weight)
    signals = torch.randn(1, 2, 64)
    first, second = torch.tensor([[0, 1]]), torch.tensor([[0, 7]])
    assert not torch.allclose(net(signals, first)[0, 1], net(signals, second)[0, 1])


def test_every_parameter_gets_a_gradient(net):
    net.train()(torch.randn(2, 3, 64), names(2, 3)).square().mean().backward()
    for name, parameter in net.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().max() > 0, name


def test_odd_lengths_and_flat_networks_are_mistakes(net):
    with pytest.raises(ValueError, match="multiple of 4"):
        net(torch.randn(1, 1, 63), names(1, 1))
    with pytest.raises(ValueError, match="two levels"):
        DelineatorConfig(channels=(8,))
    with pytest.raises(ValueError, match="odd kernel"):
        DelineatorConfig(kernel=4)
