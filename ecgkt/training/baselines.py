"""Plain learners on a table of numbers: what the encoders have to beat."""

import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from ecgkt.training.loop.tuning_score import macro_auroc

THREADS = 1
"""As in the recipes of the networks."""
CLIP = 5.0
"""Standard deviations beyond which a value is cut: one typing error must not lead."""
PENALTIES = (1e-4, 1e-3, 1e-2, 1e-1)
"""Of the logistic regression, per training row; the best on tuning is taken."""

Floats: TypeAlias = NDArray[np.float32]
Labels: TypeAlias = NDArray[np.uint8]


class TableData(NamedTuple):
    """
    Features and labels of one experiment.

    Attributes
    ----------
    train, tuning, held_out : numpy.ndarray of shape (n, n_columns), float32
        Features in any units; NaN where missing.
    train_labels, tuning_labels : numpy.ndarray of shape (n, n_labels), uint8
        1 where a label is present. Those of the held-out split are not needed here.
    """

    train: Floats
    tuning: Floats
    held_out: Floats
    train_labels: Labels
    tuning_labels: Labels


class Scores(NamedTuple):
    """Logits of two splits, float32 (n, n_labels)."""

    tuning: Floats
    held_out: Floats


Fit: TypeAlias = Callable[[TableData, int], Scores]
"""Takes the data and a seed."""


def fit_boosted_trees(data: TableData, seed: int) -> Scores:
    """
    Fit gradient boosted trees, one model per label; they split on missingness, too.

    Parameters
    ----------
    data : TableData
        A label that lacks a class in training gets the score 0.
    seed : int
        Makes no difference: nothing is drawn.

    Returns
    -------
    Scores

    References
    ----------
    .. [1] Ke et al., "LightGBM", NeurIPS 2017, as in scikit-learn's
       HistGradientBoostingClassifier. Fewer and smaller trees than its defaults (60 of
       15 leaves), since every label has its own.
    """
    labels = range(data.train_labels.shape[1])
    # Of a column without a value no tree could make bins.
    known = ~np.isnan(data.train).all(axis=0)
    data = data._replace(
        train=data.train[:, known],
        tuning=data.tuning[:, known],
        held_out=data.held_out[:, known],
    )
    # Labels side by side, each on one thread: threads that share a tree wait for each
    # other, which on a busy machine takes many times longer than the work.
    with ThreadPoolExecutor(THREADS) as pool:
        scores = list(pool.map(lambda label: _grow(data, label, seed), labels))
    return Scores(*(np.stack(part, axis=1) for part in zip(*scores, strict=True)))


def fit_perceptron(data: TableData, seed: int) -> Scores:
    """
    Fit one multi-layer perceptron for all labels, on scaled values and missing flags.

    Parameters
    ----------
    data : TableData
        At least one training row.
    seed : int
        Of weights and order.

    Returns
    -------
    Scores

    References
    ----------
    .. [1] The static encoder of MDS-ED (arXiv 2407.17856): three layers of 128. Departs
       from it: an L2 penalty in place of dropout and batch norm.
    """
    train, tuning, held_out = scale(data)
    model = MLPClassifier(
        hidden_layer_sizes=(128, 128, 128),
        alpha=1e-2,
        batch_size=min(128, len(train)),
        learning_rate_init=1e-3,
        max_iter=20,
        random_state=seed,
    )
    with threadpool_limits(THREADS), warnings.catch_warnings():
        # Twenty passes are the recipe, not a failure to converge.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(train, _multilabel(data.train_labels))
        parts = [_logit(model.predict_proba(part)) for part in (tuning, held_out)]
    n_labels = data.train_labels.shape[1]
    return Scores(*(part[:, :n_labels] for part in parts))


def fit_logistic(data: TableData, seed: int) -> Scores:
    """
    Fit L2-regularised logistic regressions, their penalty chosen on tuning.

    Parameters
    ----------
    data : TableData
        At least one training row.
    seed : int
        Makes no difference: the optimum is unique.

    Returns
    -------
    Scores
        Of the penalty with the highest macro AUROC on tuning; all labels share it.
    """
    del seed
    train, tuning, held_out = scale(data)
    tried: list[tuple[float, Scores]] = []
    weights = np.zeros((train.shape[1] + 1, data.train_labels.shape[1]))
    with threadpool_limits(THREADS):
        for penalty in sorted(PENALTIES, reverse=True):
            weights = _solve(train, data.train_labels, penalty, start=weights)
            scores = Scores(_linear(tuning, weights), _linear(held_out, weights))
            figure = macro_auroc(data.tuning_labels, scores.tuning)
            tried.append((-np.inf if np.isnan(figure) else figure, scores))
    return max(tried, key=lambda pair: pair[0])[1]


