"""How well laboratory abnormalities can be read from the ECG of patients never seen."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.dataset.patient_folds import shuffled_folds
from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.studies.labs.document import OutOfFold
from ecgkt.training.lab_heads.data import Floats, LabData, collect
from ecgkt.training.lab_heads.ridge import SHIPPED, fit, side_by_side
from ecgkt.training.lab_heads.selection import (
    CHOICES,
    OTHERS,
    RANDOM,
    centre_known,
    fit_chosen,
)

N_FOLDS = 10
SEEDS = tuple(range(10))
"""Of the repeats; the ways of learning were made up on other ones (100-103)."""
WINDOW_HOURS = 6.0
MIN_PATIENTS = 12

Say = Callable[[str], None]
T = TypeVar("T")


class _Split(NamedTuple):
    """One repeat: centred scores by name, the constant as it is, and the chosen."""

    scores: dict[str, Floats]
    constant: Floats
    kept: Floats


def cross_validate(
    data: LabData,
    *,
    n_folds: int = N_FOLDS,
    seeds: tuple[int, ...] = SEEDS,
    workers: int = 1,
    say: Say | None = None,
) -> OutOfFold:
    """
    Score every patient by heads learned from the others.

    Parameters
    ----------
    data : LabData
        What `collect` gave.
    n_folds : int
        Folds of patients.
    seeds : tuple of int
        One split for each.
    workers : int
        Processes, each at one split at a time.
    say : callable, optional
        Is told after each split.

    Returns
    -------
    OutOfFold
        The same for the same seeds, whatever the number of processes.
    """
    splits = []
    task = partial(_split, data, n_folds)
    for seed, split in zip(seeds, over_seeds(task, seeds, workers), strict=True):
        splits.append(split)
        if say:
            say(f"split {seed}: {n_folds} folds scored")
    means = {
        name: np.mean([split.scores[name] for split in splits], axis=0)
        for name in splits[0].scores
    }
    kept = np.mean([split.kept for split in splits], axis=0)
    return OutOfFold(
        scores={name: np.round(mean, 9) + 0.0 for name, mean in means.items()},
        uncentred=np.mean([split.constant for split in splits], axis=0),
        kept={recipe.name: float(k) for recipe, k in zip(CHOICES, kept, strict=True)},
        n_folds=n_folds,
        seeds=seeds,
    )


def over_seeds(
    task: Callable[[int], T], seeds: tuple[int, ...], workers: int
) -> Iterator[T]:
    """
    Do one task for each seed, in several processes if `workers` is above 1.

    Yields
    ------
    T
        What the task gave, in the order of the seeds.
    """
    if workers <= 1:
        yield from map(task, seeds)
        return
    # Forking would copy the caller's threads (torch's, for one) in an unknown state.
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        yield from pool.map(task, seeds)


def _split(data: LabData, n_folds: int, seed: int) -> _Split:
    """Score all folds of one split."""
    recipes = (*CHOICES, RANDOM, *OTHERS)
    names = ["ours", "constant", *(recipe.name for recipe in recipes)]
    result = _Split(
        scores={name: np.zeros_like(data.targets) for name in names},
        constant=np.zeros_like(data.targets),
        kept=np.zeros(len(CHOICES)),
    )
    fold = shuffled_folds(data.patients, seed=seed, folds=n_folds)
    for held_out in range(n_folds):
        train = np.flatnonzero(fold != held_out)
        test = np.flatnonzero(fold == held_out)
        heads = fit(data, recipes, train)
        places, ours = fit_chosen(data, train, seed=seed, heads=heads[: len(CHOICES)])
        result.kept[places] += 1 / n_folds
        result.constant[test] = data.prevalence(train)
        found = {
            recipe.name: head.scores(side_by_side(data, recipe.blocks)[test])
            for recipe, head in zip(recipes, heads, strict=True)
        }
        found["ours"] = ours.scores(side_by_side(data, SHIPPED)[test])
        found["constant"] = result.constant[test]
        for name, scores in found.items():
            result.scores[name][test] = centre_known(scores, data.targets[test])
    return result


class Inputs(NamedTuple):
    """What every laboratory study begins with: store, model, and what both give."""

    store: PreparedStore
    bundle: Bundle
    data: LabData


def read_inputs(
    store: Path, folder: Path, *, say: Say | None, has_random: bool = True
) -> Inputs:
    """Open store and model, and read every ECG; EcgktError as `collect`."""
    opened, bundle = open_store(store), load_bundle(folder)
    data = collect(
        opened,
        bundle,
        window_hours=WINDOW_HOURS,
        min_patients=MIN_PATIENTS,
        has_random=has_random,
    )
    if say:
        say(f"{len(data.patients)} ECGs of {data.n_patients} patients embedded")
    return Inputs(opened, bundle, data)


def n_workers(seeds: tuple[int, ...]) -> int:
    """Return how many processes are worth starting: at most one per core and split."""
    return min(len(seeds), len(os.sched_getaffinity(0)))
