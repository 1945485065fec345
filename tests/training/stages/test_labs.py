"""Stage "labs": read from the embedding or trained with it; gaps are masked."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from ecgkt.errors import EcgktError
from ecgkt.models.build import build_model
from ecgkt.training.loop.finished_run import load_run
from ecgkt.training.loop.stage import RunLimits
from ecgkt.training.loop.tuning_score import masked_macro_auroc
from ecgkt.training.recipes.labs import LabSettings
from ecgkt.training.recipes.recipes import Augmentation
from ecgkt.training.stages.diagnose import train_diagnose
from ecgkt.training.stages.lab_tasks import JointLabTask, ProbeHeads
from ecgkt.training.stages.labs import select_targets, train_labs
from ecgkt.training.stages.predict_run import predict_run, run_outputs

NAMES = ("Potassium high", "Sodium low")


@pytest.fixture(scope="module")
def diagnosed(hospital, settings, tmp_path_factory):
    run = tmp_path_factory.mktemp("diagnosed") / "run"
    recipe = replace(settings.recipe, epochs=10, ema_decay=0.9, judge_every=10)
    train_diagnose(hospital, run, settings=replace(settings, recipe=recipe))
    return run


@pytest.fixture(scope="module")
def probe(settings):
    recipe = replace(settings.recipe, epochs=20, judge_every=5, ema_decay=0.9)
    return LabSettings(recipe=recipe, min_records=5)


@pytest.fixture(scope="module")
def read(hospital, diagnosed, probe, tmp_path_factory):
    run = tmp_path_factory.mktemp("read") / "run"
    train_labs(hospital, run, init=diagnosed, settings=probe)
    return run


def test_planted_lab_is_read_from_the_frozen_embedding(hospital, read, diagnosed):
    assert run_outputs(read) == NAMES
    rows = hospital.split("held_out")
    logits = predict_run(read, hospital, rows)
    _, targets = select_targets(hospital, LabSettings(min_records=5))
    assert masked_macro_auroc(targets[rows][:, :1], logits[:, :1]) > 0.9
    before = load_file(diagnosed / "model.safetensors")
    for name, value in load_file(read / "model.safetensors").items():
        if name.startswith("encoder."):
            assert (value == before[name]).all()


def test_probe_goes_on_to_the_same_weights(hospital, diagnosed, probe, read, tmp_path):
    run, resume, is_finished = tmp_path / "run", False, False
    while not is_finished:
        limits = RunLimits(resume, 0.002)
        result = train_labs(
            hospital, run, init=diagnosed, settings=probe, limits=limits
        )
        resume, is_finished = True, result.is_finished
    assert load_run(run).sha256 == load_run(read).sha256


def test_joint_training_changes_the_encoder_and_keeps_the_diagnoses_beside(
    hospital, diagnosed, probe, tmp_path
):
    recipe = replace(probe.recipe, epochs=2, judge_every=1)
    joint = replace(probe, lab_head="joint", recipe=recipe)
    run = tmp_path / "run"
    train_labs(hospital, run, init=diagnosed, settings=joint)
    before = load_file(diagnosed / "model.safetensors")
    after = load_file(run / "model.safetensors")
    assert (
        after["encoder.branches.0.stem.0.weight"]
        != before["encoder.branches.0.stem.0.weight"]
    ).any()
    assert after["heads.0.weight"].shape[0] == 4
    assert predict_run(run, hospital, np.arange(5)).shape == (5, 2)
    config = json.loads((run / "config.json").read_text())
    assert config["statements"] == ["A", "B"]
    last = json.loads((run / "log.jsonl").read_text().splitlines()[-1])
    assert 0 <= last["diagnoses_tuning"] <= 1


def test_unmeasured_labs_and_unlabelled_recordings_have_no_gradient(
    hospital, settings, probe
):
    _, targets = select_targets(hospital, probe)
    joint = replace(probe, lab_head="joint")
    task = JointLabTask(hospital, joint, settings.input, targets, device="cpu")
    seen = {}

    class Spy(type(build_model(settings.model))):
        def branch_logits(self, x):
            seen["logits"] = super().branch_logits(x)
            seen["logits"].retain_grad()
            return seen["logits"]

    model = Spy(replace(settings.model, n_outputs=4))
    rows = np.arange(32)
    task.loss(model, rows, torch.Generator().manual_seed(0)).backward()
    gradient = seen["logits"].grad
    items = task.rows[rows]
    unknown = np.hstack(
        [np.isnan(targets[items]), np.repeat(~hospital.is_labelled[items, None], 2, 1)]
    )
    assert unknown.any()
    assert (gradient[:, torch.from_numpy(unknown)] == 0).all()
    assert (gradient[:, torch.from_numpy(~unknown)] != 0).all()


def test_heads_give_the_same_scores_inside_the_classifier(settings):
    torch.manual_seed(0)
    model = build_model(settings.model).eval()
    widths = model.encoder.widths
    heads = ProbeHeads(widths, settings.model.n_outputs)
    mean, deviation = torch.randn(sum(widths)), torch.rand(sum(widths)) + 0.5
    x = torch.randn(4, 8, 250)
    expected = heads((model.encoder(x) - mean) / deviation)
    heads.fill(model, mean, deviation)
    torch.testing.assert_close(model.branch_logits(x), expected, rtol=1e-4, atol=1e-4)


def test_shuffled_targets_are_not_learnt(hospital, diagnosed, probe, tmp_path):
    shuffled = replace(probe, shuffle_labels=True)
    train_labs(hospital, tmp_path / "run", init=diagnosed, settings=shuffled)
    rows = hospital.split("held_out")
    _, targets = select_targets(hospital, probe)
    logits = predict_run(tmp_path / "run", hospital, rows)
    assert masked_macro_auroc(targets[rows][:, :1], logits[:, :1]) < 0.8


def test_rare_targets_are_left_out(hospital):
    names, targets = select_targets(hospital, LabSettings(min_records=5))
    assert names == NAMES
    assert targets.shape == (160, 2)
    assert np.isnan(targets).any()
    with pytest.raises(EcgktError, match="expected labs with 500 abnormal"):
        select_targets(hospital, LabSettings(min_records=500))


def test_store_without_labs_is_refused(store):
    with pytest.raises(EcgktError, match="expected a store with labs, found noise"):
        select_targets(store, LabSettings())


def test_settings_that_make_no_sense_are_refused(hospital, settings):
    with pytest.raises(ValueError, match="lab_head is one of probe, joint"):
        LabSettings(lab_head="both")
    mixed = LabSettings(augmentation=Augmentation(mixup=0.2))
    with pytest.raises(ValueError, match="mixup must be 0"):
        JointLabTask(hospital, mixed, settings.input, np.zeros((160, 2)), device="cpu")


def test_masked_auroc_leaves_out_what_is_unknown():
    targets = np.array([[1, np.nan], [0, 1], [np.nan, np.nan], [1, 1]], np.float32)
    scores = np.array([[3, 0], [2, 0], [9, 0], [1, 0]], np.float32)
    assert masked_macro_auroc(targets, scores) == 0.5
    assert np.isnan(masked_macro_auroc(targets[:, 1:], scores[:, 1:]))
    with pytest.raises(ValueError, match="differ"):
        masked_macro_auroc(targets, scores[:, :1])
