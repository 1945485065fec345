"""Stage "exact" on a small store of noise with one planted statement."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import CheckpointError
from ecgkt.models.imn import ImnConfig
from ecgkt.models.predict import predict_logits
from ecgkt.training.distillation.model_teacher import ANSWERS, ask_teacher
from ecgkt.training.loop.finished_run import load_run
from ecgkt.training.loop.stage import RunLimits
from ecgkt.training.recipes.recipes import Augmentation, Recipe
from ecgkt.training.recipes.second_opinion import SECOND_OPINION, SecondOpinionSettings
from ecgkt.training.stages.second_opinion import SecondOpinionTask, train_second_opinion

QUICK = replace(
    SECOND_OPINION,
    model=ImnConfig(channels=(8, 12), n_features=6),
    recipe=Recipe(
        epochs=12,
        batch_size=16,
        learning_rate=1e-2,
        judge_every=12,
        ema_decay=0.9,
        precision="float32",
        threads=1,
    ),
    augmentation=Augmentation(mixup=0.0),
)
ALONE = replace(QUICK, teacher_weight=0.0)


def log_of(run):
    return [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]


def test_a_short_run_finds_what_was_planted(store, tmp_path):
    result = train_second_opinion(store, tmp_path / "run", settings=ALONE)
    assert result.is_finished
    assert result.score > 0.6
    config = load_run(tmp_path / "run").config
    assert (config["stage"], config["taught_by"]) == ("exact", None)


def test_stopped_run_goes_on_to_the_same_weights(store, tmp_path):
    straight, broken = tmp_path / "straight", tmp_path / "broken"
    train_second_opinion(store, straight, settings=ALONE)
    stopped = train_second_opinion(
        store, broken, settings=ALONE, limits=RunLimits(time_budget=0.0)
    )
    assert not stopped.is_finished
    train_second_opinion(store, broken, settings=ALONE, limits=RunLimits(resume=True))
    first, second = (load_run(run).tensors for run in (straight, broken))
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_bias_begins_at_the_share_of_the_labels(store, tmp_path):
    nothing = replace(ALONE, recipe=replace(ALONE.recipe, epochs=0))
    train_second_opinion(store, tmp_path / "run", settings=nothing)
    bias = load_run(tmp_path / "run").tensors["bias"]
    assert float(torch.sigmoid(bias[0])) == pytest.approx(0.5, abs=0.02)
    assert float(torch.sigmoid(bias[5])) == pytest.approx(1e-4, rel=0.1)


def test_teacher_is_mixed_into_the_targets(store, tiny_model, tmp_path):
    task = SecondOpinionTask(store, QUICK)
    before = task.targets.copy()
    answers = ask_teacher(
        load_bundle(tiny_model), task.prepared, task.rows, folder=tmp_path
    )
    assert answers.shape == before.shape
    assert ((answers >= 0) & (answers <= 1)).all()
    task.learn_from(answers)
    assert np.allclose(task.targets, 0.3 * before + 0.7 * answers)


def test_teacher_is_asked_for_the_rest_only(store, tiny_model, tmp_path, monkeypatch):
    monkeypatch.setattr("ecgkt.dataset.store_signals.CHUNK", 20)
    task, teacher = SecondOpinionTask(store, QUICK), load_bundle(tiny_model)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.mkdir()
    broken.mkdir()
    expected = ask_teacher(teacher, task.prepared, task.rows, folder=whole)
    asked = []

    def fail_at_third(model, signals, config):
        if len(asked) == 2:
            raise KeyboardInterrupt("power")
        asked.append(len(signals))
        return predict_logits(model, signals, config)

    monkeypatch.setattr(
        "ecgkt.training.distillation.model_teacher.predict_logits", fail_at_third
    )
    with pytest.raises(KeyboardInterrupt, match="power"):
        ask_teacher(teacher, task.prepared, task.rows, folder=broken)
    asked.clear()
    found = ask_teacher(teacher, task.prepared, task.rows, folder=broken)
    assert asked == [20, 4]
    assert np.allclose(found, expected, atol=1e-3)


def test_teacher_is_asked_once(store, tiny_model, tmp_path, monkeypatch):
    task, teacher = SecondOpinionTask(store, QUICK), load_bundle(tiny_model)
    first = ask_teacher(teacher, task.prepared, task.rows, folder=tmp_path)
    monkeypatch.setattr(
        "ecgkt.training.distillation.model_teacher.predict_logits", None
    )
    again = ask_teacher(teacher, task.prepared, task.rows, folder=tmp_path)
    assert np.array_equal(first, again)
    with pytest.raises(CheckpointError, match="found others"):
        ask_teacher(teacher, task.prepared, task.rows[1:], folder=tmp_path)
    (tmp_path / ANSWERS).write_bytes(b"no archive")
    with pytest.raises(CheckpointError, match="damaged"):
        ask_teacher(teacher, task.prepared, task.rows, folder=tmp_path)


def test_taught_run_names_its_teacher(store, tiny_model, tmp_path):
    short = replace(QUICK, recipe=replace(QUICK.recipe, epochs=1))
    train_second_opinion(store, tmp_path / "run", settings=short, teacher=tiny_model)
    config = load_run(tmp_path / "run").config
    assert config["taught_by"] == load_bundle(tiny_model).identity.sha256
    assert (tmp_path / "run" / ANSWERS).exists()


def test_second_phase_makes_the_model_more_linear(store, tmp_path):
    train_second_opinion(store, tmp_path / "first", settings=ALONE)
    strict = replace(ALONE, lfr_weight=5.0, recipe=replace(ALONE.recipe, judge_every=1))
    train_second_opinion(
        store, tmp_path / "second", settings=strict, init=tmp_path / "first"
    )
    log = log_of(tmp_path / "second")
    assert log[-1]["loss"] < log[0]["loss"]
    config = load_run(tmp_path / "second").config
    assert config["init"] == load_run(tmp_path / "first").sha256


def test_shares_beyond_one_are_a_mistake():
    with pytest.raises(ValueError, match="teacher_weight"):
        SecondOpinionSettings(teacher_weight=1.1)
