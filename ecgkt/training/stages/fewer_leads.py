"""Stages "fewer-leads" and "lost-leads": networks that know which leads are missing."""

from dataclasses import replace
from pathlib import Path
from typing import Unpack

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn

from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import CheckpointError
from ecgkt.models.masked import LeadFiller, MaskedClassifier
from ecgkt.models.predict import predict_chunks
from ecgkt.preprocess.model_input import keep_leads
from ecgkt.training.inputs.augment import augment, mix_pairs
from ecgkt.training.inputs.label_fraction import labelled_rows, tuning_rows
from ecgkt.training.inputs.mask import mask
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.loop.finished_run import ENCODER, FinishedRun, load_run
from ecgkt.training.loop.loop import TrainResult, Validation
from ecgkt.training.loop.precision import autocast
from ecgkt.training.loop.stage import RunOptions, Work, describe, run_stage
from ecgkt.training.loop.tuning_score import macro_auroc
from ecgkt.training.recipes.fewer_leads import (
    FEWER_LEADS,
    LOST_LEADS,
    FewerLeadsSettings,
)
from ecgkt.vocab.lead_sets import measured_set
from ecgkt.vocab.leads import INDEPENDENT_LEADS

SCORES, FILLS = "fewer-leads", "lost-leads"
JUDGED = (("I",), ("I", "II"), tuple(x for x in INDEPENDENT_LEADS if x != "V3"))
"""Leads whose scores are watched: a watch, the limbs, one electrode off."""


