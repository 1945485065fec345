"""The last layer fitted anew."""

import numpy as np
import pytest
import torch

from ecgkt.config import InputConfig, ModelConfig
from ecgkt.models.build import build_model
from ecgkt.models.predict import predict_logits
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.loop.tuning_score import macro_auroc
from ecgkt.training.stages.refit_heads import change_heads, refit_heads

CONFIG = ModelConfig(
    n_outputs=2,
    kernels=(5, 9),
    channels=((4,), (6,)),
    blocks=1,
    dropout=0.5,
)


@pytest.fixture
def model():
    torch.manual_seed(0)
    return build_model(CONFIG).eval()


def data(n=400):
    """Embeddings of which both branches hold half of what statement 0 needs."""
    rng = np.random.default_rng(0)
    seen = rng.normal(3, [[2] * 8 + [0.1] * 12], (n, 20)).astype(np.float32)
    truth = (seen[:, 0] - 3) / 2 + (seen[:, 8] - 3) / 0.1 > 0
    return seen, np.stack([truth, np.zeros(n)], axis=1).astype(np.uint8)


def logits(model, seen):
    with torch.no_grad():
        return model.head_logits(torch.from_numpy(seen)).mean(0).numpy()


def test_what_both_branches_see_is_learned(model):
    seen, labels = data()
    change_heads(model, seen, labels, 0.001)
    found = logits(model, seen)
    assert macro_auroc(labels[:, :1], found[:, :1]) > 0.995
    assert ((found[:, 0] > 0) == labels[:, 0]).mean() > 0.97
    # A statement that nobody has is thought rarer than before, and stays finite.
    assert np.isfinite(found[:, 1]).all()
    assert found[:, 1].mean() < -2


def test_high_penalty_changes_only_the_level(model):
    seen, labels = data()
    before = logits(model, seen)
    change_heads(model, seen, labels, 100.0)
    after = logits(model, seen)
    shift = after - before
    assert shift.std(0).max() < 0.02
    rate = 1 / (1 + np.exp(-after[:, 0]))
    assert rate.mean() == pytest.approx(labels[:, 0].mean(), abs=0.01)


def test_training_split_of_a_store_is_learned_through_its_crops(store, settings):
    torch.manual_seed(0)
    model = build_model(settings.model)
    model.eval()
    config = InputConfig()
    rows = store.split("train")
    refit_heads(model, store, config, penalty=0.001)
    assert not model.training
    whole = PreparedSignals(store, config).whole(rows)
    found = predict_logits(model, whole, config)
    assert macro_auroc(store.labels[rows][:, :2], found[:, :2]) > 0.95
