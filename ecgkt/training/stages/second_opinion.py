"""Stage "exact": a second opinion whose logits are sums over the samples."""

from dataclasses import replace
from pathlib import Path
from typing import Unpack

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import CheckpointError
from ecgkt.models.imn import Imn, ImnConfig
from ecgkt.models.predict import predict_chunks
from ecgkt.training.distillation.model_teacher import ask_teacher
from ecgkt.training.inputs.augment import augment, mix_pairs
from ecgkt.training.inputs.label_fraction import labelled_rows, tuning_rows
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.loop.finished_run import FinishedRun, fill_model, load_run
from ecgkt.training.loop.loop import TrainResult, Validation
from ecgkt.training.loop.precision import autocast
from ecgkt.training.loop.stage import RunOptions, Work, describe, run_stage
from ecgkt.training.loop.tuning_score import macro_auroc
from ecgkt.training.losses.local_linearity import local_linearity, towards_nearest
from ecgkt.training.recipes.second_opinion import SECOND_OPINION, SecondOpinionSettings

STAGE = "exact"
RAREST = 1e-4
"""Share of positives at which a bias begins at least, so that it is finite."""


class SecondOpinionOptions(RunOptions, total=False):
    """
    What stage "exact" can be called with, beside `RunOptions`.

    Attributes
    ----------
    teacher : pathlib.Path or None
        Folder of the model whose probabilities are learned beside the labels.
    init : pathlib.Path or None
        A finished run of this stage to start from.
    """

    teacher: Path | None
    init: Path | None


class SecondOpinionTask:
    """
    Crops, targets and the loss of stage "exact".

    Parameters
    ----------
    store : PreparedStore
        Splits "train" and "tuning" are used, "held_out" never.
    settings : SecondOpinionSettings
        Input, augmentation and weights of the parts of the loss.
    device : str
        "cpu" or "cuda".

    Raises
    ------
    EcgktError
        If a split is empty.
    """

    def __init__(
        self,
        store: PreparedStore,
        settings: SecondOpinionSettings,
        *,
        device: str = "cpu",
    ) -> None:
        self.settings, self.device = settings, device
        self.prepared = PreparedSignals(store, settings.input)
        self.rows, self.tuning = labelled_rows(store), tuning_rows(store)
        self.n_items = len(self.rows)
        labels = store.labels.astype(np.float32)
        self.targets, self.tuning_labels = labels[self.rows], labels[self.tuning]

    def learn_from(self, probabilities: NDArray[np.float32]) -> None:
        """Mix a teacher's probabilities, (n_items, n_outputs), into the targets."""
        share = self.settings.teacher_weight
        self.targets = (1 - share) * self.targets + share * probabilities

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return cross-entropy, mean |W| and, if wanted, departure from linearity."""
        assert isinstance(model, Imn)
        crops, targets = self._batch(rows, rng)
        course = model.course(crops)
        logits = model.logits(course.features, course.scaled).float()
        total = nn.functional.binary_cross_entropy_with_logits(logits, targets)
        chosen = torch.randint(
            model.config.n_outputs, (self.settings.n_penalised,), generator=rng
        )
        drawn = model.weights(course.features, chosen.tolist())
        total = total + self.settings.weight_penalty * drawn.abs().mean()
        if self.settings.lfr_weight:
            moved = towards_nearest(crops, rng)
            departure = local_linearity(model, course, moved)
            total = total + self.settings.lfr_weight * departure
        return total

    def _batch(self, rows: NDArray[np.int64], rng: Generator) -> tuple[Tensor, Tensor]:
        crops = self.prepared.random_crops(self.rows[rows], rng)
        how = self.settings.augmentation
        crops = augment(crops, self.prepared.config.fs, how, rng)
        targets = torch.from_numpy(self.targets[rows])
        crops, targets = mix_pairs(crops, targets, how.mixup, rng)
        return crops.to(self.device), targets.to(self.device)

    def validate(self, model: nn.Module) -> Validation:
        """Return the macro AUROC over all statements of the tuning split."""
        with autocast(self.device):
            logits = predict_chunks(
                model, self.prepared.chunks(self.tuning), self.settings.input
            )
        return Validation(macro_auroc(self.tuning_labels, logits))


def train_second_opinion(
    store: PreparedStore,
    out: Path,
    *,
    settings: SecondOpinionSettings = SECOND_OPINION,
    **options: Unpack[SecondOpinionOptions],
) -> TrainResult:
    """
    Run, or go on with, stage "exact".

    Parameters
    ----------
    store : PreparedStore
        Prepared data; the number of outputs is that of the store.
    out : pathlib.Path
        Run folder; ends with model.safetensors and DONE.
    settings : SecondOpinionSettings
        Architecture and recipe.
    **options
        As in `SecondOpinionOptions`.

    Returns
    -------
    TrainResult

    Raises
    ------
    EcgktError
        If the run folder cannot be used or the store lacks a split.
    CheckpointError
        If teacher or run are not whole or of another vocabulary or architecture.
    """
    teacher, init = options.get("teacher"), options.get("init")
    model_config = replace(settings.model, n_outputs=len(store.names))
    settings = replace(settings, model=model_config)
    described = describe(store, STAGE, settings, options)
    described["losses"] = {
        name: getattr(settings, name)
        for name in ("weight_penalty", "n_penalised", "teacher_weight", "lfr_weight")
    }
    asked = None if teacher is None else _load_teacher(teacher, store)
    described["taught_by"] = None if asked is None else asked.identity.networks
    start = None if init is None else load_run(init)
    if start is not None:
        described["init"] = start.sha256

    def build(_seed: int, device: str) -> Work:
        task = SecondOpinionTask(store, settings, device=device)
        model = _build(model_config, task, start).to(device)
        if asked is not None:
            task.learn_from(ask_teacher(asked, task.prepared, task.rows, folder=out))
        return Work(model, task, "tuning_auroc")

    return run_stage(out, described, build, recipe=settings.recipe, options=options)


def _load_teacher(folder: Path, store: PreparedStore) -> Bundle:
    bundle = load_bundle(folder)
    if bundle.config["vocabulary"]["diagnoses"] != [*store.names]:
        raise CheckpointError(
            f"expected a store of the teacher's statements, found {len(store.names)} "
            "others: train without a teacher"
        )
    return bundle


def _build(
    config: ImnConfig, task: SecondOpinionTask, start: FinishedRun | None
) -> Imn:
    model = Imn(config)
    if start is not None:
        fill_model(model, start)
        return model
    # The bias begins at what is known without an ECG, so that W explains the rest.
    share = torch.from_numpy(task.targets.mean(0)).clamp(RAREST, 1 - RAREST)
    with torch.no_grad():
        model.bias.copy_(torch.logit(share))
    return model
