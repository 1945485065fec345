"""The multimodal reference: ECG and table together, in training and at inference."""

from dataclasses import replace
from pathlib import Path
from typing import Unpack

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn

from ecgkt.dataset.clinical_table import MODALITIES, clinical_table
from ecgkt.dataset.store import PreparedStore
from ecgkt.files import to_json
from ecgkt.models.fusion import FusedClassifier
from ecgkt.models.predict import predict_chunks
from ecgkt.training.inputs.augment import augment, mix_pairs
from ecgkt.training.inputs.label_fraction import labelled_rows, tuning_rows
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.inputs.table_scaler import ScaledTable, fit_scaler
from ecgkt.training.loop.loop import TrainResult, Validation
from ecgkt.training.loop.stage import (
    WEIGHTS,
    RunOptions,
    Work,
    describe,
    run_stage,
    serialise,
)
from ecgkt.training.loop.tuning_score import macro_auroc
from ecgkt.training.recipes.diagnose import DIAGNOSE, DiagnoseSettings


class FusedTask:
    """
    Crops, tables, labels and the loss of the multimodal reference.

    Parameters
    ----------
    store : PreparedStore
        Splits "train" and "tuning" are used, "held_out" never.
    settings : DiagnoseSettings
        As for the ECG alone.
    rows : numpy.ndarray of shape (n,), int64
        Training recordings.
    device : str
        "cpu" or "cuda".

    Raises
    ------
    EcgktError
        If no tuning recording is labelled.
    """

    def __init__(
        self,
        store: PreparedStore,
        settings: DiagnoseSettings,
        rows: NDArray[np.int64],
        *,
        device: str = "cpu",
    ) -> None:
        self.settings, self.device = settings, device
        self.prepared = PreparedSignals(store, settings.input)
        self.rows, self.tuning = rows, tuning_rows(store)
        self.n_items = len(rows)
        labels = store.labels.astype(np.float32)
        self.labels, self.tuning_labels = labels[rows], labels[self.tuning]
        table = clinical_table(store)
        # Tables need no labels: the scales come from all training recordings.
        self.scaler = fit_scaler(table, store.split("train"), MODALITIES)
        self.table = self.scaler.apply(table)

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return the mean cross-entropy on one augmented batch."""
        assert isinstance(model, FusedClassifier)
        items, settings = self.rows[rows], self.settings
        crops = self.prepared.random_crops(items, rng)
        crops = augment(crops, settings.input.fs, settings.augmentation, rng)
        # Mixed ECGs get tables mixed by the same share.
        beside = (
            self.labels[rows],
            self.table.values[items],
            self.table.missing[items],
        )
        crops, mixed = mix_pairs(
            crops,
            torch.from_numpy(np.hstack(beside)),
            settings.augmentation.mixup,
            rng,
        )
        targets, values, missing = mixed.to(self.device).split(
            [part.shape[1] for part in beside], dim=1
        )
        logits = model(crops.to(self.device), values, missing).float()
        return nn.functional.binary_cross_entropy_with_logits(logits, targets)

    def validate(self, model: nn.Module) -> Validation:
        """Return the macro AUROC over all statements of the tuning split."""
        assert isinstance(model, FusedClassifier)
        logits = predict_fused(model, self.prepared, self.table, self.tuning)
        return Validation(macro_auroc(self.tuning_labels, logits))


@torch.no_grad()
def predict_fused(
    model: FusedClassifier,
    prepared: PreparedSignals,
    table: ScaledTable,
    rows: NDArray[np.int64],
) -> NDArray[np.float32]:
    """
    Score recordings with their tables; crops are averaged before the linear layer.

    Parameters
    ----------
    model : FusedClassifier
        Its mode is left as it was.
    prepared : PreparedSignals
        The store's ECGs.
    table : ScaledTable
        The store's tables.
    rows : numpy.ndarray of shape (n,), int64
        Rows of the store.

    Returns
    -------
    numpy.ndarray of shape (n, n_outputs), float32
        Logits before calibration.
    """
    training = model.training
    model.eval()
    device = model.head.weight.device
    embedding = predict_chunks(model.encoder, prepared.chunks(rows), prepared.config)
    sides = (embedding, table.values[rows], table.missing[rows])
    logits = model.fuse(*(torch.from_numpy(side).to(device) for side in sides))
    model.train(training)
    scores: NDArray[np.float32] = logits.float().cpu().numpy()
    return scores


def train_fused(
    store: PreparedStore,
    out: Path,
    *,
    settings: DiagnoseSettings = DIAGNOSE,
    fraction: float = 1.0,
    **options: Unpack[RunOptions],
) -> TrainResult:
    """
    Train, or go on training, the multimodal reference.

    Parameters
    ----------
    store : PreparedStore
        Prepared data; recordings that are not labelled are left out.
    out : pathlib.Path
        Run folder; ends with model.safetensors, scaler.json and DONE.
    settings : DiagnoseSettings
        Architecture and recipe; the number of outputs is that of the store.
    fraction : float
        Share of the training patients whose labels are used.
    **options
        As in `RunOptions`.

    Returns
    -------
    TrainResult

    Raises
    ------
    EcgktError
        If the run folder cannot be used or the store lacks a split.
    """
    model_config = replace(settings.model, n_outputs=len(store.names))
    settings = replace(settings, model=model_config)
    described = describe(store, "fused", settings, options)
    described["fraction"] = fraction

    def build(seed: int, device: str) -> Work:
        rows = labelled_rows(store, fraction=fraction, seed=seed)
        task = FusedTask(store, settings, rows, device=device)
        model = FusedClassifier(model_config, len(task.scaler.names)).to(device)

        def files() -> dict[str, bytes]:
            return {
                WEIGHTS: serialise(model.state_dict()),
                "scaler.json": to_json(task.scaler.to_dict()),
            }

        return Work(model, task, "tuning_auroc", files)

    return run_stage(out, described, build, recipe=settings.recipe, options=options)
