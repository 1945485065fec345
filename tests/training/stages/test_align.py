"""Stage "align": who meets whom, what is seen, and that it goes on bit by bit."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from ecgkt.errors import EcgktError
from ecgkt.models.build import build_model
from ecgkt.training.loop.stage import RunLimits
from ecgkt.training.recipes.align import LOSSES, PARTNERS, AlignSettings
from ecgkt.training.recipes.recipes import Augmentation
from ecgkt.training.stages.align import AlignTask, train_align


def weights(run: Path) -> str:
    return hashlib.sha256((run / "joint.safetensors").read_bytes()).hexdigest()


def rng(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.fixture(scope="module")
def full(align_settings):
    """Every part at once: table, views, regression, learnable temperature."""
    return replace(align_settings, loss="infonce", view_weight=0.5, table_weight=1.0)


@pytest.fixture(scope="module")
def whole(hospital, full, tmp_path_factory):
    run = tmp_path_factory.mktemp("whole") / "run"
    assert train_align(hospital, run, settings=full).is_finished
    return run


def test_run_stopped_again_and_again_ends_with_the_same_weights(
    whole, hospital, full, tmp_path
):
    calls, is_finished = 0, False
    while not is_finished:
        limits = RunLimits(calls > 0, 0)
        result = train_align(hospital, tmp_path / "run", settings=full, limits=limits)
        calls, is_finished = calls + 1, result.is_finished
    assert calls == 28
    assert weights(tmp_path / "run") == weights(whole)


def test_other_seed_gives_other_weights(whole, hospital, full, tmp_path):
    train_align(hospital, tmp_path / "run", settings=full, seed=1)
    assert weights(tmp_path / "run") != weights(whole)


def test_other_loss_does_not_continue_a_run(hospital, full, tmp_path):
    train_align(hospital, tmp_path, settings=full, limits=RunLimits(False, 0))
    other = replace(full, loss="vicreg")
    with pytest.raises(EcgktError, match="begun with another loss"):
        train_align(hospital, tmp_path, settings=other, limits=RunLimits(True))


def test_model_that_is_passed_on_is_the_ecg_encoder_and_nothing_else(whole, full):
    names = set(load_file(whole / "model.safetensors"))
    encoder = build_model(full.model).encoder.state_dict()
    assert names == {f"encoder.{name}" for name in encoder}


def test_run_says_how_many_crops_it_saw(whole):
    done = json.loads((whole / "DONE").read_text())
    assert done["steps"] == 28
    assert done["crops_seen"] == 28 * 16 * 2


def test_collapse_is_watched_at_every_look(whole):
    log = [json.loads(line) for line in (whole / "log.jsonl").read_text().splitlines()]
    assert len(log) == 4
    for entry in log:
        assert entry["embedding_rank"] > 1
        for name in ("labs", "vitals", "biometrics", "fused"):
            assert entry[f"{name}_ecg_std"] > 0
            assert 0 <= entry[f"{name}_matching"] <= 1


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("partner", PARTNERS)
def test_every_parameter_gets_a_gradient(hospital, align_settings, partner, loss):
    settings = replace(align_settings, partner=partner, loss=loss)
    task = AlignTask(hospital, settings)
    model = task.build()
    task.loss(model, np.arange(64), rng()).backward()
    for name, value in model.named_parameters():
        assert value.grad is not None, name
        assert value.grad.abs().sum() > 0, name


def test_two_views_need_no_table(store, align_settings, tmp_path):
    settings = replace(align_settings, partner="view")
    task = AlignTask(store, settings)
    assert not task.tables.places
    result = train_align(store, tmp_path / "run", settings=settings)
    assert result.score > 0.5


def test_store_without_tables_is_refused(store, align_settings, tmp_path):
    with pytest.raises(EcgktError, match="expected labs, vitals, biometrics"):
        train_align(store, tmp_path / "run", settings=align_settings)


def test_biometrics_alone_are_enough(hospital, align_settings):
    bare = replace(hospital, labs=None, vitals=None)
    task = AlignTask(bare, align_settings)
    assert list(task.tables.places) == ["biometrics"]
    assert task.loss(task.build(), np.arange(32), rng()).isfinite()


def test_flags_see_no_values(hospital, align_settings):
    settings = replace(align_settings, partner="flags")
    other = replace(
        hospital, labs=hospital.labs._replace(values=hospital.labs.values * 3)
    )
    one, two = AlignTask(hospital, settings), AlignTask(other, settings)
    assert not one.tables.values.any()
    assert one.tables.missing.any()
    torch.testing.assert_close(one.tables.missing, two.tables.missing, rtol=0, atol=0)


def test_labels_are_not_seen(hospital, align_settings, whole, full, tmp_path):
    blank = replace(hospital, likelihoods=np.full_like(hospital.likelihoods, np.nan))
    train_align(blank, tmp_path / "run", settings=full)
    assert weights(tmp_path / "run") == weights(whole)


def test_shared_cause_is_found(hospital, align_settings, tmp_path):
    recipe = replace(align_settings.recipe, epochs=15, judge_every=15, ema_decay=0.9)
    settings = replace(align_settings, recipe=recipe)
    assert train_align(hospital, tmp_path / "run", settings=settings).score > 0.65


def test_permuted_pairs_are_those_of_others_and_stay_the_same(hospital, align_settings):
    settings = replace(align_settings, partner="permuted")
    one, two = AlignTask(hospital, settings), AlignTask(hospital, settings)
    assert (one.partners != one.rows).all()
    assert sorted(one.partners) == sorted(one.rows)
    assert (one.partners == two.partners).all()
    assert (one.partners != AlignTask(hospital, settings, seed=1).partners).any()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"partner": "nobody"}, "partner is one of table, view"),
        ({"loss": "l1"}, "loss is one of vicreg"),
        ({"modalities": ("notes",)}, "modality is one of labs"),
        ({"augmentation": Augmentation(mixup=0.2)}, "mixup must be 0"),
    ],
)
def test_settings_that_make_no_sense_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        AlignSettings(**change)
