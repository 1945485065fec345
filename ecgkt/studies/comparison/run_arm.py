"""Running one variant of one arm on one part: from training to scores."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ecgkt.models.predict import predict_chunks, random_encoder
from ecgkt.studies.comparison.arms import (
    EQUAL_COMPUTE,
    LOGISTIC,
    NETWORKS,
    PARTNERS,
    PERCEPTRON,
    TABLE_KEPT,
    TABLE_MIXED,
    TAUGHT,
    TAUGHT_MIXED,
    TREES,
)
from ecgkt.studies.comparison.partitions import Part
from ecgkt.studies.comparison.workbench import ArmBench
from ecgkt.training.baselines import (
    Fit,
    Floats,
    Scores,
    TableData,
    fit_boosted_trees,
    fit_logistic,
    fit_perceptron,
)
from ecgkt.training.inputs.label_fraction import labelled_rows
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.loop.schedule import plan_steps
from ecgkt.training.recipes.diagnose import DiagnoseSettings
from ecgkt.training.stages.align import train_align
from ecgkt.training.stages.diagnose import train_diagnose
from ecgkt.training.stages.latents import scale_latents, train_latents
from ecgkt.training.stages.multimodal import train_fused
from ecgkt.training.stages.predict_run import predict_run

FITS: dict[str, Fit] = {
    TREES: fit_boosted_trees,
    PERCEPTRON: fit_perceptron,
    LOGISTIC: fit_logistic,
}


def run_variant(
    bench: ArmBench, arm: str, variant: str, fraction: float
) -> Scores | None:
    """
    Train one variant, or go on training it, and score tuning and held_out.

    Parameters
    ----------
    bench : ArmBench
        Part, folder and recipes.
    arm, variant : str
        As in `ARMS`.
    fraction : float
        Share of the training patients whose labels are used.

    Returns
    -------
    Scores or None
        None: the time was up; the run goes on when called again.

    Raises
    ------
    EcgktError
        If a run folder holds a run of other settings.
    """
    if arm in NETWORKS:
        run = _train_network(bench, arm, variant, fraction)
        if run is None:
            return None
        store, part = bench.part.store, bench.part
        return Scores(
            predict_run(run, store, part.rows("tuning")),
            predict_run(run, store, part.rows("held_out")),
        )
    features = {
        "tab": lambda: bench.tables.clinical,
        "flags": lambda: np.isnan(bench.tables.clinical).astype(np.float32),
        "feat": lambda: bench.tables.beats,
        "rand": lambda: random_embedding(bench),
    }[arm]()
    return FITS[variant](_table_data(bench.part, features), bench.part.seed)


def random_embedding(bench: ArmBench) -> Floats:
    """
    Embed every recording by the encoder as it is before any training.

    Parameters
    ----------
    bench : ArmBench
        Its seed draws the weights.

    Returns
    -------
    numpy.ndarray of shape (n_records, n_features), float32
        Mean over crops; zeros for recordings that are not labelled.
    """
    settings, store = bench.recipes.diagnose, bench.part.store
    torch.set_num_threads(settings.recipe.threads)
    encoder = random_encoder(settings.model, bench.part.seed)
    rows = np.flatnonzero(store.is_labelled)
    found = np.zeros((len(store.records), sum(encoder.widths)), dtype=np.float32)
    signals = PreparedSignals(store, settings.input)
    found[rows] = predict_chunks(encoder, signals.chunks(rows), settings.input)
    return found


def _table_data(part: Part, features: Floats) -> TableData:
    train, tuning, held_out = map(part.rows, ("train", "tuning", "held_out"))
    labels = part.store.labels
    return TableData(
        features[train],
        features[tuning],
        features[held_out],
        labels[train],
        labels[tuning],
    )


def _train_network(
    bench: ArmBench, arm: str, variant: str, fraction: float
) -> Path | None:
    out = bench.folder / f"{arm}-{variant}-{fraction:g}"
    settings = bench.recipes.diagnose
    if variant == EQUAL_COMPUTE:
        settings = equal_compute(bench, fraction)
    if variant in (TABLE_MIXED, TAUGHT_MIXED):
        settings = replace(settings, own_label=0.5)
    elif variant not in (TABLE_KEPT, TAUGHT):
        settings = replace(settings, table_weight=0.0, teacher=False)
    latents: NDArray[np.float32] | None = None
    if arm == "ceiling":
        assert bench.tables.truth is not None, "the arm is listed with truth alone"
        latents = scale_latents(bench.tables.truth, bench.part.store)[1]
    if arm == "multi":
        return bench.finish(out, train_fused, settings=settings, fraction=fraction)
    init: Path | None = None
    if arm == "sig":
        # From a random encoder a head start costs 0.005 of macro AUROC at a tenth of
        # the labels (tuning): the reference shall have the better beginning.
        settings = replace(settings, head_start=False)
    else:
        init = _first_stage(bench, arm)
        if init is None:
            return None
    choices = {"fraction": fraction, "init": init, "latents": latents}
    return bench.finish(out, train_diagnose, settings=settings, **choices)


def _first_stage(bench: ArmBench, arm: str) -> Path | None:
    """Train stage 1 of an arm once; all fractions start from it."""
    out, settings = bench.folder / f"{arm}-stage-1", bench.recipes.align
    if arm == "ceiling":
        latents = bench.tables.truth
        return bench.finish(out, train_latents, settings=settings, latents=latents)
    settings = replace(settings, partner=PARTNERS[arm])
    if arm == "ssl":
        # Two crops of each ECG go through: half the epochs see as many.
        epochs = math.ceil(settings.recipe.epochs / 2)
        settings = replace(settings, recipe=replace(settings.recipe, epochs=epochs))
    return bench.finish(out, train_align, settings=settings)


def equal_compute(bench: ArmBench, fraction: float) -> DiagnoseSettings:
    """
    Lengthen stage 2 so that as many crops are seen as by `ours` in both stages.

    Parameters
    ----------
    bench : ArmBench
        Data and recipes.
    fraction : float
        Share of the training patients whose labels are used.

    Returns
    -------
    DiagnoseSettings
        With as many validations as before.

    Raises
    ------
    EcgktError
        If the fraction leaves too few recordings.
    """
    settings, align = bench.recipes.diagnose, bench.recipes.align
    store, seed = bench.part.store, bench.part.seed
    first = plan_steps(align.recipe, len(store.split("train")))
    n_used = len(labelled_rows(store, fraction=fraction, seed=seed))
    second = plan_steps(settings.recipe, n_used)
    # A teacher labels all training ECGs for the longer variant of `ours`.
    n_taught = len(store.split("train")) if settings.teacher else n_used
    longest = plan_steps(settings.recipe, n_taught)
    # A second comparison, of two views, sends two crops of each ECG through.
    n_views = 2 if align.view_weight else 1
    crops = first.total * first.batch_size * n_views
    crops += longest.total * longest.batch_size
    steps = math.ceil(crops / second.batch_size)
    return replace(settings, recipe=replace(settings.recipe, min_steps=steps))
