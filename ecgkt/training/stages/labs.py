"""Stage "labs": the ECG's embedding says which laboratory values are abnormal."""

from dataclasses import replace
from pathlib import Path
from typing import Unpack

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ecgkt.config import InputConfig, ModelConfig
from ecgkt.dataset.lab_targets import has_enough_cases, lab_targets
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.models.build import build_model
from ecgkt.training.inputs.align_tables import permute_pairs
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.loop.finished_run import FinishedRun, fill_encoder, load_run
from ecgkt.training.loop.loop import TrainResult
from ecgkt.training.loop.stage import (
    WEIGHTS,
    RunOptions,
    Work,
    describe,
    run_stage,
    serialise,
)
from ecgkt.training.recipes.labs import LABS, LabSettings
from ecgkt.training.recipes.recipes import StageSettings
from ecgkt.training.stages.lab_tasks import JointLabTask, ProbeHeads, ProbeTask


def train_labs(
    store: PreparedStore,
    out: Path,
    *,
    init: Path,
    settings: LabSettings = LABS,
    **options: Unpack[RunOptions],
) -> TrainResult:
    """
    Run, or go on with, stage "labs".

    Parameters
    ----------
    store : PreparedStore
        With labs; recordings need no diagnosis.
    out : pathlib.Path
        Run folder; ends with model.safetensors (an `EcgClassifier`: the lab targets
        that config.json lists as "outputs", then, for "joint", the statements) and
        DONE.
    init : pathlib.Path
        A finished run whose encoder is read, or trained on.
    settings : LabSettings
        Kind of head, targets and recipe.
    **options
        As in `RunOptions`.

    Returns
    -------
    TrainResult
        The score is the macro AUROC of the lab targets on tuning.

    Raises
    ------
    EcgktError
        If the run folder cannot be used, or the store lacks labs or a split.
    CheckpointError
        If the run to start from is not whole.
    """
    start = load_run(init)
    names, targets = select_targets(store, settings)
    is_joint = settings.lab_head == "joint"
    n_outputs = len(names) + (len(store.names) if is_joint else 0)
    model_config = replace(
        ModelConfig.from_dict(start.config["architecture"]), n_outputs=n_outputs
    )
    network = StageSettings(
        model=model_config,
        input=InputConfig.from_dict(start.config["input"]),
        recipe=settings.recipe,
        augmentation=settings.augmentation,
    )
    described = describe(store, "labs", network, options) | {
        "outputs": [*names],
        "statements": [*store.names] if is_joint else [],
        "init": start.sha256,
        "lab_head": settings.lab_head,
        "hours": settings.hours,
        "diagnosis_weight": settings.diagnosis_weight,
        "shuffle_labels": settings.shuffle_labels,
    }
    if settings.shuffle_labels:
        rows = store.split("train")
        targets[rows] = targets[permute_pairs(rows, described["seed"])]

    def build(_seed: int, device: str) -> Work:
        if is_joint:
            return _joint(store, settings, model_config, targets, start, device=device)
        return _probe(store, settings, model_config, targets, start, device=device)

    return run_stage(out, described, build, recipe=settings.recipe, options=options)


def select_targets(
    store: PreparedStore, settings: LabSettings
) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """
    Choose the lab targets that train knows often enough.

    Parameters
    ----------
    store : PreparedStore
        With labs.
    settings : LabSettings
        Window and least counts.

    Returns
    -------
    names : tuple of str
        As `lab_targets` names them.
    targets : numpy.ndarray of shape (n_records, n_targets), float32
        1, 0 or NaN; rows as in the store.

    Raises
    ------
    EcgktError
        If the store has no labs, or none with both classes in train.
    """
    if store.labs is None:
        source = store.manifest["source"]
        raise EcgktError(
            f"expected a store with labs, found {source}, which has none: prepare "
            "mimic-iv or simulate"
        )
    names, targets = lab_targets(store, hours=settings.hours)
    rows = store.split("train")
    kept = has_enough_cases(
        targets[rows],
        store.records["patient_id"].to_numpy()[rows],
        min_records=settings.min_records,
        min_patients=settings.min_patients,
    )
    if not kept.any():
        raise EcgktError(
            f"expected labs with {settings.min_records} abnormal and as many other "
            "values in train, found none: use a larger store or a wider window"
        )
    chosen = tuple(name for name, is_kept in zip(names, kept, strict=True) if is_kept)
    return chosen, targets[:, kept]


def _probe(
    store: PreparedStore,
    settings: LabSettings,
    model_config: ModelConfig,
    targets: NDArray[np.float32],
    start: FinishedRun,
    *,
    device: str,
) -> Work:
    seen = InputConfig.from_dict(start.config["input"])
    classifier = build_model(model_config)
    fill_encoder(classifier.encoder, start, model_config)
    is_known = np.asarray(~np.isnan(targets).all(axis=1))
    rows, tuning = (
        part[is_known[part]] for part in (store.split("train"), store.split("tuning"))
    )
    _expect_rows(rows, tuning)
    classifier.to(device)
    task = ProbeTask(
        PreparedSignals(store, seen),
        classifier.encoder,
        targets,
        rows=rows,
        tuning=tuning,
        device=device,
    )
    heads = ProbeHeads(classifier.encoder.widths, targets.shape[1]).to(device)

    def files() -> dict[str, bytes]:
        heads.fill(classifier, task.mean.to(device), task.deviation.to(device))
        return {WEIGHTS: serialise(classifier.state_dict())}

    # The encoder runs once, forward, before the first step.
    return Work(heads, task, "tuning_auroc", files, crops_per_item=0)


def _joint(
    store: PreparedStore,
    settings: LabSettings,
    model_config: ModelConfig,
    targets: NDArray[np.float32],
    start: FinishedRun,
    *,
    device: str,
) -> Work:
    seen = InputConfig.from_dict(start.config["input"])
    task = JointLabTask(store, settings, seen, targets, device=device)
    _expect_rows(task.rows, task.tuning)
    model = build_model(model_config)
    fill_encoder(model.encoder, start, model_config)
    _fill_diagnoses(model, start, n_statements=len(store.names))
    model.to(device)
    return Work(model, task, "tuning_auroc")


@torch.no_grad()
def _fill_diagnoses(model: nn.Module, start: FinishedRun, *, n_statements: int) -> None:
    """Let the diagnoses go on from where the run before left them."""
    if start.config["stage"] != "diagnose":
        return
    for name, value in model.named_parameters():
        if name.startswith("heads.") and len(start.tensors[name]) == n_statements:
            value[-n_statements:] = start.tensors[name]


def _expect_rows(rows: NDArray[np.int64], tuning: NDArray[np.int64]) -> None:
    if len(rows) < 2 or not len(tuning):
        raise EcgktError(
            "expected recordings with labs in train and tuning, found "
            f"{len(rows)} and {len(tuning)}: use a larger store or a wider window"
        )