def scale(data: TableData) -> tuple[Floats, Floats, Floats]:
    """
    Fill by the train median, bring to unit variance, and add missing flags.

    Parameters
    ----------
    data : TableData
        Medians, means and deviations come from train alone.

    Returns
    -------
    tuple of three numpy.ndarray of shape (n, n_columns + n_flags), float32
        Train, tuning, held_out. A column has a flag if it has a gap in train.

    Raises
    ------
    ValueError
        If a feature is infinite.
    """
    parts = (data.train, data.tuning, data.held_out)
    if any(np.isinf(part).any() for part in parts):
        raise ValueError("expected finite features or NaN, got an infinite one")
    with warnings.catch_warnings():
        # A column without a single value becomes a column of zeros.
        warnings.filterwarnings("ignore", "All-NaN slice", RuntimeWarning)
        medians = np.nan_to_num(np.nanmedian(data.train, axis=0))
    flagged = np.isnan(data.train).any(axis=0)
    filled = [np.where(np.isnan(part), medians, part) for part in parts]
    mean, deviation = filled[0].mean(axis=0), filled[0].std(axis=0)
    deviation = np.where(deviation > 0, deviation, 1.0)
    scaled = []
    for part, full in zip(parts, filled, strict=True):
        values = np.clip((full - mean) / deviation, -CLIP, CLIP)
        flags = np.isnan(part[:, flagged])
        scaled.append(np.hstack([values, flags]).astype(np.float32))
    return scaled[0], scaled[1], scaled[2]


def _grow(data: TableData, label: int, seed: int) -> tuple[Floats, Floats]:
    """Fit the trees of one label; score tuning and held_out."""
    targets, parts = data.train_labels[:, label], (data.tuning, data.held_out)
    if targets.min() == targets.max():
        return np.zeros(len(parts[0]), np.float32), np.zeros(len(parts[1]), np.float32)
    model = HistGradientBoostingClassifier(
        max_iter=60,
        max_leaf_nodes=15,
        learning_rate=0.1,
        early_stopping=False,
        random_state=seed,
    )
    with threadpool_limits(1, user_api="openmp"):
        model.fit(data.train, targets)
        tuning, held_out = map(model.decision_function, parts)
    return tuning.astype(np.float32), held_out.astype(np.float32)


def _multilabel(labels: Labels) -> Labels:
    """Keep two columns at least: one alone would be read as a single target."""
    return labels if labels.shape[1] > 1 else np.hstack([labels, labels])


def _logit(probability: NDArray[np.floating]) -> Floats:
    clipped = np.clip(probability, 1e-7, 1 - 1e-7)
    return np.log(clipped / (1 - clipped)).astype(np.float32)


def _linear(features: Floats, weights: NDArray[np.float64]) -> Floats:
    return (features @ weights[1:] + weights[0]).astype(np.float32)


def _solve(
    features: Floats, labels: Labels, penalty: float, *, start: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Minimise the mean cross-entropy of all labels at once; the bias is free."""
    shape, n = start.shape, len(features)
    targets = labels.astype(np.float64)
    values = features.astype(np.float64)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape)
        logits = values @ weights[1:] + weights[0]
        # log(1 + exp(x)) without overflow.
        error = expit(logits) - targets
        value = (np.logaddexp(0, logits) - targets * logits).sum() / n
        gradient = np.empty(shape)
        gradient[0] = error.sum(axis=0) / n
        gradient[1:] = values.T @ error / n + 2 * penalty * weights[1:]
        return value + penalty * (weights[1:] ** 2).sum(), gradient.ravel()

    options = {"maxiter": 200, "maxcor": 20}
    optimum = minimize(
        loss, start.ravel(), jac=True, method="L-BFGS-B", options=options
    )
    solution: NDArray[np.float64] = optimum.x.reshape(shape)
    return solution
