"""What reports say is learned beside the statements, and no finished run keeps it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch

from ecgkt.models.build import build_model
from ecgkt.training.distillation.finding_targets import TaughtClassifier
from ecgkt.training.loop.finished_run import load_run
from ecgkt.training.recipes.recipes import Augmentation
from ecgkt.training.stages.diagnose import DiagnoseTask, train_diagnose


@pytest.fixture
def told(store):
    """The small store; a report repeats statement 0, and a remark is rarely known."""
    is_ill = store.labels[:, 0].astype("float32")
    rare = np.full(len(is_ill), np.nan, np.float32)
    rare[::10] = 1
    return replace(store, findings=pd.DataFrame({"said": is_ill, "rare": rare}))


@pytest.fixture
def taught(settings):
    return replace(settings, finding_weight=0.4)


def test_run_is_a_plain_classifier_that_learned_otherwise(
    told, taught, settings, tmp_path
):
    train_diagnose(told, tmp_path / "taught", settings=taught)
    train_diagnose(told, tmp_path / "plain", settings=settings)
    run, plain = load_run(tmp_path / "taught"), load_run(tmp_path / "plain")
    build_model(settings.model).load_state_dict(run.tensors)
    name = "encoder.branches.0.stem.0.weight"
    assert not torch.equal(run.tensors[name], plain.tensors[name])
    assert run.config["finding_weight"] == 0.4
    assert "finding_weight" not in plain.config


def test_store_without_reports_is_learned_as_before(store, taught, settings, tmp_path):
    train_diagnose(store, tmp_path / "taught", settings=taught)
    train_diagnose(store, tmp_path / "plain", settings=settings)
    run, plain = load_run(tmp_path / "taught"), load_run(tmp_path / "plain")
    for name, value in run.tensors.items():
        assert torch.equal(value, plain.tensors[name])


def test_loss_counts_findings_that_are_known(told, taught):
    task = DiagnoseTask(
        told, input_config=taught.input, augmentation=Augmentation(mixup=0.0)
    )
    torch.manual_seed(0)
    model = TaughtClassifier(taught.model, 2).eval()

    def loss():
        rng = torch.Generator().manual_seed(0)
        return float(task.loss(model, np.arange(16), rng).detach())

    task.findings, task.finding_weight = told.findings.to_numpy(np.float32), 0.0
    alone = loss()
    task.finding_weight = 1.0
    both = loss()
    # Untrained, each known finding costs about log 2.
    assert both - alone == pytest.approx(np.log(2), abs=0.2)
    task.findings = np.full_like(task.findings, np.nan)
    assert loss() == alone


def test_leak_check_hears_no_report(told, taught, tmp_path):
    train_diagnose(told, tmp_path, settings=taught, shuffle_labels=True)
    train_diagnose(
        replace(told, findings=None),
        tmp_path / "without",
        settings=taught,
        shuffle_labels=True,
    )
    first, second = load_run(tmp_path), load_run(tmp_path / "without")
    for name, value in first.tensors.items():
        assert torch.equal(value, second.tensors[name])
