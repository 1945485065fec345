"""Networks: shapes, independence of rows, gradients, lead order."""

import json

import numpy as np
import pytest
import torch

from ecgkt.config import InputConfig, ModelConfig
from ecgkt.models.build import build_model
from ecgkt.models.predict import crop_starts, predict_logits

ONE = {"kernels": (5,), "channels": ((16, 24),)}
TWO = {"kernels": (5, 9), "channels": ((16, 24), (8, 16))}


def small_model(sizes):
    torch.manual_seed(0)
    return build_model(ModelConfig(blocks=1, **sizes))


def crops(n=3, seed=0):
    return torch.randn(n, 8, 250, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("sizes", [ONE, TWO])
def test_one_logit_per_statement(sizes):
    assert small_model(sizes)(crops()).shape == (3, 71)


@pytest.mark.parametrize("sizes", [ONE, TWO])
def test_row_ignores_other_rows(sizes):
    model = small_model(sizes).eval()
    x = crops()
    other = torch.cat([x[:1], crops(2, seed=1)])
    torch.testing.assert_close(model(x)[0], model(other)[0])


@pytest.mark.parametrize("sizes", [ONE, TWO])
def test_every_parameter_gets_a_gradient(sizes):
    model = small_model(sizes)
    model.branch_logits(crops(8)).square().mean().backward()
    for name, value in model.named_parameters():
        assert value.grad is not None, name
        assert value.grad.abs().sum() > 0, name


@pytest.mark.parametrize("sizes", [ONE, TWO])
def test_lead_order_matters(sizes):
    model = small_model(sizes).eval()
    x = crops()
    assert not torch.allclose(model(x), model(x.flip(1)))


def test_logits_are_the_mean_of_the_branches():
    model = small_model(TWO).eval()
    torch.testing.assert_close(model(crops()), model.branch_logits(crops()).mean(0))


def test_branch_without_channels_is_refused():
    with pytest.raises(ValueError, match="each branch needs a kernel and channels"):
        ModelConfig(kernels=(5, 9), channels=((16, 24),))


def test_settings_survive_json():
    config = ModelConfig(**TWO)
    assert ModelConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


def test_crops_cover_the_recording():
    config = InputConfig()
    starts = crop_starts(config)
    assert starts[0] == 0
    assert starts[-1] + config.crop_samples == config.n_samples
    assert len(starts) == 7


def test_prediction_does_not_depend_on_the_batch():
    model = small_model(TWO)
    signals = np.random.default_rng(0).normal(size=(5, 8, 1000)).astype(np.float32)
    together = predict_logits(model, signals, InputConfig())
    alone = predict_logits(model, signals, InputConfig(), batch_size=1)
    np.testing.assert_allclose(together, alone, atol=1e-5)
    assert model.training


def test_signal_of_another_length_is_refused():
    with pytest.raises(ValueError, match="expected signals"):
        predict_logits(
            small_model(ONE), np.zeros((1, 8, 999), np.float32), InputConfig()
        )


def test_odds_of_what_a_moment_decides_are_averaged():
    model = small_model({**TWO, "brief": (1,)}).eval()
    logits = torch.zeros(4, 2, 71)
    logits[0, 0, :2] = 8.0
    pooled = model.pool(logits)
    assert pooled[0, 0] == 2.0
    odds = (np.exp(8.0) + 3) / 4
    assert pooled[0, 1] == pytest.approx(np.log(odds))
    assert (pooled[1] == 0).all()
    torch.testing.assert_close(small_model(TWO).pool(logits), logits.mean(0))


def test_place_without_an_output_is_refused():
    with pytest.raises(ValueError, match="brief \\[71\\] of 71 outputs"):
        small_model({**TWO, "brief": (71,)})


def test_whole_recording_is_pooled_as_the_model_says():
    brief = small_model({**TWO, "brief": (3, 5)}).eval()
    plain = small_model(TWO).eval()
    signals = torch.randn(2, 8, 1000).numpy()
    config = InputConfig()
    scores, means = (predict_logits(one, signals, config) for one in (brief, plain))
    others = [place for place in range(71) if place not in (3, 5)]
    np.testing.assert_array_equal(scores[:, others], means[:, others])
    assert (scores[:, [3, 5]] >= means[:, [3, 5]]).all()
    assert (scores[:, [3, 5]] > means[:, [3, 5]]).any()
