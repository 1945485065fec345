"""Stage "context": age and sex learn to correct what a frozen model says of an ECG."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Unpack

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.models.context import ContextConfig, ContextNet, context_rows
from ecgkt.training.inputs.crop_embeddings import view_frozen
from ecgkt.training.inputs.label_fraction import tuning_rows
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.loop.loop import TrainResult, Validation
from ecgkt.training.loop.stage import RunOptions, Work, describe_run, run_stage
from ecgkt.training.loop.tuning_score import macro_auroc
from ecgkt.training.recipes.context import CONTEXT, ContextSettings

STAGE = "context"
SHIPPED, PLAIN = "attends", "plain"
"""The network that is shipped, and what a value adds whatever the ECG shows, which says
what attention is worth."""
N_FOLDS = 5
FOLD_SEED = 41


class ContextTask:
    """
    Crops, contexts, labels and the loss of stage "context".

    It learns from the tuning split, as calibration does: of the ECGs that taught the
    frozen model, its scores are too sure to leave anything to a context. To be judged
    there all the same, each kind of network is trained `N_FOLDS` times more, each time
    without a part of the patients; all of them learn side by side and apart.

    Parameters
    ----------
    bundle : Bundle
        The frozen model.
    store : PreparedStore
        Split "tuning" is used, the others never.
    settings : ContextSettings
        What is forgotten, and the penalty.
    folder : pathlib.Path
        Run folder, where what the model sees is kept.

    Raises
    ------
    EcgktError
        If the split is empty, or the store is of another vocabulary or rate, or states
        neither age nor sex.
    """

    def __init__(
        self,
        bundle: Bundle,
        store: PreparedStore,
        settings: ContextSettings,
        *,
        folder: Path,
    ) -> None:
        if list(store.names) != bundle.config["vocabulary"]["diagnoses"]:
            raise EcgktError(
                f"expected a store of the model's statements, found {len(store.names)} "
                "others"
            )
        self.settings, rows = settings, tuning_rows(store)
        self.n_items = len(rows)
        people = store.records.iloc[rows]
        contexts = context_rows(people["age"], people["sex"])
        if np.isnan(contexts).all():
            raise EcgktError("the store states neither age nor sex of anyone")
        prepared = PreparedSignals(store, bundle.input_config)
        seen = view_frozen(bundle, prepared, rows, folder=folder)
        self.log_odds, crops = map(torch.from_numpy, seen)
        self.crops, self.contexts = crops.float(), torch.from_numpy(contexts)
        self.labels = torch.from_numpy(store.labels[rows].astype(np.float32))
        self.folds = torch.from_numpy(patient_parts(people["patient_id"].to_numpy()))

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return cross-entropy and penalty of the parts, summed over all networks."""
        assert isinstance(model, nn.ModuleDict)
        chosen = torch.from_numpy(rows)
        contexts = self.contexts[chosen]
        is_hidden = torch.rand(contexts.shape, generator=rng) < self.settings.forgotten
        contexts = contexts.masked_fill(is_hidden, torch.nan)
        total = torch.zeros(())
        for name, net in model.items():
            parts = net(self.crops[chosen], contexts).parts
            log_odds = self.log_odds[chosen] + parts.sum(1)
            wrong = binary_cross_entropy_with_logits(
                log_odds, self.labels[chosen], reduction="none"
            ).mean(1)
            penalty = self.settings.penalty * (parts**2).mean((1, 2))
            is_seen = self.folds[chosen] != fold_of(name)
            total = total + ((wrong + penalty) * is_seen).mean()
        return total

    @torch.inference_mode()
    def validate(self, model: nn.Module) -> Validation:
        """Return the macro AUROC of ECGs by the networks that did not see them."""
        assert isinstance(model, nn.ModuleDict)
        model.eval()
        labels = self.labels.numpy()
        scores = {
            kind: macro_auroc(
                labels, (self.log_odds + self._added(model, kind)).numpy()
            )
            for kind in (SHIPPED, PLAIN)
        }
        model.train()
        return Validation(scores[SHIPPED], {PLAIN: scores[PLAIN]})

    def _added(self, model: nn.ModuleDict, kind: str) -> Tensor:
        added = torch.zeros_like(self.log_odds)
        for fold in range(N_FOLDS):
            at = self.folds == fold
            net = model[net_name(kind, fold)]
            added[at] = net(self.crops[at], self.contexts[at]).parts.sum(1)
        return added


def patient_parts(patient_ids: NDArray) -> NDArray[np.int64]:
    """
    Deal patients into `N_FOLDS` parts, the same on every call.

    Parameters
    ----------
    patient_ids : numpy.ndarray of shape (n_records,)
        Whose ECG each record is.

    Returns
    -------
    numpy.ndarray of shape (n_records,), int64
        0 to 4.
    """
    patients, whose = np.unique(patient_ids, return_inverse=True)
    order = np.random.default_rng(FOLD_SEED).permutation(len(patients))
    parts: NDArray[np.int64] = (order % N_FOLDS)[whose]
    return parts


def net_name(kind: str, fold: int | None = None) -> str:
    """Name a network: of all ECGs, or of all but those of one part of the patients."""
    return kind if fold is None else f"{kind}-without-{fold}"


def fold_of(name: str) -> int:
    """Return the part of the patients that a network never sees; -1 for none."""
    _, found, fold = name.partition("-without-")
    return int(fold) if found else -1


def build_nets(config: ContextConfig) -> nn.ModuleDict:
    """Build all networks, untrained, by their names."""
    plain = replace(config, attends=False)
    return nn.ModuleDict(
        {
            net_name(kind, fold): ContextNet(shape)
            for kind, shape in ((SHIPPED, config), (PLAIN, plain))
            for fold in (None, *range(N_FOLDS))
        }
    )


def train_context(
    store: PreparedStore,
    out: Path,
    *,
    model: Path,
    settings: ContextSettings = CONTEXT,
    **options: Unpack[RunOptions],
) -> TrainResult:
    """
    Run, or go on with, stage "context".

    Parameters
    ----------
    store : PreparedStore
        The one that the model was trained on.
    out : pathlib.Path
        Run folder; ends with model.safetensors and DONE.
    model : pathlib.Path
        Folder of the model that is corrected; it stays as it is.
    settings : ContextSettings
        Architecture and recipe.
    **options
        As in `RunOptions`.

    Returns
    -------
    TrainResult

    Raises
    ------
    EcgktError
        If the run folder cannot be used or the store does not fit the model.
    CheckpointError
        If the model, or what was kept of an earlier call, is damaged.
    """
    bundle = load_bundle(model)
    config = ContextConfig(
        n_features=sum(bundle.model.encoder.widths),
        n_outputs=len(store.names),
        width=settings.width,
        hidden=settings.hidden,
        dropout=settings.dropout,
    )
    subject: dict[str, Any] = {
        "data_hash": store.manifest["data_hash"],
        "source": store.manifest["source"],
        "model_sha256": bundle.identity.sha256,
        "architecture": config.to_dict(),
        "recipe": settings.recipe.to_dict(),
        "forgotten": settings.forgotten,
        "penalty": settings.penalty,
    }

    def build(_seed: int, device: str) -> Work:
        task = ContextTask(bundle, store, settings, folder=out)
        return Work(build_nets(config).to(device), task, "tuning_auroc")

    described = describe_run(STAGE, subject, settings.recipe, options)
    return run_stage(out, described, build, recipe=settings.recipe, options=options)
