"""Stage "diagnose": a store's statements from random crops of the ECG."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Unpack

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn

from ecgkt.config import InputConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.models.build import EcgClassifier, build_model
from ecgkt.models.predict import predict_chunks
from ecgkt.training.distillation.probe_init import init_heads_from_probe
from ecgkt.training.distillation.table_retention import TableRetentionLoss, digest
from ecgkt.training.distillation.table_teacher import TeacherData, soft_labels
from ecgkt.training.inputs.augment import augment, mix_pairs
from ecgkt.training.inputs.label_fraction import labelled_rows, tuning_rows
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.loop.finished_run import FinishedRun, fill_encoder, load_run
from ecgkt.training.loop.loop import TrainResult, Validation
from ecgkt.training.loop.precision import autocast
from ecgkt.training.loop.stage import RunOptions, Work, describe, run_stage
from ecgkt.training.loop.tuning_score import macro_auroc
from ecgkt.training.recipes.diagnose import DIAGNOSE, DiagnoseSettings
from ecgkt.training.recipes.recipes import Augmentation


class DiagnoseOptions(RunOptions, total=False):
    """
    What stage "diagnose" can be called with, beside `RunOptions`.

    Attributes
    ----------
    shuffle_labels : bool
        Train on wrong labels, as a check for leaks; False by default.
    init : pathlib.Path or None
        A finished run whose encoder to start from, and, where the settings keep the
        table in view of training, the layer that predicted it; inference sees none.
    fraction : float
        Share of the training patients whose labels are used; 1.0 by default.
    latents : numpy.ndarray of shape (n_records, n_latents) or None
        What the run to start from regressed, in the place of the table.
    """

    shuffle_labels: bool
    init: Path | None
    fraction: float
    latents: NDArray[np.float32] | None


class DiagnoseTask:
    """
    Crops, labels and the loss of stage "diagnose".

    Parameters
    ----------
    store : PreparedStore
        Splits "train" and "tuning" are used, "held_out" never.
    input_config : InputConfig
        Crop length and clipping.
    augmentation : Augmentation
        How crops are varied.
    rows : numpy.ndarray of shape (n,), int64, optional
        Training recordings; None takes all labelled ones.
    shuffle_seed : int or None
        If given, labels are permuted among recordings: a model that then scores
        above chance on tuning has found a leak.
    device : str
        "cpu" or "cuda".

    Attributes
    ----------
    memory : TableRetentionLoss or None
        Of the table that the encoder must not forget; None: there is none.
    table_weight : float
        Of its loss.

    Raises
    ------
    EcgktError
        If a split is empty.
    """

    memory: TableRetentionLoss | None = None
    table_weight: float = 0.0

    def __init__(
        self,
        store: PreparedStore,
        *,
        input_config: InputConfig,
        augmentation: Augmentation,
        rows: NDArray[np.int64] | None = None,
        shuffle_seed: int | None = None,
        device: str = "cpu",
    ) -> None:
        self.store, self.device, self.augmentation = store, device, augmentation
        self.prepared = PreparedSignals(store, input_config)
        self.rows = labelled_rows(store) if rows is None else rows
        self.tuning = tuning_rows(store)
        self.n_items = len(self.rows)
        labels = store.labels.astype(np.float32)
        self.labels, self.tuning_labels = labels[self.rows], labels[self.tuning]
        if shuffle_seed is not None:
            order = np.random.default_rng(shuffle_seed).permutation(self.n_items)
            self.labels = self.labels[order]
        self.live = input_config.without_overlap

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return the mean cross-entropy of all branches on one augmented batch."""
        assert isinstance(model, EcgClassifier)
        crops, labels = self._batch(rows, rng)
        embedding = model.encoder(crops.to(self.device))
        logits = model.head_logits(embedding).float()
        targets = labels.to(self.device).expand_as(logits)
        loss = nn.functional.binary_cross_entropy_with_logits(logits, targets)
        if self.memory is None:
            return loss
        missed = self.memory.loss(embedding.float(), self.rows[rows])
        return loss + self.table_weight * missed

    def _batch(self, rows: NDArray[np.int64], rng: Generator) -> tuple[Tensor, Tensor]:
        crops = self.prepared.random_crops(self.rows[rows], rng)
        crops = augment(crops, self.prepared.config.fs, self.augmentation, rng)
        labels = torch.from_numpy(self.labels[rows])
        return mix_pairs(crops, labels, self.augmentation.mixup, rng)

    def validate(self, model: nn.Module) -> Validation:
        """Return the macro AUROC over all statements of the tuning split."""
        logits = self._apply(model, self.tuning)
        return Validation(macro_auroc(self.tuning_labels, logits))

    def ask_teacher(
        self, memory: TableRetentionLoss, model: EcgClassifier, *, own_label: float
    ) -> None:
        """
        Give training ECGs what a ridge teacher, asked out of fold, says of them.

        Labels that may be used keep a weight of `own_label` beside it. Of a calibrated
        teacher the expectation given the ECG is that of the label: the same target
        with less noise (Lopez-Paz et al., ICLR 2016).
        """
        store, labelled = self.store, self.rows
        train, width = store.split("train"), sum(model.encoder.widths)
        seen = np.concatenate([train, self.tuning])
        embedding = np.zeros((len(store.records), width), np.float32)
        embedding[seen] = self._apply(model.encoder, seen)
        patients = store.records["patient_id"].to_numpy()
        data = TeacherData(memory.beside(embedding), store.labels, patients)
        soft = soft_labels(data, labelled=labelled, wanted=train, tuning=self.tuning)
        places = np.searchsorted(train, labelled)
        soft[places] = own_label * self.labels + (1 - own_label) * soft[places]
        self.rows, self.labels, self.n_items = train, soft, len(train)

    def init_heads(self, model: EcgClassifier) -> None:
        """Set the heads to a linear probe of the encoder's embedding."""
        train = self._apply(model.encoder, self.rows), self.labels
        tuning = self._apply(model.encoder, self.tuning), self.tuning_labels
        init_heads_from_probe(model, train, tuning)

    def _apply(self, part: nn.Module, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Put whole recordings through the model or a part of it, in eval mode."""
        with autocast(self.device):
            return predict_chunks(part, self.prepared.chunks(rows), self.live)


def train_diagnose(
    store: PreparedStore,
    out: Path,
    *,
    settings: DiagnoseSettings = DIAGNOSE,
    **options: Unpack[DiagnoseOptions],
) -> TrainResult:
    """
    Run, or go on with, stage "diagnose".

    Parameters
    ----------
    store : PreparedStore
        Prepared data of any vocabulary; recordings that are not labelled are left out.
    out : pathlib.Path
        Run folder; ends with model.safetensors and DONE.
    settings : DiagnoseSettings
        Architecture and recipe; the number of outputs is that of the store.
    **options
        As in `DiagnoseOptions`.

    Returns
    -------
    TrainResult

    Raises
    ------
    EcgktError
        If the run folder cannot be used or the store lacks a split.
    CheckpointError
        If the run to start from is not whole or of another architecture.
    """
    settings = replace(
        settings, model=replace(settings.model, n_outputs=len(store.names))
    )
    shuffle_labels = options.get("shuffle_labels", False)
    fraction, init = options.get("fraction", 1.0), options.get("init")
    targets = options.get("latents")
    start = None if init is None else load_run(init)
    if start is None and settings.needs_table:
        raise EcgktError("the table needs an alignment to start from: give --init")
    described = describe(store, "diagnose", settings, options)
    described |= _departures(settings, start, targets, shuffle_labels, fraction)

    def build(seed: int, device: str) -> Work:
        task = DiagnoseTask(
            store,
            input_config=settings.input,
            augmentation=settings.augmentation,
            rows=labelled_rows(store, fraction=fraction, seed=seed),
            shuffle_seed=seed if shuffle_labels else None,
            device=device,
        )
        model = build_model(settings.model)
        if start is not None:
            fill_encoder(model.encoder, start, settings.model)
        model.to(device)
        if start is not None and settings.needs_table:
            memory = (
                TableRetentionLoss.of_alignment(store, start, device)
                if targets is None
                else TableRetentionLoss.of_latents(targets, start, device)
            )
            if settings.table_weight:
                task.memory, task.table_weight = memory, settings.table_weight
            if settings.teacher:
                task.ask_teacher(memory, model, own_label=settings.own_label)
        if settings.head_start:
            task.init_heads(model)
        return Work(model, task, "tuning_auroc")

    return run_stage(out, described, build, recipe=settings.recipe, options=options)


def _departures(
    settings: DiagnoseSettings,
    start: FinishedRun | None,
    targets: NDArray[np.float32] | None,
    shuffle_labels: bool,
    fraction: float,
) -> dict[str, Any]:
    """Say what else the weights depend on, as far as it is not the usual."""
    named: dict[str, Any] = {
        "init": None if start is None else start.sha256,
        "fraction": None if fraction == 1 else fraction,
        "head_start": settings.head_start,
        "table_weight": settings.table_weight,
        "teacher": settings.teacher,
        "own_label": None if settings.own_label == 1 else settings.own_label,
        "latents": None if targets is None else digest(targets),
    }
    given = {name: value for name, value in named.items() if value}
    return {"shuffle_labels": shuffle_labels, **given}
