"""Stage "context" on noise, where age and sex alone tell two statements."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import EcgktError
from ecgkt.models.context import ContextConfig
from ecgkt.training.loop.finished_run import load_run
from ecgkt.training.loop.stage import RunLimits
from ecgkt.training.recipes.context import CONTEXT
from ecgkt.training.recipes.recipes import Recipe
from ecgkt.training.stages.context import (
    N_FOLDS,
    PLAIN,
    SHIPPED,
    ContextTask,
    build_nets,
    patient_parts,
    train_context,
)

QUICK = replace(
    CONTEXT,
    dropout=0.0,
    penalty=0.0,
    recipe=Recipe(
        epochs=80,
        batch_size=16,
        learning_rate=1e-2,
        judge_every=80,
        judge_start=True,
        ema_decay=0.9,
        precision="float32",
        threads=1,
    ),
)


@pytest.fixture
def people(store):
    """The store of noise, all tuning, with statement 3 in the old and 4 in women."""
    n = len(store.records)
    is_old, is_woman = np.arange(n) % 2 == 0, np.arange(n) % 4 < 2
    ages = np.where(is_old, 80.0, 40.0).astype(np.float32)
    ages[::9] = np.nan
    records = store.records.assign(age=ages, sex=np.where(is_woman, "female", "male"))
    likelihoods = np.full((n, len(store.names)), np.nan, np.float32)
    likelihoods[is_old, 3] = likelihoods[is_woman, 4] = 100
    return replace(store, records=records, likelihoods=likelihoods)


def log_of(run):
    return [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]


def test_age_and_sex_learn_what_the_ecg_does_not_hold(people, tiny_model, tmp_path):
    run = tmp_path / "run"
    result = train_context(people, run, model=tiny_model, settings=QUICK)
    before, *_, after = log_of(run)
    assert before["tuning"] < 0.75
    assert result.score == after["tuning"] > 0.9
    assert after[PLAIN] > 0.9
    finished = load_run(run)
    assert finished.config["stage"] == "context"
    assert finished.config["model_sha256"] == load_bundle(tiny_model).identity.sha256
    names = {name.split(".")[0] for name in finished.tensors}
    assert len(names) == 2 * (1 + N_FOLDS)
    assert {SHIPPED, PLAIN, f"{SHIPPED}-without-0"} < names


def test_before_the_first_step_scores_are_those_of_the_ecg(
    people, tiny_model, tmp_path
):
    train_context(people, tmp_path / "run", model=tiny_model, settings=QUICK)
    first = log_of(tmp_path / "run")[0]
    assert first["step"] == 0
    assert first["tuning"] == first[PLAIN]


def test_stopped_run_goes_on_to_the_same_weights(people, tiny_model, tmp_path):
    straight, broken = tmp_path / "straight", tmp_path / "broken"
    short = replace(QUICK, recipe=replace(QUICK.recipe, epochs=2, judge_every=1))
    call = {"model": tiny_model, "settings": short}
    train_context(people, straight, **call)
    stopped = train_context(people, broken, **call, limits=RunLimits(time_budget=0.0))
    assert not stopped.is_finished
    train_context(people, broken, **call, limits=RunLimits(resume=True))
    first, second = (load_run(run).tensors for run in (straight, broken))
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_no_network_learns_from_the_patients_that_judge_it(
    people, tiny_model, tmp_path
):
    task = ContextTask(load_bundle(tiny_model), people, QUICK, folder=tmp_path)
    nets = build_nets(ContextConfig(n_features=task.crops.shape[2], width=4, hidden=4))
    own = np.flatnonzero(task.folds.numpy() == 2)
    task.loss(nets, own, torch.Generator().manual_seed(0)).backward()
    moved = {
        name
        for name, net in nets.items()
        if any(p.grad is not None and p.grad.any() for p in net.parameters())
    }
    assert moved == set(nets) - {f"{SHIPPED}-without-2", f"{PLAIN}-without-2"}


def test_patients_are_dealt_whole_and_the_same_every_time():
    patients = np.array([7, 7, 3, 3, 9, 1, 4, 5, 6])
    parts = patient_parts(patients)
    assert np.array_equal(parts, patient_parts(patients))
    assert parts[0] == parts[1]
    assert parts[2] == parts[3]
    assert set(parts) == set(range(N_FOLDS))


def test_store_of_other_statements_or_of_nobody_is_refused(
    people, tiny_model, tmp_path
):
    other = replace(people, names=("A", "B"), likelihoods=people.likelihoods[:, :2])
    with pytest.raises(EcgktError, match="found 2 others"):
        train_context(other, tmp_path / "a", model=tiny_model, settings=QUICK)
    nobody = people.records.assign(age=np.nan, sex=None)
    unknown = replace(people, records=nobody)
    with pytest.raises(EcgktError, match="neither age nor sex"):
        train_context(unknown, tmp_path / "b", model=tiny_model, settings=QUICK)
