"""Stage "align": the ECG's embedding learns what the clinical table knows."""

from pathlib import Path
from typing import Unpack

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn

from ecgkt.dataset.clinical_table import clinical_table
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.files import to_json
from ecgkt.models.joint import FUSED, JointModel, ProjectionPair, TableBatch
from ecgkt.models.predict import crop_starts, predict_chunks
from ecgkt.training.inputs.align_tables import (
    AlignTables,
    align_tables,
    permute_pairs,
    stay_groups,
)
from ecgkt.training.inputs.augment import augment
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.inputs.table_scaler import TableScaler, fit_scaler
from ecgkt.training.loop.finished_run import ENCODER
from ecgkt.training.loop.loop import TrainResult, Validation
from ecgkt.training.loop.precision import autocast
from ecgkt.training.loop.stage import (
    WEIGHTS,
    RunOptions,
    Work,
    describe,
    run_stage,
    serialise,
)
from ecgkt.training.losses.pair_loss import PAIR_LOSSES
from ecgkt.training.recipes.align import ALIGN, AlignSettings
from ecgkt.training.stages.embedding_checks import (
    effective_rank,
    matching_auroc,
    median_std,
)

MAX_TUNING = 2048
"""Tuning recordings that are matched at most: the time grows with their square."""


class AlignTask:
    """
    Crops, tables and the loss of stage "align".

    Parameters
    ----------
    store : PreparedStore
        Splits "train" and "tuning" are used, labels never.
    settings : AlignSettings
        What is compared, and how.
    seed : int
        Of the permutation, for partner "permuted".
    device : str
        "cpu" or "cuda".

    Raises
    ------
    EcgktError
        If a split is empty or there is no table to compare with.
    """

    def __init__(
        self,
        store: PreparedStore,
        settings: AlignSettings,
        *,
        seed: int = 0,
        device: str = "cpu",
    ) -> None:
        self.settings, self.device = settings, device
        self.prepared = PreparedSignals(store, settings.input)
        self.rows = store.split("train")
        tuning = store.split("tuning")
        if len(self.rows) < 2 or len(tuning) < 2:
            found = f"{len(self.rows)} and {len(tuning)}"
            raise EcgktError(
                f"expected two recordings each in train and tuning, found {found}: use "
                "a larger store"
            )
        step = -(-len(tuning) // MAX_TUNING)
        self.tuning, self.n_items = tuning[::step], len(self.rows)
        self.groups = torch.from_numpy(stay_groups(store))
        self.scaler, self.tables = _tables_of(store, self.rows, settings)
        is_permuted = settings.partner == "permuted"
        self.partners = permute_pairs(self.rows, seed) if is_permuted else self.rows

    def build(self) -> JointModel:
        """Build the network, weights from torch's global generator."""
        settings = self.settings
        return JointModel(
            settings.model,
            settings.joint,
            {name: len(places) for name, places in self.tables.places.items()},
            has_views=self.has_views,
            has_temperature=settings.loss == "infonce",
            n_regressed=self.tables.values.shape[1] if settings.table_weight else 0,
        )

    @property
    def has_views(self) -> bool:
        """Whether two crops of each ECG are seen per step."""
        return self.settings.partner == "view" or self.settings.view_weight > 0

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return the mean loss of all pairs of one augmented batch."""
        assert isinstance(model, JointModel)
        items = self.rows[rows]
        crops = [self._crops(items, rng) for _ in range(1 + self.has_views)]
        tables = self.tables.batch(self.partners[rows], rng, self.device)
        groups = self.groups[items].to(self.device)
        embedding = model.encoder(torch.cat(crops).to(self.device)).float()
        # The losses subtract large numbers of nearly equal size: bf16 would not do.
        with torch.autocast(self.device, enabled=False):
            return self._compare(model, embedding, tables, groups, rng)

    def _compare(
        self,
        model: JointModel,
        embedding: Tensor,
        tables: dict[str, TableBatch],
        groups: Tensor,
        rng: Generator,
    ) -> Tensor:
        settings, n = self.settings, len(groups)
        measure = PAIR_LOSSES[settings.loss]
        pairs = model.pairs(embedding[:n], tables)
        parts = [measure(model, pair, groups, rng) for pair in pairs.values()]
        total = torch.stack(parts).mean() if parts else embedding.sum() * 0
        if self.has_views:
            views = model.views(embedding[:n], embedding[n:])
            weight = settings.view_weight if settings.partner != "view" else 1.0
            total = total + weight * measure(model, views, groups, rng)
        if model.regressor is not None:
            predicted = model.regressor(embedding[:n])
            total = total + settings.table_weight * self._miss(predicted, tables)
        return total

    def _miss(self, predicted: Tensor, tables: dict[str, TableBatch]) -> Tensor:
        """Return the mean squared error over what is known and was not dropped."""
        error = known = predicted.new_zeros(())
        for name, table in tables.items():
            weight = 1 - table.missing
            places = self.tables.places[name].to(predicted.device)
            square = (predicted[:, places] - table.values).square()
            error, known = error + (square * weight).sum(), known + weight.sum()
        return error / known.clamp_min(1)

    def _crops(self, items: NDArray[np.int64], rng: Generator) -> Tensor:
        crops = self.prepared.random_crops(items, rng)
        return augment(crops, self.settings.input.fs, self.settings.augmentation, rng)

    @torch.no_grad()
    def validate(self, model: nn.Module) -> Validation:
        """
        Ask how often an ECG is nearer to its own partner than to another's.

        The partner is the table as a whole, the only modality, or, for "view", the last
        crop of the same ECG. Rank and spread of embedding and projection are logged.
        """
        assert isinstance(model, JointModel)
        training = model.training
        model.eval()
        embedding, pairs = self._tuning_pairs(model)
        model.train(training)
        details = {"embedding_rank": effective_rank(embedding)}
        figures = {}
        for name, pair in pairs.items():
            ecg, clinical = (
                side.float().cpu().numpy() for side in (pair.ecg, pair.clinical)
            )
            figures[name] = matching_auroc(ecg, clinical)
            details[f"{name}_matching"] = figures[name]
            details[f"{name}_ecg_std"] = median_std(ecg)
            details[f"{name}_clinical_std"] = median_std(clinical)
            details[f"{name}_ecg_rank"] = effective_rank(ecg)
        score = figures.get(FUSED, next(iter(figures.values()), float("nan")))
        return Validation(score, details)

    def _tuning_pairs(
        self, model: JointModel
    ) -> tuple[NDArray[np.float32], dict[str, ProjectionPair]]:
        live = self.settings.input.without_overlap
        with autocast(self.device):
            embedding = predict_chunks(
                model.encoder, self.prepared.chunks(self.tuning), live
            )
            if self.settings.partner == "view":
                return embedding, {"view": self._tuning_views(model)}
        tables = self.tables.batch(self.tuning, None, self.device)
        on_device = torch.from_numpy(embedding).to(self.device)
        return embedding, model.pairs(on_device, tables)

    def _tuning_views(self, model: JointModel) -> ProjectionPair:
        starts = crop_starts(self.settings.input)
        sides = []
        for start in (starts[0], starts[-1]):
            places = torch.full((len(self.tuning),), start)
            crops = self.prepared.crops(self.tuning, places).to(self.device)
            sides.append(
                torch.cat([model.encoder(x).float() for x in crops.split(512)])
            )
        return model.views(*sides)


def _tables_of(
    store: PreparedStore, rows: NDArray[np.int64], settings: AlignSettings
) -> tuple[TableScaler, AlignTables]:
    table = clinical_table(store)
    wanted = () if settings.partner == "view" else settings.modalities
    scaler = fit_scaler(table, rows, wanted)
    if wanted and not scaler.names:
        raise EcgktError(
            f"expected {', '.join(wanted)} beside the ECGs to align them with, found "
            "no column with enough values: prepare a store with clinical tables"
        )
    scaled = scaler.apply(table)
    has_values = settings.partner != "flags"
    return scaler, align_tables(scaled, scaler, has_values=has_values)


def train_align(
    store: PreparedStore,
    out: Path,
    *,
    settings: AlignSettings = ALIGN,
    **options: Unpack[RunOptions],
) -> TrainResult:
    """
    Run, or go on with, stage "align".

    Parameters
    ----------
    store : PreparedStore
        Prepared data; labels are not used.
    out : pathlib.Path
        Run folder; ends with model.safetensors (the ECG encoder and nothing else),
        joint.safetensors (all of it), scaler.json and DONE.
    settings : AlignSettings
        Architecture, partner, loss and recipe.
    **options
        As in `RunOptions`.

    Returns
    -------
    TrainResult
        The score is the share of other partners that are farther than the own one.

    Raises
    ------
    EcgktError
        If the run folder cannot be used, the store lacks a split or has no tables.
    """
    described = describe(store, "align", settings, options) | {
        "joint": settings.joint.to_dict(),
        "partner": settings.partner,
        "loss": settings.loss,
        "modalities": [*settings.modalities],
        "view_weight": settings.view_weight,
        "table_weight": settings.table_weight,
    }

    def build(seed: int, device: str) -> Work:
        task = AlignTask(store, settings, seed=seed, device=device)
        model = task.build().to(device)

        def files() -> dict[str, bytes]:
            state = model.state_dict()
            encoder = {k: v for k, v in state.items() if k.startswith(ENCODER)}
            return {
                WEIGHTS: serialise(encoder),
                "joint.safetensors": serialise(state),
                "scaler.json": to_json(task.scaler.to_dict()),
            }

        return Work(model, task, "tuning_matching", files, 1 + task.has_views)

    return run_stage(out, described, build, recipe=settings.recipe, options=options)
