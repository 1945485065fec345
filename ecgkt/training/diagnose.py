"""Stage "diagnose": the 71 statements from random crops of the ECG."""

import platform
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save as serialise_tensors
from torch import Generator, Tensor, nn

from ecgkt.config import InputConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.models.build import EcgClassifier, build_model
from ecgkt.models.predict import predict_logits
from ecgkt.preprocess.model_input import prepare_leads
from ecgkt.training.augment import augment, mix_pairs
from ecgkt.training.loop import Ending, train
from ecgkt.training.recipes import DIAGNOSE, Augmentation, DiagnoseSettings
from ecgkt.training.run_folder import RunFolder
from ecgkt.training.tuning_score import macro_auroc


class RunLimits(NamedTuple):
    """
    What one call may do of a run; it does not change the weights.

    Attributes
    ----------
    resume : bool
        Go on from the newest checkpoint.
    time_budget : float or None
        Minutes after which to stop cleanly.
    """

    resume: bool = False
    time_budget: float | None = None


UNLIMITED = RunLimits()


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
    shuffle_seed : int or None
        If given, labels are dealt to the wrong recordings: a model that then scores
        above chance on tuning has found a leak.
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
        *,
        input_config: InputConfig,
        augmentation: Augmentation,
        shuffle_seed: int | None = None,
        device: str = "cpu",
    ) -> None:
        self.store, self.device = store, device
        self.input, self.augmentation = input_config, augmentation
        self.rows, self.tuning = store.split("train"), store.split("tuning")
        if not len(self.rows) or not len(self.tuning):
            raise EcgktError(
                "the store needs recordings in its train and tuning splits"
            )
        self.n_items = len(self.rows)
        labels = store.labels.astype(np.float32)
        self.labels, self.tuning_labels = labels[self.rows], labels[self.tuning]
        if shuffle_seed is not None:
            order = np.random.default_rng(shuffle_seed).permutation(self.n_items)
            self.labels = self.labels[order]
        # Live judgement with touching crops: half the cost of the shipped overlap.
        self.live = InputConfig.from_dict(
            {**input_config.to_dict(), "crop_stride": input_config.crop}
        )

    def signals(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return prepared recordings of the store, (n, 8, n_samples) in mV."""
        return prepare_leads(np.nan_to_num(self.store.millivolts(rows)), self.input)

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return the mean cross-entropy of all branches on one augmented batch."""
        assert isinstance(model, EcgClassifier)
        crops, labels = self._batch(rows, rng)
        logits = model.branch_logits(crops.to(self.device)).float()
        targets = labels.to(self.device).expand_as(logits)
        return nn.functional.binary_cross_entropy_with_logits(logits, targets)

    def _batch(self, rows: NDArray[np.int64], rng: Generator) -> tuple[Tensor, Tensor]:
        length = self.input.crop_samples
        signals = torch.from_numpy(self.signals(self.rows[rows]))
        last = signals.shape[2] - length
        starts = torch.randint(0, last + 1, (len(rows), 1, 1), generator=rng)
        places = (starts + torch.arange(length)).expand(-1, signals.shape[1], -1)
        crops = augment(
            signals.gather(2, places), self.input.fs, self.augmentation, rng
        )
        labels = torch.from_numpy(self.labels[rows])
        return mix_pairs(crops, labels, self.augmentation.mixup, rng)

    def judge(self, model: nn.Module) -> float:
        """Return the macro AUROC over all statements of the tuning split."""
        with torch.autocast(self.device, dtype=torch.bfloat16):
            logits = predict_logits(model, self.signals(self.tuning), self.live)
        return macro_auroc(self.tuning_labels, logits)


def train_diagnose(
    store: PreparedStore,
    out: Path,
    *,
    seed: int = 0,
    shuffle_labels: bool = False,
    device: str = "cpu",
    limits: RunLimits = UNLIMITED,
    settings: DiagnoseSettings = DIAGNOSE,
) -> Ending:
    """
    Run, or go on with, stage "diagnose".

    Parameters
    ----------
    store : PreparedStore
        Prepared data.
    out : pathlib.Path
        Run folder; ends with model.safetensors and DONE.
    seed : int
        Of weights, order, crops and augmentation.
    shuffle_labels : bool
        Train on wrong labels, as a check for leaks.
    device : str
        "cpu" or "cuda".
    limits : RunLimits
        Whether to go on with an older call, and for how long.
    settings : DiagnoseSettings
        Architecture and recipe.

    Returns
    -------
    Ending

    Raises
    ------
    EcgktError
        If the run folder cannot be used or the store lacks a split.
    """
    described = _describe(store, settings, seed, shuffle_labels, device)
    run = RunFolder(out, described, resume=limits.resume)
    try:
        task = DiagnoseTask(
            store,
            input_config=settings.input,
            augmentation=settings.augmentation,
            shuffle_seed=seed if shuffle_labels else None,
            device=device,
        )
        torch.manual_seed(seed)
        model = build_model(settings.model).to(device)
        ending = train(
            model,
            task,
            run,
            recipe=settings.recipe,
            seed=seed,
            time_budget=limits.time_budget,
        )
        if ending.is_finished:
            weights = {k: v.contiguous().cpu() for k, v in model.state_dict().items()}
            summary = {"stage": "diagnose", "tuning_auroc": ending.score}
            run.finish({"model.safetensors": serialise_tensors(weights)}, summary)
        return ending
    finally:
        run.close()


def _describe(
    store: PreparedStore,
    settings: DiagnoseSettings,
    seed: int,
    shuffle_labels: bool,
    device: str,
) -> dict[str, Any]:
    return {
        "stage": "diagnose",
        "seed": seed,
        "shuffle_labels": shuffle_labels,
        "data_hash": store.manifest["data_hash"],
        "source": store.manifest["source"],
        "architecture": settings.model.to_dict(),
        "input": settings.input.to_dict(),
        "recipe": settings.recipe.to_dict(),
        "augmentation": settings.augmentation.to_dict(),
        "device": device,
        "torch": torch.__version__,
        "machine": platform.machine(),
    }
