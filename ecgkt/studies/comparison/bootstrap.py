"""Macro figures and gaps of arms under one paired bootstrap of patients."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.results.comparison_figures import Comparisons, GapClosed
from ecgkt.results.document import Figure
from ecgkt.results.statistics.bootstrap import estimate, patient_weights
from ecgkt.results.statistics.metrics import auroc_and_ap

MIN_CASES = 10
"""Held-out ECGs that a label needs on each side; fewer say nothing of a ranking."""

Floats = NDArray[np.float64]


class Sample(NamedTuple):
    """
    The held-out ECGs on which every arm is evaluated.

    Attributes
    ----------
    labels : numpy.ndarray of shape (n_ecgs, n_labels), uint8
        The selected labels only.
    weights : numpy.ndarray of shape (n_ecgs, 1 + n_draws), int32
        How often each ECG counts: once in column 0, then in each draw of patients.
    """

    labels: NDArray[np.uint8]
    weights: NDArray[np.int32]


class ArmDraws(NamedTuple):
    """
    Figures of one arm at one fraction, on the sample and in every draw.

    Attributes
    ----------
    auroc, auprc : numpy.ndarray of shape (n_labels, 1 + n_draws), float64
        Mean over seeds; column 0 is the sample itself, NaN where a class is lacking.
    seeds_auroc, seeds_auprc : list of float
        Macro figure of each seed on the sample.
    """

    auroc: Floats
    auprc: Floats
    seeds_auroc: list[float]
    seeds_auprc: list[float]


def select_labels(
    labels: NDArray[np.integer], *, minimum: int = MIN_CASES
) -> NDArray[np.int64]:
    """
    Choose the labels that every arm is evaluated by.

    Parameters
    ----------
    labels : numpy.ndarray of shape (n_ecgs, n_labels), integer
        1 where a label is present, held-out ECGs.
    minimum : int
        ECGs with the label, and without it.

    Returns
    -------
    numpy.ndarray of int64
        Columns, ascending.

    Raises
    ------
    ValueError
        If the minimum is below 1: a label without a class has no AUROC.
    """
    if minimum < 1:
        raise ValueError(f"expected a minimum of at least 1, got {minimum}")
    positives = labels.sum(axis=0, dtype=np.int64)
    return np.flatnonzero((positives >= minimum) & (len(labels) - positives >= minimum))


def draw_sample(
    labels: NDArray[np.uint8], patient_ids: NDArray, *, n_draws: int
) -> Sample:
    """
    Draw the patients, once for all arms.

    Parameters
    ----------
    labels : numpy.ndarray of shape (n_ecgs, n_labels), uint8
        The selected labels.
    patient_ids : numpy.ndarray of shape (n_ecgs,)
        Whose ECG each is.
    n_draws : int
        Bootstrap draws.

    Returns
    -------
    Sample
    """
    return Sample(labels, patient_weights(patient_ids, n_draws=n_draws))


def bootstrap_arm(scores: Sequence[NDArray[np.floating]], sample: Sample) -> ArmDraws:
    """
    Compute AUROC and AUPRC of one arm under every weighting.

    Parameters
    ----------
    scores : sequence of numpy.ndarray of shape (n_ecgs, n_labels), float
        One array per seed, the selected labels only.
    sample : Sample
        The same for all arms: so their figures pair draw by draw.

    Returns
    -------
    ArmDraws

    Raises
    ------
    ValueError
        If there is no seed, or scores and labels do not fit.
    """
    if not scores:
        raise ValueError("expected the scores of at least one seed")
    n_labels = sample.labels.shape[1]
    sums = np.zeros((2, n_labels, sample.weights.shape[1]))
    seeds = np.empty((2, len(scores)))
    for place, seed_scores in enumerate(scores):
        if seed_scores.shape != sample.labels.shape:
            message = f"expected scores {sample.labels.shape}, got {seed_scores.shape}"
            raise ValueError(message)
        figures = np.empty((2, n_labels))
        for label in range(n_labels):
            truth, column = sample.labels[:, label], seed_scores[:, label]
            drawn = auroc_and_ap(truth, column, sample.weights)
            sums[:, label] += drawn
            figures[:, label] = drawn.auroc[0], drawn.auprc[0]
        seeds[:, place] = figures.mean(axis=1) if n_labels else np.nan
    auroc, auprc = sums / len(scores)
    return ArmDraws(auroc, auprc, *(figures.tolist() for figures in seeds))


def minus(arm: Floats | None, other: Floats | None) -> Figure | None:
    """
    Subtract two arms, draw by draw.

    Parameters
    ----------
    arm, other : numpy.ndarray of shape (1 + n_draws,), float64, or None
        The figure on the sample, then in each draw.

    Returns
    -------
    Figure or None
        None where an arm is lacking.
    """
    if arm is None or other is None:
        return None
    difference = estimate(arm - other)
    return Figure(value=difference.value, ci=difference.interval)


def gap_closed(
    ours: Floats | None, sig: Floats | None, reference: Floats | None
) -> GapClosed | None:
    """
    Give the share of the gap that is closed: (ours - sig) / (reference - sig).

    Parameters
    ----------
    ours, sig, reference : numpy.ndarray of shape (1 + n_draws,), float64, or None
        The figure on the sample, then in each draw of the same patients.

    Returns
    -------
    GapClosed or None
        None where an arm is lacking. Not defined, and without numbers, unless the
        interval of the gap lies above 0: with very few labels the reference may be the
        worse one, and there is no gap.
    """
    if ours is None or sig is None or reference is None:
        return None
    gap = reference - sig
    interval = estimate(gap).interval
    if interval is None or interval[0] <= 0:
        return GapClosed(value=None, ci=None, defined=False)
    # A draw without any gap says nothing of the share; its NaN is left out.
    share = (ours - sig) / np.where(gap == 0, np.nan, gap)
    closed = estimate(share)
    return GapClosed(value=closed.value, ci=closed.interval, defined=True)


def compare_figures(figures: dict[str, Floats]) -> Comparisons:
    """
    Answer what is asked of the arms.

    Parameters
    ----------
    figures : dict of str to numpy.ndarray of shape (1 + n_draws,), float64
        One figure per arm that was run.

    Returns
    -------
    Comparisons
        None where an arm is lacking.
    """
    ours, sig, ssl = (figures.get(name) for name in ("ours", "sig", "ssl"))
    multi, ceiling = figures.get("multi"), figures.get("ceiling")
    return Comparisons(
        ours_minus_sig=minus(ours, sig),
        multi_minus_sig=minus(multi, sig),
        ours_minus_ssl=minus(ours, ssl),
        perm_minus_ssl=minus(figures.get("perm"), ssl),
        ceiling_minus_sig=minus(ceiling, sig),
        gap_closed=gap_closed(ours, sig, multi),
        reachable_gap_closed=gap_closed(ours, sig, ceiling),
    )


def mean_over_labels(table: Floats) -> Floats:
    """
    Average the labels that are defined in each column.

    Parameters
    ----------
    table : numpy.ndarray of shape (n_labels, 1 + n_draws), float64
        NaN where a label lacks a class in a draw; it lacks it for every arm.

    Returns
    -------
    numpy.ndarray of shape (1 + n_draws,), float64
        NaN where no label is defined.
    """
    is_defined = ~np.isnan(table)
    n_defined = is_defined.sum(axis=0)
    sums = np.where(is_defined, table, 0.0).sum(axis=0)
    return np.where(n_defined, sums / np.maximum(n_defined, 1), np.nan)
