"""Stage 1 of arm "ceiling": regression of the simulator's true latents."""

from dataclasses import replace
from pathlib import Path
from typing import Unpack

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn

from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.models.build import EcgClassifier, build_model
from ecgkt.models.predict import predict_chunks
from ecgkt.training.distillation.table_retention import digest
from ecgkt.training.inputs.augment import augment
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.inputs.table_scaler import CLIP
from ecgkt.training.loop.loop import TrainResult, Validation
from ecgkt.training.loop.precision import autocast
from ecgkt.training.loop.stage import RunOptions, Work, describe, run_stage
from ecgkt.training.recipes.align import ALIGN, AlignSettings


class LatentRegressionTask:
    """
    Crops, latents and the loss of arm "ceiling".

    Parameters
    ----------
    store : PreparedStore
        Splits "train" and "tuning" are used, labels never.
    settings : AlignSettings
        Input, augmentation and recipe of stage 1.
    targets : numpy.ndarray of shape (n_records, n_latents), float32
        Scaled latents, rows as in the store.
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
        settings: AlignSettings,
        targets: NDArray[np.float32],
        *,
        device: str = "cpu",
    ) -> None:
        self.settings, self.targets, self.device = settings, targets, device
        self.prepared = PreparedSignals(store, settings.input)
        self.rows, self.tuning = store.split("train"), store.split("tuning")
        if not len(self.rows) or not len(self.tuning):
            raise EcgktError(
                "the store needs recordings in its train and tuning splits"
            )
        self.n_items = len(self.rows)

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return the mean squared error of all branches on one augmented batch."""
        assert isinstance(model, EcgClassifier)
        items = self.rows[rows]
        crops = self.prepared.random_crops(items, rng)
        crops = augment(
            crops, self.settings.input.fs, self.settings.augmentation, rng
        ).to(self.device)
        targets = torch.from_numpy(self.targets[items]).to(self.device)
        predicted = model.branch_logits(crops).float()
        return (predicted - targets).square().mean()

    def validate(self, model: nn.Module) -> Validation:
        """Return the mean correlation of true and predicted latents on tuning."""
        live = self.settings.input.without_overlap
        with autocast(self.device):
            latents = predict_chunks(model, self.prepared.chunks(self.tuning), live)
        return Validation(_mean_correlation(latents, self.targets[self.tuning]))


def _mean_correlation(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """Average the correlation of columns that vary on both sides; NaN if none does."""
    if a.shape != b.shape:
        raise ValueError(f"expected equal shapes, got {a.shape} and {b.shape}")
    varies = (np.ptp(a, axis=0) > 0) & (np.ptp(b, axis=0) > 0)
    if not varies.any():
        return float("nan")
    left, right = (
        (side - side.mean(axis=0)) / side.std(axis=0)
        for side in (a[:, varies].astype(float), b[:, varies].astype(float))
    )
    return float((left * right).mean(axis=0).mean())


def scale_latents(
    latents: pd.DataFrame, store: PreparedStore
) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """
    Bring latents into the store's order and onto one scale.

    Parameters
    ----------
    latents : pandas.DataFrame
        What `read_truth` gave: a row for every recording of the store.
    store : PreparedStore
        Means and deviations come from its train split.

    Returns
    -------
    names : tuple of str
        Of the latents that vary in train.
    targets : numpy.ndarray of shape (n_records, n_latents), float32
        Standard deviations from the mean, cut at ±5.

    Raises
    ------
    EcgktError
        If none varies.
    """
    wanted = store.records["record_id"].astype(str)
    values = latents.loc[wanted.tolist()].to_numpy(np.float64)
    train = values[store.split("train")]
    varies = np.isfinite(values).all(axis=0) & (train.std(axis=0) > 0)
    if not varies.any():
        raise EcgktError("expected latents that vary, found none: see --truth")
    scaled = (values - train.mean(axis=0))[:, varies] / train.std(axis=0)[varies]
    names = tuple(str(name) for name in latents.columns[varies])
    return names, np.clip(scaled, -CLIP, CLIP).astype(np.float32)


def train_latents(
    store: PreparedStore,
    out: Path,
    *,
    latents: pd.DataFrame,
    settings: AlignSettings = ALIGN,
    **options: Unpack[RunOptions],
) -> TrainResult:
    """
    Train, or go on training, an encoder on the true latents, as long as stage "align".

    Parameters
    ----------
    store : PreparedStore
        Prepared from a simulated cohort; labels are not used.
    out : pathlib.Path
        Run folder; ends with model.safetensors and DONE.
    latents : pandas.DataFrame
        True latents, indexed by record_id.
    settings : AlignSettings
        Architecture, input and recipe; partner and loss are not used.
    **options
        As in `RunOptions`.

    Returns
    -------
    TrainResult
        The score is the mean correlation on tuning.

    Raises
    ------
    EcgktError
        If the run folder cannot be used, the store lacks a split, or latents lack.
    """
    names, targets = scale_latents(latents, store)
    model_config = replace(settings.model, n_outputs=len(names))
    settings = replace(settings, model=model_config)
    described = describe(store, "taught", settings, options)
    described["outputs"] = [*names]
    described["latents"] = digest(targets)

    def build(_seed: int, device: str) -> Work:
        task = LatentRegressionTask(store, settings, targets, device=device)
        return Work(build_model(model_config).to(device), task, "tuning_correlation")

    return run_stage(out, described, build, recipe=settings.recipe, options=options)
