"""From stage to stage: what a run takes over, and what it can never see."""

import inspect
import json
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch
from safetensors.torch import load_file

from ecgkt.config import ModelConfig
from ecgkt.errors import CheckpointError, EcgktError
from ecgkt.models.build import EcgClassifier, build_model
from ecgkt.training.inputs.label_fraction import labelled_rows
from ecgkt.training.loop.finished_run import fill_encoder, load_run
from ecgkt.training.loop.stage import RunLimits
from ecgkt.training.stages.align import train_align
from ecgkt.training.stages.diagnose import train_diagnose
from ecgkt.training.stages.latents import scale_latents, train_latents
from ecgkt.training.stages.multimodal import train_fused
from ecgkt.training.stages.predict_run import predict_ecgs, predict_run, run_outputs


@pytest.fixture(scope="module")
def aligned(hospital, align_settings, tmp_path_factory):
    run = tmp_path_factory.mktemp("aligned") / "run"
    train_align(hospital, run, settings=align_settings)
    return run


@pytest.fixture(scope="module")
def ours(hospital, settings, aligned, tmp_path_factory):
    run = tmp_path_factory.mktemp("ours") / "run"
    train_diagnose(hospital, run, settings=settings, init=aligned)
    return run


@pytest.fixture(scope="module")
def multi(hospital, settings, tmp_path_factory):
    run = tmp_path_factory.mktemp("multi") / "run"
    train_fused(hospital, run, settings=settings)
    return run


def without_tables(store):
    keep = ["record_id", "patient_id", "split", "is_labelled"]
    return replace(store, labs=None, vitals=None, records=store.records[keep])


def test_encoder_is_that_of_the_aligned_run(aligned, settings):
    model = build_model(settings.model)
    fill_encoder(model.encoder, load_run(aligned), settings.model)
    before = load_file(aligned / "model.safetensors")
    for name, value in model.encoder.state_dict().items():
        assert (value == before[f"encoder.{name}"]).all()


def test_aligned_encoder_changes_what_is_learnt(hospital, settings, ours, tmp_path):
    train_diagnose(hospital, tmp_path / "run", settings=settings)
    rows = np.arange(8)
    alone = predict_run(tmp_path / "run", hospital, rows)
    assert not np.allclose(alone, predict_run(ours, hospital, rows))


def test_transferred_model_sees_the_ecg_alone(hospital, ours, settings):
    assert list(inspect.signature(EcgClassifier.forward).parameters) == ["self", "x"]
    assert list(inspect.signature(predict_run).parameters) == ["run", "store", "rows"]
    plain = build_model(replace(settings.model, n_outputs=2)).state_dict()
    weights = load_file(ours / "model.safetensors")
    assert {name: one.shape for name, one in weights.items()} == {
        name: one.shape for name, one in plain.items()
    }
    rows = np.arange(20)
    bare = predict_run(ours, without_tables(hospital), rows)
    assert (predict_run(ours, hospital, rows) == bare).all()


def test_multimodal_reference_needs_its_table(hospital, multi):
    rows = np.arange(20)
    logits = predict_run(multi, hospital, rows)
    assert logits.shape == (20, 2)
    labs = hospital.labs._replace(values=hospital.labs.values + 3)
    assert not np.allclose(
        logits, predict_run(multi, replace(hospital, labs=labs), rows)
    )
    with pytest.raises(CheckpointError, match="expected a store with Potassium"):
        predict_run(multi, without_tables(hospital), rows)


def test_multimodal_reference_goes_on_to_the_same_weights(
    hospital, settings, multi, tmp_path
):
    calls, is_finished = 0, False
    while not is_finished:
        limits = RunLimits(calls > 0, 0)
        result = train_fused(
            hospital, tmp_path / "run", settings=settings, limits=limits
        )
        calls, is_finished = calls + 1, result.is_finished
    assert calls > 10
    one, two = (load_run(run).sha256 for run in (tmp_path / "run", multi))
    assert one == two


def test_other_architecture_is_refused(hospital, settings, aligned, tmp_path):
    other = replace(settings, model=replace(settings.model, kernels=(5, 7)))
    with pytest.raises(CheckpointError, match="expected a run of kernels"):
        train_diagnose(hospital, tmp_path / "run", settings=other, init=aligned)


