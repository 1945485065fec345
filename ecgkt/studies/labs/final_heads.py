"""The heads learned from all patients, calibrated by scores of unseen ones."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.store import PreparedStore
from ecgkt.evaluation.calibration import SlopeIntercept, fit_platt
from ecgkt.models.decision import sigmoid
from ecgkt.models.lab_head import LabHeads, LabTarget
from ecgkt.models.lab_shift import LabShift
from ecgkt.results.statistics.bootstrap import patient_weights
from ecgkt.training.lab_heads.data import (
    SINGLE_LEADS,
    WHOLE_BEAT,
    Floats,
    LabData,
)
from ecgkt.training.lab_heads.selection import CHOICES, fit_chosen

RULES = {
    "teaching": "Linear heads on the embedding, the measures of the whole beat and "
    "those of single leads; ways of learning are chosen and averaged by "
    "cross-validation among the training patients.",
    "calibration": "Platt scaling of the cross-validated scores (centred per fold, "
    "mean over the repeats), with a prior at the median slope of all targets and at "
    "each target's own share.",
    "threshold": "As many ECGs of the cross-validation are called as carry the "
    "abnormality.",
    "prevalence": "Probabilities hold among ECGs with this lab measured within the "
    "window, in hospital.",
    "readable": "The whole 95 % patient-bootstrap interval of the cross-validated "
    "AUROC lies above 0.5.",
    "likelihood ratio": "Calibrated odds over the odds of the target's own share; the "
    "calibration is fitted again to each patient-bootstrap draw, and the interval is "
    "normal on the logarithm.",
    "flag": "Readable, taught by patients, the ratio at least 2 and its whole 95 % "
    "interval above 1.",
}
FINAL_SEED = 0
"""Of the inner folds when all patients teach."""
N_QUANTILES = 51
"""Of the cross-validated scores, every 2 %."""


def fit_heads(
    data: LabData,
    scores: Floats,
    judged: list[dict[str, Any]],
    *,
    store: PreparedStore,
) -> tuple[LabHeads, list[str]]:
    """
    Learn the heads from all patients; calibrate them by scores of unseen ones.

    Parameters
    ----------
    data : LabData
        What is learned from.
    scores : numpy.ndarray of shape (n, n_targets), float64
        Out of fold, centred.
    judged : list of dict
        The figures of each target, in the order of `data.names`.
    store : PreparedStore
        For reference ranges and units.

    Returns
    -------
    tuple of (LabHeads, list of str)
        The heads, and the names of the recipes behind them.
    """
    rows = np.arange(len(data.patients))
    places, head = fit_chosen(data, rows, seed=FINAL_SEED)
    pairs = [
        (column[~np.isnan(truth)], truth[~np.isnan(truth)].astype(np.int64))
        for column, truth in zip(scores.T, data.targets.T, strict=True)
    ]
    weights = patient_weights(data.patients)
    slope = float(np.median([_platt(*pair, slope=1.0)[0] for pair in pairs]))
    targets = []
    for column, (figures, pair) in enumerate(zip(judged, pairs, strict=True)):
        known = ~np.isnan(data.targets[:, column])
        shift = fit_shift(*pair, weights[known], slope=slope)
        platt = _platt(*pair, slope=slope)
        targets.append(_target(figures, *pair, platt=platt, shift=shift, store=store))
    heads = LabHeads(
        targets=tuple(targets),
        columns=(*WHOLE_BEAT, *SINGLE_LEADS),
        scaling=head.scaling,
        weights=head.weights.astype(np.float32),
    )
    return heads, [CHOICES[place].name for place in places]


def fit_shift(
    scores: Floats,
    truth: NDArray[np.int64],
    weights: NDArray[np.int32],
    *,
    slope: float,
) -> LabShift:
    """
    Set the calibrated odds against those without any ECG, in every draw.

    Parameters
    ----------
    scores : numpy.ndarray of shape (n,), float64
        Out of fold, centred, of the ECGs whose lab is known.
    truth : numpy.ndarray of shape (n,), int64
        1 or 0.
    weights : numpy.ndarray of shape (n, 1 + n_draws), int32
        What `patient_weights` gave; two draws at least must hold both classes.
    slope : float
        Where the calibration's prior lies.

    Returns
    -------
    LabShift
        Of the sample itself, with the covariance among the draws.
    """
    found = []
    for weight in weights.T:
        rows = np.repeat(np.arange(len(truth)), weight)
        share = truth[rows].mean() if len(rows) else 0.0
        if 0 < share < 1:
            platt = _platt(scores[rows], truth[rows], slope=slope)
            found.append((platt[0], platt[1] - _logit(share)))
    spread = np.cov(np.array(found[1:]).T)
    quantiles = np.quantile(scores, np.linspace(0, 1, N_QUANTILES))
    return LabShift(
        slope=found[0][0],
        intercept=found[0][1],
        covariance=(float(spread[0, 0]), float(spread[0, 1]), float(spread[1, 1])),
        quantiles=tuple(np.round(quantiles, 4).tolist()),
    )


def _platt(scores: Floats, truth: NDArray[np.int64], *, slope: float) -> SlopeIntercept:
    """Calibrate one target, with a prior at a slope and at the target's own share."""
    return fit_platt(scores, truth, prior=(slope, _logit(truth.mean())))


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _target(
    figures: dict[str, Any],
    scores: Floats,
    truth: NDArray[np.int64],
    *,
    platt: SlopeIntercept,
    shift: LabShift,
    store: PreparedStore,
) -> LabTarget:
    probability = sigmoid(platt[0] * scores + platt[1])
    limits = store.manifest["labs"][figures["name"]]
    return LabTarget(
        name=figures["name"],
        direction=figures["direction"],
        unit=limits["unit"] or "",
        reference_range=(limits["lower"], limits["upper"]),
        platt=platt,
        threshold=float(np.quantile(probability, 1 - truth.mean())),
        n=figures["n"],
        positives=figures["positives"],
        n_patients=figures["n_patients"],
        auroc=figures["auroc"],
        auroc_ci=None if figures["auroc_ci"] is None else tuple(figures["auroc_ci"]),
        readable=figures["readable"],
        shift=shift,
    )
