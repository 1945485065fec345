"""The additive model of measured values: boosted stumps, read off as step functions."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from ecgkt.models.additive import AdditiveModel
from ecgkt.models.decision import Calibration

Floats = NDArray[np.float64]

LEVELS = (0.002, 0.005, 0.01, *np.linspace(0.02, 0.98, 57).tolist(), 0.99, 0.995, 0.998)
"""Quantiles of a value at which it may step: closer where an ECG is unusual."""
ROUNDS = 300
RECIPE = {
    "max_iter": ROUNDS,
    "max_leaf_nodes": 4,
    "learning_rate": 0.05,
    "min_samples_leaf": 20,
    "l2_regularization": 1.0,
    "max_features": 0.3,
    "interaction_cst": "no_interactions",
    "early_stopping": False,
}
"""Each tree asks about one value; fold 9 chose between a few such recipes."""
WORKERS = 2


def fit_additive(
    values: NDArray[np.floating], labels: NDArray[np.integer], *, rounds: int = ROUNDS
) -> AdditiveModel:
    """
    Fit one sum of step functions for each statement.

    Parameters
    ----------
    values : numpy.ndarray of shape (n, n_values), float
        Of the training ECGs; NaN where one is missing.
    labels : numpy.ndarray of shape (n, n_outputs), integer
        1 where a statement was made; one that lacks a class is given its rate alone.
    rounds : int
        Trees of each statement.

    Returns
    -------
    AdditiveModel
        Not calibrated; the parts of each value average 0 over these ECGs.

    References
    ----------
    .. [1] Lou, Caruana and Gehrke, "Intelligible models for classification and
       regression", KDD 2012. Departs from it: the values share one boosting, a third of
       them drawn for each tree, in the place of one after the other.
    """
    edges = _edges(values)
    places = _places(values, edges)
    codes = np.where(np.isnan(values), np.nan, places)
    codes[:, np.isnan(codes).all(axis=0)] = 0  # of nothing a tree can make no bins
    with threadpool_limits(1), ThreadPoolExecutor(WORKERS) as pool:
        grown = pool.map(
            lambda label: _steps_of(codes, label, edges.shape[1], rounds), labels.T
        )
        parts, bias = zip(*grown, strict=True)
    # (n_outputs, n_values, n_places) -> (n_values, n_places, n_outputs)
    steps = np.stack(parts, axis=2)
    level = steps[np.arange(len(edges)), places].mean(axis=0)
    return AdditiveModel(
        edges=edges,
        steps=(steps - level[:, None]).astype(np.float32),
        bias=(np.array(bias) + level.sum(axis=0)).astype(np.float32),
    )


def calibrated(model: AdditiveModel, scale: Calibration) -> AdditiveModel:
    """Return a model whose sums are what a calibration makes of the given ones."""
    slopes, shifts = np.asarray(scale.platt, dtype=float).T
    return replace(
        model,
        steps=(model.steps * slopes).astype(np.float32),
        bias=(model.bias * slopes + shifts).astype(np.float32),
    )


def _edges(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return where each value may step, padded by what no value reaches."""
    edges = np.full((values.shape[1], len(LEVELS)), np.finfo(np.float32).max)
    for row, column in zip(edges, values.T, strict=True):
        known = column[~np.isnan(column)]
        if len(known):
            found = np.unique(np.quantile(known, LEVELS).astype(np.float32))
            row[: len(found)] = found
    return edges.astype(np.float32)


def _places(
    values: NDArray[np.floating], edges: NDArray[np.float32]
) -> NDArray[np.int64]:
    """Return the step that each value stands on; the last for a missing one."""
    columns = zip(edges, values.astype(np.float32).T, strict=True)
    places = [np.searchsorted(row, column, side="right") for row, column in columns]
    return np.where(np.isnan(values), edges.shape[1] + 1, np.stack(places, axis=1))


def _steps_of(
    codes: Floats, label: NDArray[np.integer], n_edges: int, rounds: int
) -> tuple[Floats, float]:
    """Grow the trees of one statement and ask them about every step by itself."""
    n_values = codes.shape[1]
    steps = np.zeros((n_values, n_edges + 2))
    share = (label.sum() + 0.5) / (len(label) + 1)
    if label.min() == label.max():
        return steps, float(np.log(share / (1 - share)))
    model = HistGradientBoostingClassifier(
        **{**RECIPE, "max_iter": rounds}, random_state=0
    )
    model.fit(codes, label)
    # No tree asks about two values: the others, held at 0, only add a constant.
    asked = np.zeros((n_values, n_edges + 2, n_values))
    every = np.arange(n_values)
    asked[every, :, every] = [*range(n_edges + 1), np.nan]
    origin = float(model.decision_function(np.zeros((1, n_values)))[0])
    answers = model.decision_function(asked.reshape(-1, n_values))
    return answers.reshape(steps.shape) - origin, origin
