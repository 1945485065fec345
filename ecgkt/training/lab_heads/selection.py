"""The ways of learning that the laboratory study tries, and how it chooses."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.patient_folds import centre, shuffled_folds
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
VALUES: dict[str, Any] = {"teacher": "values", "hours": "wide"}
TABLE: dict[str, Any] = {"teacher": "table", "hours": "wide", "penalty": 30}
CHOICES = (
    PLAIN,
    Recipe(name="flags, beat beside", blocks=BEAT),
    Recipe(name="values within the wide window", **VALUES),
    Recipe(name="values within the wide window, beat beside", blocks=BEAT, **VALUES),
    Recipe(name="table of rank 12", rank=12, **TABLE),
    *(
        Recipe(
            name=f"table of rank {order}, beat beside, penalty {penalty}",
            blocks=BEAT,
            rank=order,
            **{**TABLE, "penalty": penalty},
        )
        for order, penalty in ((4, 30), (8, 30), (12, 10), (12, 30), (12, 100))
    ),
    *(
        Recipe(
            name=f"table of rank {order}, beat and leads beside, penalty 30",
            blocks=SHIPPED,
            rank=order,
            **TABLE,
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


def centre_known(scores: Floats, targets: Floats) -> Floats:
    """Centre a fold by the rows where each target is known; rounded, to leave ties."""
    return np.round(centre(scores, ~np.isnan(targets)), 9) + 0.0


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
    fold = shuffled_folds(data.patients[rows], seed=seed, folds=N_INNER)
    pooled = np.zeros((len(choices), len(rows), len(data.names)))
    for held_out in range(N_INNER):
        test = fold == held_out
        for place, head in enumerate(fit(data, choices, rows[~test])):
            inputs = side_by_side(data, choices[place].blocks)[rows[test]]
            scores = head.scores(inputs)
            pooled[place, test] = centre_known(scores, data.targets[rows[test]])
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