class MaskedTask:
    """
    What both stages share: crops of which much is taken away.

    Parameters
    ----------
    store : PreparedStore
        Splits "train" and "tuning" are used, "held_out" never.
    settings : FewerLeadsSettings
        Input, augmentation and masking.
    device : str
        "cpu" or "cuda".

    Raises
    ------
    EcgktError
        If a split is empty.
    """

    def __init__(
        self, store: PreparedStore, settings: FewerLeadsSettings, *, device: str = "cpu"
    ) -> None:
        self.settings, self.device = settings, device
        self.prepared = PreparedSignals(store, settings.input)
        self.rows, self.tuning = labelled_rows(store), tuning_rows(store)
        self.n_items = len(self.rows)
        labels = store.labels.astype(np.float32)
        self.labels, self.tuning_labels = labels[self.rows], labels[self.tuning]

    def crops(self, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Draw and vary a crop of each recording, all leads still there."""
        crops = self.prepared.random_crops(self.rows[rows], rng)
        settings = self.settings
        return augment(crops, self.prepared.config.fs, settings.augmentation, rng)

    def mask(self, crops: Tensor, rng: Generator) -> Tensor:
        """Take leads and stretches away."""
        return mask(crops, self.prepared.config.fs, self.settings.masking, rng)


class ScoreTask(MaskedTask):
    """Crops, labels and the loss of stage "fewer-leads"; see `MaskedTask`."""

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return the cross-entropy of one masked batch."""
        labels = torch.from_numpy(self.labels[rows])
        mixup = self.settings.augmentation.mixup
        crops, labels = mix_pairs(self.crops(rows, rng), labels, mixup, rng)
        logits = model(self.mask(crops, rng).to(self.device)).float()
        return nn.functional.binary_cross_entropy_with_logits(
            logits, labels.to(self.device)
        )

    def validate(self, model: nn.Module) -> Validation:
        """Return the macro AUROC of the tuning split, mean over the judged sets."""
        live = self.settings.input.without_overlap
        found = {}
        for leads in JUDGED:
            chunks = self.prepared.chunks(self.tuning)
            kept = (keep_leads(chunk, leads) for chunk in chunks)
            with autocast(self.device):
                logits = predict_chunks(model, kept, live)
            named = measured_set(leads)
            assert named is not None
            found[named.name] = macro_auroc(self.tuning_labels, logits)
        return Validation(float(np.mean([*found.values()])), found)


class FillTask(MaskedTask):
    """Crops and the loss of stage "lost-leads"; see `MaskedTask`."""

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return how far what was taken away is from what is estimated."""
        assert isinstance(model, LeadFiller)
        crops = self.crops(rows, rng)
        return self._missed(model, crops, self.mask(crops, rng))

    def _missed(self, model: LeadFiller, crops: Tensor, masked: Tensor) -> Tensor:
        masked, crops = masked.to(self.device), crops.to(self.device)
        error = (model(masked) - crops)[masked.isnan()] / model.typical_mv
        return nn.functional.smooth_l1_loss(error, torch.zeros_like(error))

    @torch.no_grad()
    def validate(self, model: nn.Module) -> Validation:
        """Return the loss on the tuning split, negative, under fixed draws."""
        assert isinstance(model, LeadFiller)
        model.eval()
        missed = []
        for place, signals in enumerate(self.prepared.chunks(self.tuning)):
            crops = torch.from_numpy(signals)[:, :, : self.prepared.config.crop_samples]
            masked = self.mask(crops, Generator().manual_seed(place))
            with autocast(self.device):
                missed.append(self._missed(model, crops, masked).item())
        return Validation(-float(np.mean(missed)))

    def second_moments(self) -> Tensor:
        """Return the mean products of the leads over the training split, mV²."""
        total, n_samples = np.zeros((len(INDEPENDENT_LEADS),) * 2), 0
        for signals in self.prepared.chunks(self.rows):
            wide = signals.transpose(1, 0, 2).reshape(len(total), -1)
            total += (wide @ wide.T).astype(np.float64)
            n_samples += wide.shape[1]
        return torch.from_numpy((total / n_samples).astype(np.float32))


class FewerLeadsOptions(RunOptions, total=False):
    """
    What stage "fewer-leads" can be called with, beside `RunOptions`.

    Attributes
    ----------
    init : pathlib.Path or None
        A finished run of stage "lost-leads" whose encoder to start from.
    """

    init: Path | None


def train_fewer_leads(
    store: PreparedStore,
    out: Path,
    *,
    settings: FewerLeadsSettings = FEWER_LEADS,
    **options: Unpack[FewerLeadsOptions],
) -> TrainResult:
    """
    Run, or go on with, stage "fewer-leads": statements from the leads that are there.

    Parameters
    ----------
    store : PreparedStore
        Prepared data; the number of outputs is that of the store.
    out : pathlib.Path
        Run folder; ends with model.safetensors and DONE.
    settings : FewerLeadsSettings
        Architecture, recipe and masking.
    **options
        As in `FewerLeadsOptions`.

    Returns
    -------
    TrainResult

    Raises
    ------
    EcgktError
        If the run folder cannot be used or the store lacks a split.
    CheckpointError
        If the run to start from is not whole or of another stage or architecture.
    """
    model_config = replace(settings.model, n_outputs=len(store.names))
    settings = replace(settings, model=model_config)
    described = describe(store, SCORES, settings, options)
    described["masking"] = settings.masking.to_dict()
    init = options.get("init")
    start = None if init is None else load_run(init)
    if start is not None:
        described["init"] = start.sha256

    def build(_seed: int, device: str) -> Work:
        model = MaskedClassifier(settings.model)
        if start is not None:
            _fill_encoder(model.encoder, start)
        task = ScoreTask(store, settings, device=device)
        return Work(model.to(device), task, "tuning_auroc")

    return run_stage(out, described, build, recipe=settings.recipe, options=options)


def _fill_encoder(encoder: nn.Module, run: FinishedRun) -> None:
    found = {
        name.removeprefix(ENCODER): value
        for name, value in run.tensors.items()
        if name.startswith(ENCODER)
    }
    try:
        encoder.load_state_dict(found)
    except RuntimeError as error:
        raise CheckpointError(
            f"expected a run of stage {FILLS} of the same channels, found another in "
            f"{run.folder}"
        ) from error


def train_lost_leads(
    store: PreparedStore,
    out: Path,
    *,
    settings: FewerLeadsSettings = LOST_LEADS,
    **options: Unpack[RunOptions],
) -> TrainResult:
    """
    Run, or go on with, stage "lost-leads": leads from those that are there.

    Parameters
    ----------
    store, out, settings, **options
        As of `train_fewer_leads`.

    Returns
    -------
    TrainResult

    Raises
    ------
    EcgktError
        If the run folder cannot be used or the store lacks a split.
    """
    described = describe(store, FILLS, settings, options)
    described["masking"] = settings.masking.to_dict()

    def build(_seed: int, device: str) -> Work:
        task = FillTask(store, settings, device=device)
        model = LeadFiller(settings.model)
        model.second_moments.copy_(task.second_moments())
        return Work(model.to(device), task, "tuning_loss_negative")

    return run_stage(out, described, build, recipe=settings.recipe, options=options)
