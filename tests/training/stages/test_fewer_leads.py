"""Stages "fewer-leads" and "lost-leads" on a small store of noise."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgkt.dataset.store import open_store
from ecgkt.errors import CheckpointError
from ecgkt.models.masked import LeadFiller, MaskedClassifier, regress
from ecgkt.preprocess.model_input import keep_leads
from ecgkt.training.loop.finished_run import load_run
from ecgkt.training.recipes.fewer_leads import FEWER_LEADS, LOST_LEADS
from ecgkt.training.recipes.recipes import Recipe
from ecgkt.training.stages.fewer_leads import (
    FillTask,
    ScoreTask,
    train_fewer_leads,
    train_lost_leads,
)
from tests.builders.fewer_leads import TINY

RECIPE = Recipe(epochs=2, batch_size=16, judge_every=2, precision="float32", threads=1)
SCORES = replace(FEWER_LEADS, model=TINY, recipe=RECIPE)
FILLS = replace(LOST_LEADS, model=TINY, recipe=RECIPE)


@pytest.fixture(scope="module")
def data(small_store):
    return open_store(small_store)


@pytest.fixture(scope="module")
def fills(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lost") / "run"
    train_lost_leads(data, folder, settings=FILLS)
    return folder


def test_run_says_what_was_masked_and_where_it_started(data, fills, tmp_path):
    out = tmp_path / "run"
    result = train_fewer_leads(data, out, settings=SCORES, init=fills)
    assert result.is_finished
    config = load_run(out).config
    assert config["stage"] == "fewer-leads"
    assert config["masking"] == SCORES.masking.to_dict()
    assert config["init"] == load_run(fills).sha256


def test_encoder_begins_with_the_weights_of_the_run_before(data, fills, tmp_path):
    still = replace(SCORES, recipe=replace(RECIPE, learning_rate=1e-12, epochs=1))
    train_fewer_leads(data, tmp_path / "run", settings=still, init=fills)
    found, before = load_run(tmp_path / "run").tensors, load_run(fills).tensors
    name = "encoder.body.stem.0.weight"
    torch.testing.assert_close(found[name], before[name], atol=1e-6, rtol=0)


def test_run_of_another_shape_is_refused(data, fills, tmp_path):
    other = replace(SCORES, model=replace(TINY, channels=(4, 8)))
    with pytest.raises(CheckpointError, match="same channels"):
        train_fewer_leads(data, tmp_path / "run", settings=other, init=fills)


def test_second_moments_are_those_of_the_training_split(data, fills):
    task = FillTask(data, FILLS)
    signals = np.concatenate([*task.prepared.chunks(task.rows)])
    expected = np.einsum("nit,njt->ij", signals, signals) / (
        signals.shape[0] * signals.shape[2]
    )
    kept = load_run(fills).tensors["second_moments"].numpy()
    np.testing.assert_allclose(kept, expected, rtol=1e-3, atol=1e-5)


def test_only_what_was_taken_away_counts(data):
    task = FillTask(data, replace(FILLS, masking=replace(FILLS.masking, lost_leads=0)))
    model = LeadFiller(TINY).eval()
    crops = task.crops(np.arange(4), torch.Generator().manual_seed(0))
    masked = torch.from_numpy(keep_leads(crops.numpy(), ("I", "II")))
    with torch.no_grad():
        made = model(masked)
        missed = task._missed(model, crops, masked)
        moved = crops.clone()
        moved[:, :2] += 1  # what was there is not judged
        again = task._missed(model, moved, masked)
    assert made.shape == crops.shape
    assert missed == pytest.approx(float(again))
    assert missed > 0
    assert (
        float((regress(masked, model.second_moments)[:, :2] - crops[:, :2]).abs().max())
        == 0
    )


def test_labels_reach_the_scores(data):
    task, model = ScoreTask(data, SCORES), MaskedClassifier(TINY)
    loss = task.loss(model, np.arange(8), torch.Generator().manual_seed(0))
    loss.backward()
    assert model.head.weight.grad.abs().sum() > 0
    assert {"I", "I, II", "all but V3"} == set(task.validate(model).details)
