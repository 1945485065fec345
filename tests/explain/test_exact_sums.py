"""Exact parts: complete, of their own input, without trace in the model."""

import numpy as np
import pytest
import torch

from ecgkt.config import InputConfig
from ecgkt.explain.exact_sums import TOLERANCE, bias_share, exact_parts, net_share
from ecgkt.models.imn import Imn, ImnConfig
from ecgkt.models.predict import predict_logits

CONFIGS = (InputConfig(crop_stride=2.5), InputConfig(), InputConfig(crop=10.0))


@pytest.fixture
def net():
    torch.manual_seed(0)
    net = Imn(ImnConfig(channels=(8, 12, 16), n_features=6))
    with torch.no_grad():
        net.bias.normal_()
        net.mixture.normal_()
    return net


@pytest.fixture
def signal():
    return np.random.default_rng(0).normal(0, 0.4, (8, 1000)).astype(np.float32)


@pytest.mark.parametrize("config", CONFIGS)
def test_parts_sum_to_the_logit(net, signal, config):
    logits = predict_logits(net, signal[None], config)[0]
    for target in (0, 30, 70):
        parts = exact_parts(net, signal, target, config)
        assert parts.contributions.shape == (8, 1000)
        assert parts.logit == pytest.approx(float(logits[target]), abs=1e-6)
        rest = parts.contributions.sum() + parts.bias - parts.logit
        assert abs(rest) < TOLERANCE


def test_silent_samples_contribute_nothing(net, signal):
    signal[2, 300:400] = 0
    parts = exact_parts(net, signal, 3, CONFIGS[0])
    assert not parts.contributions[2, 300:400].any()
    assert parts.contributions[2, :300].any()


def test_other_statements_and_signals_have_other_parts(net, signal):
    first = exact_parts(net, signal, 3, CONFIGS[0]).contributions
    assert not np.allclose(first, exact_parts(net, signal, 4, CONFIGS[0])[0])
    assert not np.allclose(first, exact_parts(net, -signal, 3, CONFIGS[0])[0])


def test_model_is_left_as_it_was(net, signal):
    net.train()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    exact_parts(net, signal, 0, CONFIGS[0])
    assert net.training
    assert all(p.grad is None for p in net.parameters())
    for name, value in net.state_dict().items():
        assert torch.equal(value, before[name]), name


def test_sums_that_leave_a_rest_are_refused(net, signal, monkeypatch):
    drawn = net.weights
    monkeypatch.setattr(net, "weights", lambda *a: 1.01 * drawn(*a))
    with pytest.raises(ArithmeticError, match="not exact"):
        exact_parts(net, signal, 0, CONFIGS[0])


def test_shares_know_their_ends():
    assert net_share(np.array([[2.0, 3.0]])) == 1
    assert net_share(np.array([[2.0, -2.0]])) == 0
    assert net_share(np.zeros((2, 2))) == 0
    assert bias_share(0.0, -2.0) == 1
    assert bias_share(3.0, 0.0) == 0
    assert bias_share(0.0, 0.0) == 1