def test_unfinished_and_damaged_runs_are_refused(hospital, settings, aligned, tmp_path):
    with pytest.raises(CheckpointError, match="expected a finished run"):
        train_diagnose(hospital, tmp_path / "run", settings=settings, init=tmp_path)
    copy = tmp_path / "copy"
    shutil.copytree(aligned, copy)
    content = bytearray((copy / "model.safetensors").read_bytes())
    content[-1] ^= 1
    (copy / "model.safetensors").write_bytes(content)
    with pytest.raises(CheckpointError, match="found others"):
        train_diagnose(hospital, tmp_path / "run", settings=settings, init=copy)


def test_run_from_another_start_is_not_continued(hospital, settings, aligned, tmp_path):
    run = tmp_path / "run"
    limits = RunLimits(False, 0)
    train_diagnose(hospital, run, settings=settings, init=aligned, limits=limits)
    with pytest.raises(EcgktError, match="begun with another init"):
        train_diagnose(hospital, run, settings=settings, limits=RunLimits(True))


def test_fraction_of_the_labels_is_written_down_and_few_get_enough_steps(
    hospital, settings, tmp_path
):
    recipe = replace(settings.recipe, min_steps=12)
    few = replace(settings, recipe=recipe)
    run = tmp_path / "run"
    train_diagnose(hospital, run, settings=few, fraction=0.05)
    assert json.loads((run / "config.json").read_text())["fraction"] == 0.05
    done = json.loads((run / "DONE").read_text())
    assert done["steps"] == 12
    used = labelled_rows(hospital, fraction=0.05, seed=0)
    assert done["crops_seen"] == 12 * len(used) < 12 * 16


def test_store_of_another_vocabulary_is_refused(hospital, store, ours):
    assert run_outputs(ours) == ("A", "B")
    with pytest.raises(CheckpointError, match="expected a store of the 2 statements"):
        predict_run(ours, store, np.arange(3))


def test_aligned_run_has_nothing_to_say_of_diagnoses(hospital, aligned):
    with pytest.raises(CheckpointError, match="found stage align"):
        predict_run(aligned, replace(hospital, names=()), np.arange(3))


def latents_of(store):
    is_ill = ~np.isnan(store.likelihoods[:, 0])
    columns = {"illness": is_ill.astype(float), "constant": 1.0}
    return pd.DataFrame(columns, index=store.records["record_id"])


def test_encoder_can_be_taught_the_truth(hospital, align_settings, settings, tmp_path):
    recipe = replace(align_settings.recipe, epochs=10, ema_decay=0.9, judge_every=10)
    longer = replace(align_settings, recipe=recipe)
    truth = latents_of(hospital).iloc[::-1]  # found by record, whatever the order
    run = tmp_path / "run"
    result = train_latents(hospital, run, latents=truth, settings=longer)
    assert result.score > 0.8
    assert run_outputs(run) == ("illness",)
    found = predict_run(run, hospital, hospital.split("held_out"))[:, 0]
    is_ill = ~np.isnan(hospital.likelihoods[hospital.split("held_out"), 0])
    assert found[is_ill].mean() > found[~is_ill].mean() + 0.5
    train_diagnose(hospital, tmp_path / "next", settings=settings, init=run)


def test_latents_are_scaled_on_train(hospital):
    names, targets = scale_latents(latents_of(hospital), hospital)
    assert names == ("illness",)
    assert targets[hospital.split("train")].mean() == pytest.approx(0, abs=1e-6)
    with pytest.raises(EcgktError, match="latents that vary"):
        scale_latents(latents_of(hospital)[["constant"]], hospital)


def test_scores_do_not_depend_on_how_many_are_asked_for(hospital, ours):
    run = load_run(ours)
    assert ModelConfig.from_dict(run.config["architecture"]).n_outputs == 2
    together = predict_ecgs(run, hospital, np.arange(30))
    alone = predict_ecgs(run, hospital, np.array([17]))
    torch.testing.assert_close(
        torch.from_numpy(together[17:18]), torch.from_numpy(alone), rtol=1e-4, atol=1e-5
    )
