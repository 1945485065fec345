"""Macro AUROC for validation during training."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata


def macro_auroc(labels: NDArray[Any], scores: NDArray[np.floating]) -> float:
    """
    Average the AUROC of all outputs that have both classes.

    Parameters
    ----------
    labels : numpy.ndarray of shape (n_records, n_outputs)
        0 or 1.
    scores : numpy.ndarray of shape (n_records, n_outputs), float
        Higher means more likely positive; ties count half.

    Returns
    -------
    float
        In 0-1; NaN if no output has both classes.

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> macro_auroc(np.array([[0], [1]]), np.array([[0.1], [0.2]], np.float32))
    1.0
    """
    if labels.shape != scores.shape:
        raise ValueError(f"labels {labels.shape} and scores {scores.shape} differ")
    positives = labels.sum(0)
    negatives = len(labels) - positives
    valid = (positives > 0) & (negatives > 0)
    if not valid.any():
        return float("nan")
    ranks = rankdata(scores[:, valid], axis=0)
    p, n = positives[valid], negatives[valid]
    wins = (ranks * labels[:, valid]).sum(0) - p * (p + 1) / 2
    return float((wins / (p * n)).mean())


def masked_macro_auroc(
    targets: NDArray[np.floating], scores: NDArray[np.floating]
) -> float:
    """
    Average the AUROC of all outputs over the recordings where each is known.

    Parameters
    ----------
    targets : numpy.ndarray of shape (n_records, n_outputs), float
        1, 0, or NaN where unknown.
    scores : numpy.ndarray of shape (n_records, n_outputs), float
        Higher means more likely positive; ties count half.

    Returns
    -------
    float
        In 0-1; NaN if no output has both classes.

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> scores = np.array([[0.1], [0.2], [0.3]], np.float32)
    >>> masked_macro_auroc(np.array([[0], [1], [np.nan]], np.float32), scores)
    1.0
    """
    if targets.shape != scores.shape:
        raise ValueError(f"targets {targets.shape} and scores {scores.shape} differ")
    figures = [
        macro_auroc(target[known, None], score[known, None])
        for target, score in zip(targets.T, scores.T, strict=True)
        if (known := ~np.isnan(target)).any()
    ]
    valid = [figure for figure in figures if not np.isnan(figure)]
    return float(np.mean(valid)) if valid else float("nan")
