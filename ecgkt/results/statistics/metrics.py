"""AUROC and average precision under many patient weightings at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class AurocAndAp(NamedTuple):
    """
    AUROC and average precision, one value per weighting.

    Attributes
    ----------
    auroc, auprc : numpy.ndarray of shape (n_draws,), float64
        NaN where a class has no weight.
    """

    auroc: NDArray[np.float64]
    auprc: NDArray[np.float64]


def auroc_and_ap(
    labels: NDArray[np.integer] | NDArray[np.bool_],
    scores: NDArray[np.floating],
    weights: NDArray[np.integer] | None = None,
) -> AurocAndAp:
    """
    Compute AUROC and average precision of one label under every column of weights.

    Parameters
    ----------
    labels : numpy.ndarray of shape (n_records,), integer or bool
        1 where the label is present.
    scores : numpy.ndarray of shape (n_records,), float
        Higher means more likely; equal scores count as ties.
    weights : numpy.ndarray of shape (n_records, n_draws), integer, or None
        How often each record counts in each bootstrap draw; None: once.

    Returns
    -------
    AurocAndAp
        Area under the ROC curve and average precision of each draw.

    References
    ----------
    .. [1] Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 2006,
       algorithm 2. Departs from it: the area is summed over the positives only, which
       are few, so that a draw costs one cumulative sum.
    .. [2] scikit-learn user guide, "Precision, recall and F-measures": average
       precision is the step-wise sum over distinct scores, without interpolation.

    Examples
    --------
    >>> auroc_and_ap(np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]))
    AurocAndAp(auroc=array([0.75]), auprc=array([0.83333333]))
    """
    if weights is None:
        weights = np.ones((len(labels), 1), dtype=np.int64)
    _check(labels, scores, weights)
    order = np.argsort(-scores, kind="stable")
    positions = np.flatnonzero(labels[order])
    first, last = _tie_groups(scores[order])
    above = np.zeros((len(labels) + 1, weights.shape[1]), dtype=np.int64)
    np.cumsum(weights[order], axis=0, out=above[1:])
    hits = weights[order[positions]].astype(np.int64)
    hits_above = np.concatenate([np.zeros_like(hits[:1]), np.cumsum(hits, axis=0)])
    n_positive = hits.sum(axis=0)
    n_negative = above[-1] - n_positive

    # Rows below: one per positive. Its tie group spans first..last (inclusive).
    start, end = first[positions], last[positions] + 1
    hits_start = hits_above[np.searchsorted(positions, start)]
    hits_end = hits_above[np.searchsorted(positions, end)]
    false_start = above[start] - hits_start
    false_end = above[end] - hits_end
    # A tie is half a win: twice the area, kept in whole numbers.
    wins = (hits * (2 * n_negative - false_start - false_end)).sum(axis=0)
    precision = hits_end / np.maximum(above[end], 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        auroc = wins / (2.0 * n_positive * n_negative)
        auprc = (hits * precision).sum(axis=0) / n_positive
    is_defined = (n_positive > 0) & (n_negative > 0)
    return AurocAndAp(
        np.where(is_defined, auroc, np.nan), np.where(is_defined, auprc, np.nan)
    )


def _check(labels: NDArray, scores: NDArray, weights: NDArray) -> None:
    n_records = len(labels)
    if labels.shape != scores.shape or labels.ndim != 1 or weights.ndim != 2:
        message = (
            "expected labels and scores of shape (n,) and weights (n, draws), got "
        )
        raise ValueError(f"{message}{labels.shape} {scores.shape} {weights.shape}")
    if len(weights) != n_records or not n_records:
        raise ValueError(f"expected {n_records} > 0 weights, got {len(weights)}")
    if not np.isin(labels, (0, 1)).all() or not np.isfinite(scores).all():
        raise ValueError("expected labels 0 or 1 and finite scores")


def _tie_groups(descending: NDArray) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return for each position the first and the last one of equal score."""
    n = len(descending)
    is_new = np.concatenate([[True], descending[1:] != descending[:-1]])
    starts = np.flatnonzero(is_new)
    group = np.cumsum(is_new) - 1
    ends = np.append(starts[1:], n) - 1
    return starts[group], ends[group]


def roc_points(
    labels: NDArray[np.integer], scores: NDArray[np.floating], *, n_points: int = 41
) -> list[tuple[float, float]]:
    """
    Draw the ROC curve with few points.

    Parameters
    ----------
    labels : numpy.ndarray of shape (n_records,), integer
        1 where the label is present.
    scores : numpy.ndarray of shape (n_records,), float
        Higher means more likely.
    n_points : int
        Points of the result, at least 3; they lie densest where few are falsely called.

    Returns
    -------
    list of (false positive rate, true positive rate)
        From (0, 0) to (1, 1); linear between the curve's corners. Empty without both
        classes.

    Examples
    --------
    >>> roc_points(np.array([0, 1]), np.array([0.2, 0.8]), n_points=3)
    [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
    """
    _check(labels, scores, np.ones((len(labels), 1)))
    n_positive = int(labels.sum())
    n_negative = len(labels) - n_positive
    if not n_positive or not n_negative:
        return []
    order = np.argsort(-scores, kind="stable")
    corners = np.unique(_tie_groups(scores[order])[1])
    true = np.append(0, np.cumsum(labels[order], dtype=np.int64)[corners])
    false = np.append(0, corners + 1) - true
    # Of a vertical step the upper end is kept: np.interp needs increasing abscissae.
    tops = np.flatnonzero(np.append(np.diff(false) > 0, True))
    rates = np.linspace(0.0, 1.0, n_points - 1) ** 2
    heights = np.interp(rates, false[tops] / n_negative, true[tops] / n_positive)
    points = zip(rates.tolist(), heights.tolist(), strict=True)
    return [(0.0, 0.0), *points]
