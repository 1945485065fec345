"""All figures of one label on one split, with their intervals."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.evaluation.bootstrap import Estimate, estimate
from ecgkt.evaluation.calibration import (
    calibration_error,
    reliability,
    slope_and_intercept,
)
from ecgkt.evaluation.metrics import Ranking, rank, roc_points
from ecgkt.evaluation.operating import operating_rates
from ecgkt.models.decision import sigmoid
from ecgkt.results.model_card import LabelFigures
from ecgkt.vocab.statements import MIN_POSITIVES

Floats = NDArray[np.float64]
Counts = NDArray[np.integer]


class Judged(NamedTuple):
    """
    A label's figures, and the draws behind them for the macro.

    Attributes
    ----------
    figures : LabelFigures
        What the card shows.
    ranking : Ranking
        One value per column of the weights.
    """

    figures: LabelFigures
    ranking: Ranking


def with_sample(draws: NDArray[np.int32]) -> NDArray[np.int32]:
    """
    Put the sample itself before its bootstrap draws: one pass gives value and interval.

    Parameters
    ----------
    draws : numpy.ndarray of shape (n_records, n_draws), int32
        What `patient_weights` gave.

    Returns
    -------
    numpy.ndarray of shape (n_records, 1 + n_draws), int32
        Column 0 holds ones.
    """
    return np.concatenate([np.ones_like(draws[:, :1]), draws], axis=1)


def estimate_columns(values: Floats) -> Estimate:
    """
    Summarise figures that were computed under `with_sample` weights.

    Parameters
    ----------
    values : numpy.ndarray of shape (1 + n_draws,), float64
        The sample's figure, then the draws'; NaN where not defined.

    Returns
    -------
    Estimate
        Value, interval and draws without one.

    Examples
    --------
    >>> estimate_columns(np.array([0.5, 0.5, 0.5])).interval
    (0.5, 0.5)
    """
    return estimate(float(values[0]), values[1:])


def judge_label(
    code: str,
    logits: Floats,
    *,
    labels: Counts,
    weights: Counts,
    threshold: float,
    is_traced: bool = False,
) -> Judged:
    """
    Judge one statement or super-class.

    Parameters
    ----------
    code : str
        From `vocab`.
    logits : numpy.ndarray of shape (n_records,), float64
        Calibrated.
    labels : numpy.ndarray of shape (n_records,), integer
        1 where the label is present.
    weights : numpy.ndarray of shape (n_records, 1 + n_draws), integer
        What `with_sample` gave.
    threshold : float
        Calibrated probability from which the label counts as positive.
    is_traced : bool
        Whether the ROC curve is wanted.

    Returns
    -------
    Judged
        Figures that lack a class are None.
    """
    ranking = rank(labels, logits, weights)
    probability = sigmoid(logits)
    rates = operating_rates(probability >= threshold, labels, weights)
    found = {name: estimate_columns(v) for name, v in rates._asdict().items()}
    values: dict[str, Any] = {name: one.value for name, one in found.items()}
    intervals: dict[str, Any] = {f"{k}_ci": one.interval for k, one in found.items()}
    auroc, auprc = (estimate_columns(values) for values in ranking)
    slope, intercept = slope_and_intercept(logits, labels)
    bins = reliability(probability, labels)
    n, positives = len(labels), int(labels.sum())
    figures = LabelFigures(
        code=code,
        n=n,
        positives=positives,
        prevalence=positives / n,
        validated=positives >= MIN_POSITIVES,
        auroc=auroc.value,
        auroc_ci=auroc.interval,
        auprc=auprc.value,
        auprc_ci=auprc.interval,
        dropped_draws=auroc.n_dropped,
        threshold=threshold,
        calibration_slope=slope,
        calibration_intercept=intercept,
        ece=calibration_error(bins),
        reliability=tuple((one.mean_probability, one.observed, one.n) for one in bins),
        roc=tuple(roc_points(labels, logits)) if is_traced else (),
        **values,
        **intervals,
    )
    return Judged(figures, ranking)
