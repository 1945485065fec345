"""Operating points: chosen on tuning, evaluated on the held-out fold."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MIN_POSITIVES_FOR_F1 = 10
"""Tuning positives below which the best F1 is mostly luck."""

THRESHOLD_RULE = (
    "Chosen on the tuning split, on calibrated probabilities. Labels with at least "
    f"{MIN_POSITIVES_FOR_F1} tuning positives: the threshold of the highest F1. Rarer "
    "labels: as many tuning records are called positive as carry the label, at least "
    "one. The threshold lies halfway between the last score called positive and the "
    "next one below."
)


def choose_threshold(probability: Floats, labels: NDArray[np.integer]) -> float:
    """
    Choose the probability from which a label counts as positive.

    Parameters
    ----------
    probability : numpy.ndarray of shape (n_records,), float64
        Calibrated, on the tuning split.
    labels : numpy.ndarray of shape (n_records,), integer
        1 where the label is present; none may be.

    Returns
    -------
    float
        By `THRESHOLD_RULE`, 0-1.

    Raises
    ------
    ValueError
        If the lengths differ or there is no record.

    Examples
    --------
    >>> choose_threshold(np.array([0.1, 0.2, 0.6]), np.array([0, 0, 1]))
    0.4
    """
    if probability.shape != labels.shape or not len(labels):
        message = f"expected equal lengths > 0, got {probability.shape} {labels.shape}"
        raise ValueError(message)
    order = np.argsort(-probability, kind="stable")
    descending = np.append(probability[order], 0.0)
    # A cut after position k calls k + 1 records positive; never cut within a tie.
    cuts = np.flatnonzero(descending[:-1] > descending[1:])
    if not len(cuts):  # every probability is 0
        return 1.0
    n_positive = int(labels.sum())
    called = cuts + 1
    if n_positive >= MIN_POSITIVES_FOR_F1:
        true = np.cumsum(labels[order], dtype=np.int64)[cuts]
        best = cuts[np.argmax(2 * true / (called + n_positive))]
    else:
        best = cuts[np.argmin(np.abs(called - max(1, n_positive)))]
    return float(descending[best] + descending[best + 1]) / 2


class Rates(NamedTuple):
    """
    What a threshold achieves, one value per weighting; NaN for 0 / 0.

    Attributes
    ----------
    sensitivity, specificity : numpy.ndarray of shape (n_draws,), float64
        Share of those with the label that is found; of those without, that is not.
    ppv, npv : numpy.ndarray of shape (n_draws,), float64
        Share of the positive (negative) calls that is right, at this prevalence.
    """

    sensitivity: Floats
    specificity: Floats
    ppv: Floats
    npv: Floats


def operating_rates(
    is_called: NDArray[np.bool_],
    labels: NDArray[np.integer],
    weights: NDArray[np.integer] | None = None,
) -> Rates:
    """
    Count right and wrong calls under every column of record weights.

    Parameters
    ----------
    is_called : numpy.ndarray of shape (n_records,), bool
        Whether the probability reaches the threshold.
    labels : numpy.ndarray of shape (n_records,), integer
        1 where the label is present.
    weights : numpy.ndarray of shape (n_records, n_draws), integer, or None
        How often each record counts in each draw; None: once.

    Returns
    -------
    Rates
        Sensitivity, specificity and predictive values of each draw.

    Raises
    ------
    ValueError
        If the lengths differ.

    Examples
    --------
    >>> rates = operating_rates(np.array([True, True, False]), np.array([1, 0, 0]))
    >>> float(rates.sensitivity[0]), float(rates.ppv[0]), float(rates.npv[0])
    (1.0, 0.5, 1.0)
    """
    if is_called.shape != labels.shape:
        raise ValueError(
            f"expected equal lengths, got {is_called.shape} {labels.shape}"
        )
    if weights is None:
        weights = np.ones((len(labels), 1), dtype=np.int64)
    is_present = labels.astype(bool)

    def count(rows: NDArray[np.bool_]) -> NDArray[np.int64]:
        total: NDArray[np.int64] = weights[rows].sum(axis=0, dtype=np.int64)
        return total

    true, missed = count(is_called & is_present), count(~is_called & is_present)
    false, left = count(is_called & ~is_present), count(~is_called & ~is_present)
    return Rates(
        sensitivity=_share(true, missed),
        specificity=_share(left, false),
        ppv=_share(true, false),
        npv=_share(left, missed),
    )


def _share(right: NDArray[np.int64], wrong: NDArray[np.int64]) -> Floats:
    total = right + wrong
    return np.where(total > 0, right / np.maximum(total, 1), np.nan)
