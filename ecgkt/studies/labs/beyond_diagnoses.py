"""Whether lab heads know more of the labs than the diagnoses alone would say."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.dataset.patient_folds import shuffled_folds
from ecgkt.results.statistics.bootstrap import estimate, macro, patient_weights
from ecgkt.studies.labs.cross_validation import N_FOLDS, Say, over_seeds
from ecgkt.studies.labs.document import difference, judge
from ecgkt.training.lab_heads.data import Floats, LabData
from ecgkt.training.lab_heads.ridge import SHIPPED, fit, side_by_side
from ecgkt.training.lab_heads.selection import (
    centre_known,
    choose,
    fit_chosen,
)
from ecgkt.training.lab_heads.targets import Recipe

WAYS: tuple[dict[str, Any], ...] = (
    {"teacher": "flags", "penalty": 10},
    {"teacher": "values", "hours": "wide", "penalty": 10},
    *(
        {"teacher": "table", "hours": "wide", "rank": rank, "penalty": penalty}
        for rank, penalty in ((4, 30), (8, 30), (12, 30), (12, 100))
    ),
)
"""How the rivals may learn: what the lab heads may, whatever their inputs."""
RIVALS = {
    "positives": ("positives",),
    "diagnoses": ("diagnoses",),
    "diagnoses_and_embedding": ("diagnoses", "embedding"),
}
"""Inputs of each rival of the lab heads."""
ARMS = ("lab_head", *RIVALS, "constant")
COMPARED = (
    ("lab_head", "diagnoses"),
    ("lab_head", "positives"),
    ("diagnoses_and_embedding", "diagnoses"),
)
"""Which arm less which; the first is the question."""


def with_diagnoses(data: LabData, bundle: Bundle) -> LabData:
    """
    Put what the model says of each ECG beside the other inputs.

    Parameters
    ----------
    data : LabData
        With the block "shown".
    bundle : Bundle
        The model that gave them.

    Returns
    -------
    LabData
        With the blocks "diagnoses" (the 71 calibrated probabilities as logits) and
        "positives" (1 where a probability reaches its threshold).
    """
    logits = data.blocks["shown"]
    limits = np.asarray(bundle.decision.statements.thresholds)
    added = {
        "diagnoses": bundle.decision.statements.calibrate(logits),
        "positives": (bundle.decision.probabilities(logits) >= limits).astype(float),
    }
    return replace(data, blocks={**data.blocks, **added})


def ways(blocks: tuple[str, ...]) -> tuple[Recipe, ...]:
    """Return the recipes that a rival of these inputs chooses from."""
    return tuple(
        Recipe(name=f"{' and '.join(blocks)}, way {place}", blocks=blocks, **way)
        for place, way in enumerate(WAYS)
    )


def compare_out_of_fold(
    data: LabData,
    *,
    seeds: tuple[int, ...],
    n_folds: int = N_FOLDS,
    workers: int = 1,
    say: Say | None = None,
) -> dict[str, Floats]:
    """
    Score every patient by the lab heads and by each rival, learned from the others.

    Parameters
    ----------
    data : LabData
        What `with_diagnoses` gave.
    seeds : tuple of int
        One split for each, the splits of `cross_validate`.
    n_folds : int
        Folds of patients.
    workers : int
        Processes, each at one split at a time.
    say : callable, optional
        Is told after each split.

    Returns
    -------
    dict of str to numpy.ndarray of shape (n, n_targets), float64
        `ARMS`, centred per fold, mean over the repeats; "lab_head" is what
        `cross_validate` calls "ours".
    """
    task = partial(_split, data, n_folds)
    splits = []
    for seed, scores in zip(seeds, over_seeds(task, seeds, workers), strict=True):
        splits.append(scores)
        if say:
            say(f"split {seed}: {n_folds} folds scored by {len(ARMS)} predictors")
    means = {name: np.mean([split[name] for split in splits], axis=0) for name in ARMS}
    return {name: np.round(mean, 9) + 0.0 for name, mean in means.items()}


def judge_arms(data: LabData, scores: dict[str, Floats]) -> dict[str, Any]:
    """
    Put the comparison into figures.

    Parameters
    ----------
    data : LabData
        For targets and patients.
    scores : dict of str to numpy.ndarray of shape (n, n_targets), float64
        What `compare_out_of_fold` gave.

    Returns
    -------
    dict
        ``mean_auroc`` with ``mean_auroc_ci`` by arm, ``differences`` of `COMPARED`, and
        ``labs``; intervals are of a paired patient bootstrap.
    """
    weights = patient_weights(data.patients)
    tables = {name: judge(scores[name], data.targets, weights)[0] for name in ARMS}
    means = {name: macro(table) for name, table in tables.items()}
    return {
        "mean_auroc": {name: mean.value for name, mean in means.items()},
        "mean_auroc_ci": {
            name: None if mean.interval is None else list(mean.interval)
            for name, mean in means.items()
        },
        "differences": [
            {"of": one, "less": other, **difference(tables[one], tables[other])}
            for one, other in COMPARED
        ],
        "labs": [
            _lab(data, column, tables["lab_head"], tables["diagnoses"])
            for column in range(len(data.names))
        ],
    }


def _split(data: LabData, n_folds: int, seed: int) -> dict[str, Floats]:
    """Score all folds of one split."""
    scores = {name: np.zeros_like(data.targets) for name in ARMS}
    fold = shuffled_folds(data.patients, seed=seed, folds=n_folds)
    for held_out in range(n_folds):
        train = np.flatnonzero(fold != held_out)
        test = np.flatnonzero(fold == held_out)
        head = fit_chosen(data, train, seed=seed)[1]
        found = {
            "lab_head": head.scores(side_by_side(data, SHIPPED)[test]),
            "constant": np.tile(data.prevalence(train), (len(test), 1)),
        }
        for name, blocks in RIVALS.items():
            found[name] = _rival(data, ways(blocks), (train, test), seed=seed)
        for name, values in found.items():
            scores[name][test] = centre_known(values, data.targets[test])
    return scores


def _rival(
    data: LabData,
    recipes: tuple[Recipe, ...],
    rows: Sequence[NDArray[np.int64]],
    *,
    seed: int,
) -> Floats:
    """Choose among the training rows, learn from them, and score the others."""
    train, test = rows
    chosen = [recipes[i] for i in choose(data, train, seed=seed, choices=recipes)]
    heads = fit(data, chosen, train)
    mean: Floats = np.mean(
        [
            head.scores(side_by_side(data, recipe.blocks)[test])
            for recipe, head in zip(chosen, heads, strict=True)
        ],
        axis=0,
    )
    return mean


def _lab(data: LabData, column: int, head: Floats, rival: Floats) -> dict[str, Any]:
    name, direction = data.names[column].rsplit(" ", 1)
    known = ~np.isnan(data.targets[:, column])
    apart = head[column] - rival[column]
    found = estimate(apart)
    return {
        "name": name,
        "direction": direction,
        "n_patients": len(np.unique(data.patients[known])),
        "lab_head_auroc": float(head[column, 0]),
        "diagnoses_auroc": float(rival[column, 0]),
        "difference": {
            "value": found.value,
            "ci": None if found.interval is None else list(found.interval),
        },
    }
