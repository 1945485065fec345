"""State-space layers: the product is the convolution, and time means something."""

import math

import torch

from ecgkt.config import ModelConfig
from ecgkt.models.build import build_model
from ecgkt.models.state_space import FEW, N_MODES, StateSpaceConv, StateSpaceNet


def test_product_is_the_convolution_with_the_stated_kernel():
    torch.manual_seed(0)
    layer = StateSpaceConv(3)
    x = torch.randn(3, 20, 2)
    drawn = layer(x)
    poles = torch.complex(
        -layer.log_damping.exp(), math.pi * torch.arange(N_MODES).expand(3, N_MODES)
    )
    step = layer.log_step.exp()
    held = (torch.exp(step * poles) - 1) / poles

    def weight(mixing, distance):
        mixed = torch.view_as_complex(mixing) * held
        return 2 * (mixed * torch.exp(distance * step * poles)).real.sum(1)

    for i in range(20):
        expected = layer.direct[:, None] * x[:, i]
        for j in range(20):
            far = (
                weight(layer.ahead, i - j)
                if j <= i
                else weight(layer.behind, j - i - 1)
            )
            expected = expected + far[:, None] * x[:, j]
        torch.testing.assert_close(drawn[:, i], expected, rtol=1e-4, atol=1e-5)


def test_every_weight_learns_and_rows_are_apart():
    torch.manual_seed(0)
    net = StateSpaceNet(8, 12, blocks=2)
    x = torch.randn(4, 8, 250)
    net(x).square().mean().backward()
    for name, value in net.named_parameters():
        assert value.grad is not None, name
        assert value.grad.abs().sum() > 0, name
    net.eval()
    torch.testing.assert_close(net(x)[:1], net(x[:1]), rtol=1e-4, atol=1e-5)
    assert net(x).shape == (4, 24)


def test_order_of_samples_matters():
    torch.manual_seed(0)
    net = StateSpaceNet(8, 12, blocks=2).eval()
    x = torch.randn(2, 8, 250)
    assert not torch.allclose(net(x), net(x.flip(2)), atol=1e-3)


def test_mixed_network_is_the_mean_of_both_kinds():
    torch.manual_seed(0)
    config = ModelConfig(
        kernels=(5,),
        channels=((8, 16),),
        blocks=1,
        state_channels=(12,),
        state_blocks=1,
    )
    model = build_model(config).eval()
    x = torch.randn(2, 8, 250)
    assert model.encoder.widths == [32, 24]
    torch.testing.assert_close(model(x), model.branch_logits(x).mean(0))


def test_few_crops_are_convolved_as_many_are():
    torch.manual_seed(0)
    layer = StateSpaceConv(5)
    x = torch.randn(5, 125, FEW)
    torch.testing.assert_close(layer(x)[:, :, :3], layer(x[:, :, :3]))
    x.requires_grad_(True)
    many = torch.autograd.grad(layer(x)[:, :, 0].sum(), x)[0][:, :, :3]
    few = torch.autograd.grad(layer(x[:, :, :3])[:, :, 0].sum(), x)[0][:, :, :3]
    torch.testing.assert_close(many, few)


def test_kernel_drawn_once_follows_the_weights():
    torch.manual_seed(0)
    layer, x = StateSpaceConv(5), torch.randn(5, 125, 2)
    learning = layer(x)
    with torch.inference_mode():
        torch.testing.assert_close(layer(x), learning)
        drawn = layer._drawn[1]
        assert layer(x) is not None
        assert layer._drawn[1] is drawn
    layer.requires_grad_(False)
    y = x.clone().requires_grad_(True)
    assert torch.autograd.grad(layer(y).sum(), y)[0].abs().sum() > 0
    layer.ahead.mul_(2)
    assert not torch.allclose(layer(x), learning)
    fresh = StateSpaceConv(5)
    layer.load_state_dict(fresh.state_dict())
    torch.testing.assert_close(layer(x), fresh(x))
