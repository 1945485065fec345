"""All figures of one label on one split, with their intervals."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.evaluation.calibration import slope_and_intercept
from ecgkt.models.decision import sigmoid
from ecgkt.results.model_card import LabelFigures
from ecgkt.results.statistics.bootstrap import estimate
from ecgkt.results.statistics.metrics import AurocAndAp, auroc_and_ap, roc_points
from ecgkt.results.statistics.operating import operating_rates
from ecgkt.results.statistics.reliability import calibration_error, reliability
from ecgkt.vocab.statements import MIN_POSITIVES


class LabelResult(NamedTuple):
    """
    A label's figures, and the draws behind them for the macro.

    Attributes
    ----------
    figures : LabelFigures
        What the card shows.
    draws : AurocAndAp
        One value per column of the weights.
    """

    figures: LabelFigures
    draws: AurocAndAp


def label_figures(
    code: str,
    logits: NDArray[np.float64],
    *,
    labels: NDArray[np.integer],
    weights: NDArray[np.integer],
    threshold: float,
    is_traced: bool = False,
) -> LabelResult:
    """
    Compute the figures of one statement or super-class.

    Parameters
    ----------
    code : str
        From `vocab`.
    logits : numpy.ndarray of shape (n_records,), float64
        Calibrated.
    labels : numpy.ndarray of shape (n_records,), integer
        1 where the label is present.
    weights : numpy.ndarray of shape (n_records, 1 + n_draws), integer
        What `patient_weights` gave.
    threshold : float
        Calibrated probability from which the label counts as positive.
    is_traced : bool
        Whether the ROC curve is wanted.

    Returns
    -------
    LabelResult
        Figures that lack a class are None.
    """
    draws = auroc_and_ap(labels, logits, weights)
    probability = sigmoid(logits)
    rates = operating_rates(probability >= threshold, labels, weights)
    estimates = {name: estimate(v) for name, v in rates._asdict().items()}
    values: dict[str, Any] = {name: rate.value for name, rate in estimates.items()}
    intervals: dict[str, Any] = {f"{k}_ci": r.interval for k, r in estimates.items()}
    auroc, auprc = (estimate(values) for values in draws)
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
        reliability=tuple((bar.mean_probability, bar.observed, bar.n) for bar in bins),
        roc=tuple(roc_points(labels, logits)) if is_traced else (),
        **values,
        **intervals,
    )
    return LabelResult(figures, draws)
