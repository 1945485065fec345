"""Networks that know which leads are missing: what is missing cannot speak."""

import numpy as np
import pytest
import torch

from ecgkt.config import InputConfig
from ecgkt.models.masked import LeadFiller, MaskedClassifier, MaskedConfig, regress
from ecgkt.models.predict import predict_logits
from ecgkt.preprocess.model_input import keep_leads
from ecgkt.vocab.leads import INDEPENDENT_LEADS
from tests.builders.fewer_leads import tiny_fewer_leads

TINY = MaskedConfig(channels=(8, 12), up_channels=(8, 8), blocks=1)
WITHOUT_V3 = ("I", "II", "V1", "V2", "V4", "V5", "V6")


def made(kind):
    torch.manual_seed(0)
    model = kind(TINY)
    with torch.no_grad():
        for value in model.parameters():
            value.add_(0.05 * torch.randn_like(value))
    return model.eval()


def signals(seed=3):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 0.3, (4, 8, 1000)).astype(np.float32)


@pytest.mark.parametrize("kind", [MaskedClassifier, LeadFiller])
@pytest.mark.parametrize("leads", [("I",), ("I", "II"), WITHOUT_V3])
def test_values_of_missing_leads_change_nothing_at_all(kind, leads):
    model, one, other = made(kind), signals(), signals(seed=4)
    is_kept = ~np.isnan(keep_leads(one, leads))
    other[is_kept] = one[is_kept]
    with torch.inference_mode():
        found, again = (
            model(torch.from_numpy(keep_leads(each, leads))) for each in (one, other)
        )
    assert not (one == other).all()
    assert torch.equal(found, again)
    assert found.isfinite().all()


def test_scores_without_v3_are_the_same_whatever_v3_held():
    model, config = made(MaskedClassifier), InputConfig()
    one, other = signals(), signals()
    other[:, 4] = 5 * np.sin(np.arange(1000, dtype=np.float32))
    first, second = (
        predict_logits(model, keep_leads(each, WITHOUT_V3), config)
        for each in (one, other)
    )
    assert np.array_equal(first, second)


def test_a_missing_lead_is_not_a_silent_one():
    model, one = made(MaskedClassifier), signals()
    silent = one.copy()
    silent[:, 4] = 0
    missing = keep_leads(one, WITHOUT_V3)
    first, second = (
        predict_logits(model, each, InputConfig()) for each in (silent, missing)
    )
    assert np.abs(first - second).max() > 1e-3


def test_leads_that_are_there_are_heard():
    model, one, other = made(MaskedClassifier), signals(), signals(seed=4)
    first, second = (
        predict_logits(model, keep_leads(each, ("I",)), InputConfig())
        for each in (one, other)
    )
    assert np.abs(first - second).max() > 1e-3


@pytest.mark.parametrize("length", [250, 1000, 997])
def test_every_length_is_filled(length):
    filled = made(LeadFiller)(torch.zeros(2, 8, length))
    assert filled.shape == (2, 8, length)


def test_the_filler_begins_as_the_regression():
    model = LeadFiller(TINY).eval()
    rng = np.random.default_rng(1)
    mixing = rng.normal(size=(8, 8))
    model.second_moments.copy_(torch.from_numpy(mixing @ mixing.T).float())
    x = torch.from_numpy(keep_leads(signals(), ("I", "II")))
    model.head.bias.data.zero_()
    torch.testing.assert_close(model(x), regress(x, model.second_moments))


def test_regression_is_least_squares_on_the_leads_that_are_there():
    rng = np.random.default_rng(2)
    mixing = rng.normal(size=(8, 8))
    data = (mixing @ rng.normal(size=(8, 4000))).astype(np.float32)
    moments = torch.from_numpy(data @ data.T / data.shape[1])
    found = regress(
        torch.from_numpy(keep_leads(data, ("I", "II", "V4")))[None], moments
    )
    seen = data[[0, 1, 5]]
    weights, *_ = np.linalg.lstsq(seen.T, data.T, rcond=None)
    np.testing.assert_allclose(found[0].numpy(), (seen.T @ weights).T, atol=2e-3)


def test_a_way_up_of_another_number_of_steps_is_refused():
    with pytest.raises(ValueError, match="as many steps up"):
        MaskedConfig(channels=(8, 8), up_channels=(8,))


@pytest.mark.parametrize(
    ("lost", "is_regressed"), [(("V2",), True), (("V2", "V3"), False)]
)
def test_regression_stands_where_it_was_chosen(lost, is_regressed):
    fewer = tiny_fewer_leads()
    with torch.no_grad():
        fewer.filler.head.bias.fill_(1.0)
    leads = [lead for lead in INDEPENDENT_LEADS if lead not in lost]
    seen = keep_leads(signals(), leads)
    expected = regress(torch.from_numpy(seen), fewer.filler.second_moments)[:, 3]
    found = fewer.estimate(seen)[:, 3]
    assert np.allclose(found, expected.numpy(), atol=1e-4) == is_regressed
