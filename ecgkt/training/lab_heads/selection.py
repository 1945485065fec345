"""The ways of learning that the laboratory study tries, and how it chooses."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.training.lab_heads.data import Floats, LabData
from ecgkt.training.lab_heads.ridge import (
    SHIPPED,
    Head,
    average,
    fit,
    fit_scaling,
    side_by_side,
)
from ecgkt.training.lab_heads.targets import Recipe
from ecgkt.training.loop.tuning_score import masked_macro_auroc

BEAT = ("embedding", "beat")
PLAIN = Recipe(name="plain_probe")
RANDOM = Recipe(name="random_encoder", blocks=("random",))
CHOICES = (
    PLAIN,
    Recipe(name="flags, beat beside", blocks=BEAT),
    Recipe(name="values within the wide window", teacher="values", hours="wide"),
    Recipe(
        name="values within the wide window, beat beside",
        blocks=BEAT,
        teacher="values",
        hours="wide",
    ),
    Recipe(
        name="table of rank 12",
        teacher="table",
        hours="wide",
        rank=12,
        penalty=30,
    ),
    *(
        Recipe(
            name=f"table of rank {order}, beat beside, penalty {penalty}",
            blocks=BEAT,
            teacher="table",
            hours="wide",
            rank=order,
            penalty=penalty,
        )
        for order, penalty in ((4, 30), (8, 30), (12, 10), (12, 30), (12, 100))
    ),
    *(
        Recipe(
            name=f"table of rank {order}, beat and leads beside, penalty 30",
            blocks=SHIPPED,
            teacher="table",
            hours="wide",
            rank=order,
            penalty=30,
        )
        for order in (8, 12)
    ),
)
"""What may be chosen inside the training folds."""
OTHERS = (
    Recipe(name="plain probe, penalty 1", penalty=1),
    Recipe(name="plain probe, penalty 100", penalty=100),
    Recipe(name="plain probe, every patient weighs the same", balance=1.0),
    Recipe(name="flags, from the 71 diagnosis logits", blocks=("logits",)),
    Recipe(name="flags, from the beat alone", blocks=("beat",)),
    Recipe(
        name="table of rank 12 within the narrow window, beat beside, penalty 30",
        blocks=BEAT,
        teacher="table",
        rank=12,
        penalty=30,
    ),
    Recipe(
        name="table of rank 12, beat alone",
        blocks=("beat",),
        teacher="table",
        hours="wide",
        rank=12,
    ),
)
"""Tried for comparison, never chosen."""
N_KEPT = 4
"""Recipes whose scores are averaged: the best one alone is partly luck."""
N_INNER = 4
"""Folds of the training patients among which is chosen."""


def split_patients(
    patients: NDArray[np.int64], n_folds: int, *, seed: int
) -> NDArray[np.int64]:
    """
    Deal patients into folds; all recordings of one go together.

    Parameters
    ----------
    patients : numpy.ndarray of shape (n,), int64
        Whose recording each row is.
    n_folds : int
        At least 2, at most as many as patients.
    seed : int
        Of the order.

    Returns
    -------
    numpy.ndarray of shape (n,), int64
        Fold of each row.

    Raises
    ------
    ValueError
        If there are more folds than patients, or fewer than 2.
    """
    who, whose = np.unique(patients, return_inverse=True)
    if not 2 <= n_folds <= len(who):
        raise ValueError(f"expected 2-{len(who)} folds of patients, got {n_folds}")
    fold = np.arange(len(who)) % n_folds
    np.random.default_rng(seed).shuffle(fold)
    dealt: NDArray[np.int64] = fold[whose]
    return dealt


def centre(scores: Floats, targets: Floats) -> Floats:
    """
    Take off each target's mean score of a fold, over the rows where it is known.

    Folds differ in what their training patients had, and so in the level of scores.
    Pooled as they are, that level alone ranks patients: a predictor that sees no ECG
    then gets an AUROC far from 0.50, above or below it as its constant is made. After
    centring it gets 0.50.

    Parameters
    ----------
    scores, targets : numpy.ndarray of shape (n, n_targets), float64
        Of one fold; targets are NaN where unknown.

    Returns
    -------
    numpy.ndarray of shape (n, n_targets), float64
        Rounded, so that rounding errors of a constant are ties and no ranking.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    if scores.shape != targets.shape:
        raise ValueError(f"shapes differ: {scores.shape} and {targets.shape}")
    known = ~np.isnan(targets)
    count = np.maximum(known.sum(axis=0), 1)
    level = np.where(known, scores, 0.0).sum(axis=0) / count
    centred: Floats = np.round(scores - level, 9) + 0.0
    return centred


def choose(
    data: LabData,
    rows: NDArray[np.int64],
    *,
    seed: int,
    choices: tuple[Recipe, ...] = CHOICES,
) -> list[int]:
    """
    Choose the best of some recipes by cross-validation among some rows.

    Parameters
    ----------
    data : LabData
        Read at `rows` alone.
    rows : numpy.ndarray of shape (n,), int64
        Training rows.
    seed : int
        Of the inner folds.
    choices : tuple of Recipe
        What is chosen from.

    Returns
    -------
    list of int
        Places in `choices` of the `N_KEPT` best by mean AUROC, best first.
    """
    fold = split_patients(data.patients[rows], N_INNER, seed=seed)
    pooled = np.zeros((len(choices), len(rows), len(data.names)))
    for one in range(N_INNER):
        test = fold == one
        for place, head in enumerate(fit(data, choices, rows[~test])):
            inputs = side_by_side(data, choices[place].blocks)[rows[test]]
            found = centre(head.scores(inputs), data.targets[rows[test]])
            pooled[place, test] = found
    aurocs = [masked_macro_auroc(data.targets[rows], scores) for scores in pooled]
    order = np.argsort(-np.asarray(aurocs), kind="stable")
    return [int(place) for place in order[:N_KEPT]]


def fit_chosen(
    data: LabData,
    rows: NDArray[np.int64],
    *,
    seed: int,
    heads: list[Head] | None = None,
) -> tuple[list[int], Head]:
    """
    Choose among the rows, and learn from all of them by what was chosen.

    Parameters
    ----------
    data : LabData
        Read at `rows` alone.
    rows : numpy.ndarray of shape (n,), int64
        Training rows.
    seed : int
        Of the inner folds.
    heads : sequence of Head, optional
        Of all `CHOICES`, fitted on the rows, if they are at hand.

    Returns
    -------
    tuple of (list of int, Head)
        Places in `CHOICES`, and the head of the blocks of `SHIPPED`.
    """
    kept = choose(data, rows, seed=seed)
    chosen = [CHOICES[place] for place in kept]
    if heads is None:
        fitted = fit(data, chosen, rows)
    else:
        fitted = [heads[place] for place in kept]
    return kept, average(data, chosen, fitted, fit_scaling(data, SHIPPED, rows))
