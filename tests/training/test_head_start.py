"""Heads that begin as a regression rank as well as the regression does."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgkt.config import ModelConfig
from ecgkt.models.build import build_model
from ecgkt.training.diagnose import train_diagnose
from ecgkt.training.head_start import best_ridge, start_heads
from ecgkt.training.tuning_score import macro_auroc


@pytest.fixture
def problem():
    rng = np.random.default_rng(0)
    inputs = (5 + 3 * rng.normal(size=(600, 40))).astype(np.float32)
    truth = inputs @ rng.normal(size=(40, 3)) + 4 * rng.normal(size=(600, 3))
    labels = (truth > np.quantile(truth, 0.8, axis=0)).astype(np.float32)
    return (inputs[:300], labels[:300]), (inputs[300:], labels[300:])


def test_regression_ranks_unseen_cases_and_means_a_probability(problem):
    weight, bias = best_ridge(*problem)
    inputs, labels = problem[1]
    logits = inputs @ weight.T + bias
    assert macro_auroc(labels, logits.astype(np.float32)) > 0.9
    shares = (1 / (1 + np.exp(-logits))).mean(0)
    assert np.abs(shares - labels.mean(0)).max() < 0.15


def test_label_without_positives_stays_finite(problem):
    (inputs, labels), tuning = problem
    weight, bias = best_ridge((inputs, 0 * labels), tuning)
    assert np.isfinite(weight).all()
    assert (bias < -4).all()


def test_every_branch_gets_its_own_regression(problem):
    torch.manual_seed(0)
    config = ModelConfig(kernels=(5, 9), channels=((8, 12), (4, 8)), blocks=1)
    model = build_model(replace(config, n_outputs=3)).eval()
    start_heads(model, *problem)
    inputs, labels = problem[1]
    parts = torch.from_numpy(inputs).split(model.encoder.widths, dim=1)
    for head, part in zip(model.heads, parts, strict=True):
        logits = head(part).detach().numpy()
        assert macro_auroc(labels, logits) > 0.6


def test_another_width_is_refused(problem):
    model = build_model(ModelConfig(kernels=(5,), channels=((8,),), n_outputs=3))
    with pytest.raises(ValueError, match="width 16"):
        start_heads(model, *problem)


def test_run_is_judged_before_its_first_step(store, settings, tmp_path):
    recipe = replace(settings.recipe, epochs=1, judge_start=True, keep_best=True)
    begun = replace(settings, recipe=recipe, head_start=True)
    train_diagnose(store, tmp_path / "run", settings=begun)
    log = (tmp_path / "run" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in log]
    assert [entry["step"] for entry in entries] == [0, 4]
    assert "loss" not in entries[0]
