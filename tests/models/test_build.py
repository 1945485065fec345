"""Networks: shapes, independence of rows, gradients, lead order."""

import numpy as np
import pytest
import torch

from ecgkt.config import InputConfig, ModelConfig
from ecgkt.models.build import build_model
from ecgkt.models.predict import crop_starts, predict_logits

SMALL = {
    "resnet_channels": (8, 16),
    "resnet_blocks": 1,
    "state_space_width": 16,
    "state_space_layers": 2,
    "state_space_order": 4,
}
BRANCHES = [("resnet",), ("state_space",), ("resnet", "state_space")]


def small_model(branches):
    torch.manual_seed(0)
    return build_model(ModelConfig(branches=branches, **SMALL))


def crops(n=3, seed=0):
    return torch.randn(n, 8, 250, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("branches", BRANCHES)
def test_one_logit_per_statement(branches):
    assert small_model(branches)(crops()).shape == (3, 71)


@pytest.mark.parametrize("branches", BRANCHES)
def test_row_ignores_other_rows(branches):
    model = small_model(branches).eval()
    x = crops()
    other = torch.cat([x[:1], crops(2, seed=1)])
    torch.testing.assert_close(model(x)[0], model(other)[0])


@pytest.mark.parametrize("branches", BRANCHES)
def test_every_parameter_gets_a_gradient(branches):
    model = small_model(branches)
    model.branch_logits(crops(8)).square().mean().backward()
    for name, value in model.named_parameters():
        assert value.grad is not None, name
        assert value.grad.abs().sum() > 0, name


@pytest.mark.parametrize("branches", BRANCHES)
def test_lead_order_matters(branches):
    model = small_model(branches).eval()
    x = crops()
    assert not torch.allclose(model(x), model(x.flip(1)))


def test_logits_are_the_mean_of_the_branches():
    model = small_model(("resnet", "state_space")).eval()
    torch.testing.assert_close(model(crops()), model.branch_logits(crops()).mean(0))


def test_unknown_branch_is_refused():
    with pytest.raises(ValueError, match="branches are resnet and state_space"):
        ModelConfig(branches=("transformer",))


def test_crops_cover_the_recording():
    config = InputConfig()
    starts = crop_starts(config)
    assert starts[0] == 0
    assert starts[-1] + config.crop_samples == config.n_samples
    assert len(starts) == 7


def test_prediction_does_not_depend_on_the_batch():
    model = small_model(("resnet", "state_space"))
    signals = np.random.default_rng(0).normal(size=(5, 8, 1000)).astype(np.float32)
    together = predict_logits(model, signals, InputConfig())
    alone = predict_logits(model, signals, InputConfig(), batch_size=1)
    np.testing.assert_allclose(together, alone, atol=1e-5)
    assert model.training


def test_signal_of_another_length_is_refused():
    with pytest.raises(ValueError, match="expected signals"):
        predict_logits(
            small_model(("resnet",)), np.zeros((1, 8, 999), np.float32), InputConfig()
        )
