"""Heads that begin as a regression rank as well as the regression does."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.special import expit

from ecgkt.config import ModelConfig
from ecgkt.models.build import build_model
from ecgkt.training.distillation.probe_init import (
    best_ridge,
    fit_slopes,
    init_heads_from_probe,
)
from ecgkt.training.loop.tuning_score import macro_auroc
from ecgkt.training.stages.diagnose import train_diagnose


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
    assert np.abs(shares - labels.mean(0)).max() < 0.02


def test_label_without_positives_knows_the_share_alone(problem):
    (inputs, labels), tuning = problem
    weight, bias = best_ridge((inputs, 0 * labels), tuning)
    assert (weight == 0).all()
    np.testing.assert_allclose(expit(bias), tuning[1].mean(0), atol=0.01)


def test_every_branch_gets_its_own_regression(problem):
    torch.manual_seed(0)
    config = ModelConfig(kernels=(5, 9), channels=((8, 12), (4, 8)), blocks=1)
    model = build_model(replace(config, n_outputs=3)).eval()
    init_heads_from_probe(model, *problem)
    inputs, labels = problem[1]
    parts = torch.from_numpy(inputs).split(model.encoder.widths, dim=1)
    for head, part in zip(model.heads, parts, strict=True):
        logits = head(part).detach().numpy()
        assert macro_auroc(labels, logits) > 0.6


def test_another_width_is_refused(problem):
    model = build_model(ModelConfig(kernels=(5,), channels=((8,),), n_outputs=3))
    with pytest.raises(ValueError, match="width 16"):
        init_heads_from_probe(model, *problem)


def test_run_is_judged_before_its_first_step(store, settings, tmp_path):
    recipe = replace(settings.recipe, epochs=1, judge_start=True, keep_best=True)
    begun = replace(settings, recipe=recipe, head_start=True)
    train_diagnose(store, tmp_path / "run", settings=begun)
    log = (tmp_path / "run" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in log]
    assert [entry["step"] for entry in entries] == [0, 4]
    assert "loss" not in entries[0]


def test_scores_become_logits_whatever_their_scale(problem):
    inputs = problem[0][0]
    truth = 0.7 * (inputs[:, :3] - 5).astype(np.float64) - 1.5
    drawn = np.random.default_rng(1).random(truth.shape) < expit(truth)
    for scale in (0.01, 1.0, 300.0):
        slope, bias = fit_slopes(scale * truth + 4, drawn.astype(np.float32))
        np.testing.assert_allclose(slope * scale, 1, atol=0.35)
        np.testing.assert_allclose(slope * 4 + bias, 0, atol=0.45)


def test_perfectly_separated_scores_stay_finite(problem):
    scores = np.linspace(-900.0, 900.0, 200)[:, None]
    slope, bias = fit_slopes(scores, (scores > 0).astype(np.float32))
    assert 0 < slope[0] < 1
    assert np.isfinite(bias).all()


def test_useless_scores_keep_the_share(problem):
    labels = np.tile([1.0, 0, 0, 0], 50)[:, None].astype(np.float32)
    scores = np.random.default_rng(0).normal(size=(200, 1))
    slope, bias = fit_slopes(scores, labels)
    assert np.abs(expit(slope * scores + bias).mean() - 0.25) < 0.02
