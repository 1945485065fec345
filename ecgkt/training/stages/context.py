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
from ecgkt.training.inputs.label_fraction import labelled_rows, tuning_rows
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.loop.loop import TrainResult, Validation
from ecgkt.training.loop.stage import RunOptions, Work, describe_run, run_stage
from ecgkt.training.loop.tuning_score import macro_auroc
from ecgkt.training.recipes.context import CONTEXT, ContextSettings

STAGE = "context"
SHIPPED, PLAIN = "attends", "plain"
"""Two networks learn side by side and apart: the one that is shipped, and what a value
adds whatever the ECG shows, which says what attention is worth."""


class ContextTask:
    """
    Crops, contexts, labels and the loss of stage "context".

    Parameters
    ----------
    bundle : Bundle
        The frozen model.
    store : PreparedStore
        Splits "train" and "tuning" are used, "held_out" never.
    settings : ContextSettings
        What is forgotten, and the penalty.
    folder : pathlib.Path
        Run folder, where what the model sees is kept.

    Raises
    ------
    EcgktError
        If a split is empty, or the store is of another vocabulary or rate, or states
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
        self.settings = settings
        train, tuning = labelled_rows(store), tuning_rows(store)
        self.n_items, rows = len(train), np.concatenate([train, tuning])
        prepared = PreparedSignals(store, bundle.input_config)
        seen = view_frozen(bundle, prepared, rows, folder=folder)
        self.log_odds, self.crops = map(torch.from_numpy, seen)
        self.labels = torch.from_numpy(store.labels[rows].astype(np.float32))
        people = store.records.iloc[rows]
        self.contexts = torch.from_numpy(context_rows(people["age"], people["sex"]))
        if self.contexts.isnan().all():
            raise EcgktError("the store states neither age nor sex of anyone")

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return the mean cross-entropy and the penalty of the parts, of both nets."""
        assert isinstance(model, nn.ModuleDict)
        chosen = torch.from_numpy(rows)
        contexts = self.contexts[chosen]
        is_hidden = torch.rand(contexts.shape, generator=rng) < self.settings.forgotten
        contexts = contexts.masked_fill(is_hidden, torch.nan)
        crops, labels = self.crops[chosen].float(), self.labels[chosen]
        total = torch.zeros(())
        for net in model.values():
            parts = net(crops, contexts).parts
            log_odds = self.log_odds[chosen] + parts.sum(1)
            total = total + self.settings.penalty * (parts**2).mean()
            total = total + binary_cross_entropy_with_logits(log_odds, labels)
        return total

    @torch.inference_mode()
    def validate(self, model: nn.Module) -> Validation:
        """Return the macro AUROC over all statements of the tuning split."""
        assert isinstance(model, nn.ModuleDict)
        tuning = slice(self.n_items, None)
        labels, log_odds = self.labels[tuning].numpy(), self.log_odds[tuning]
        model.eval()
        scores = {
            name: macro_auroc(labels, (log_odds + net(*both).parts.sum(1)).numpy())
            for both in [(self.crops[tuning].float(), self.contexts[tuning])]
            for name, net in model.items()
        }
        model.train()
        return Validation(scores[SHIPPED], {PLAIN: scores[PLAIN]})


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


def build_nets(config: ContextConfig) -> nn.ModuleDict:
    """Build both networks, untrained, by their names."""
    plain = replace(config, attends=False)
    return nn.ModuleDict({SHIPPED: ContextNet(config), PLAIN: ContextNet(plain)})
