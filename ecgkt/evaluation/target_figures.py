"""AUROC and AUPRC of partly unknown labels on one split, with intervals."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.results.statistics.bootstrap import (
    N_DRAWS,
    Estimate,
    estimate,
    macro,
    patient_weights,
)
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.vocab.statements import MIN_POSITIVES

MAX_CELLS = 3_000_000
"""Records times draws that are ranked at once: 24 MB for each array of a ranking."""


def target_figures(
    names: Sequence[str],
    logits: NDArray[np.floating],
    targets: NDArray[np.floating],
    patient_ids: NDArray,
    *,
    n_draws: int = N_DRAWS,
) -> dict[str, Any]:
    """
    Give AUROC and AUPRC of every label, and their means over labels.

    A target of NaN is unknown (a lab that was not measured) and leaves its recording
    out of that label alone. The draws of patients are the same for all labels, so that
    the interval of the mean holds their common ups and downs.

    Parameters
    ----------
    names : sequence of str
        The labels, one per column.
    logits : numpy.ndarray of shape (n_records, n_labels), float
        Higher means more likely.
    targets : numpy.ndarray of shape (n_records, n_labels), float
        1, 0 or NaN.
    patient_ids : numpy.ndarray of shape (n_records,)
        Whose recording each row is.
    n_draws : int
        Bootstrap draws.

    Returns
    -------
    dict
        n_records, n_patients, n_labels, n_validated, macro (``all`` labels with both
        classes and those ``validated``) and labels; figures without a class are None.

    Raises
    ------
    ValueError
        If the shapes differ, there is no record or a logit is not finite.

    References
    ----------
    .. [1] Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13;
       patients are drawn, not recordings.
    """
    expected = (len(patient_ids), len(names))
    if logits.shape != expected or targets.shape != expected:
        found = f"{logits.shape} and {targets.shape}"
        raise ValueError(f"expected logits and targets {expected}, got {found}")
    weights = patient_weights(patient_ids, n_draws=n_draws)
    table = np.full((2, len(names), weights.shape[1]), np.nan)
    labels = []
    for place, name in enumerate(names):
        known = ~np.isnan(targets[:, place])
        truth = targets[known, place].astype(np.uint8)
        if len(truth):
            drawn = weights if known.all() else weights[known]
            table[:, place] = _rank(truth, logits[known, place], drawn)
        counts = _counts(truth, patient_ids[known])
        labels.append(
            {"name": name, **counts, **_figures(*map(estimate, table[:, place]))}
        )
    is_validated = np.array([label["validated"] for label in labels], dtype=bool)
    return {
        "n_records": len(patient_ids),
        "n_patients": len(np.unique(patient_ids)),
        "n_labels": len(names),
        "n_validated": int(is_validated.sum()),
        "macro": {
            "all": _macro(table),
            "validated": _macro(table[:, is_validated]),
        },
        "labels": labels,
    }


def _rank(
    truth: NDArray[np.uint8], scores: NDArray, weights: NDArray
) -> NDArray[np.float64]:
    """Rank under all weights, some columns at a time, (2, n_weights)."""
    step = max(1, MAX_CELLS // len(truth))
    parts = [
        np.stack(auroc_and_ap(truth, scores, weights[:, first : first + step]))
        for first in range(0, weights.shape[1], step)
    ]
    return np.concatenate(parts, axis=1)


def _counts(truth: NDArray[np.uint8], patient_ids: NDArray) -> dict[str, Any]:
    positives = int(truth.sum())
    return {
        "n": len(truth),
        "n_patients": len(np.unique(patient_ids)),
        "positives": positives,
        "positive_patients": len(np.unique(patient_ids[truth == 1])),
        "prevalence": positives / len(truth) if len(truth) else None,
        "validated": positives >= MIN_POSITIVES,
    }


def _macro(table: NDArray[np.float64]) -> dict[str, Any]:
    n_labels = int((~np.isnan(table[0, :, 0])).sum())
    return {**_figures(*map(macro, table)), "n_labels": n_labels}


def _figures(auroc: Estimate, auprc: Estimate) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name, figure in (("auroc", auroc), ("auprc", auprc)):
        figures[name] = figure.value
        figures[f"{name}_ci"] = figure.interval and [*figure.interval]
        figures[f"{name}_dropped_draws"] = figure.n_dropped
    return figures
