"""What false alarms truly are, what missed ECGs are called, and two models at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.results.cases.table import LABELS, CaseColumns
from ecgkt.results.cases.view import LabelView
from ecgkt.results.document import Figure
from ecgkt.results.statistics.clusters import (
    Z95,
    auroc_of,
    clustered_error,
    rank_label,
)
from ecgkt.results.statistics.p_values import mcnemar


class Confused(NamedTuple):
    """
    Another label among some wrong ECGs.

    Attributes
    ----------
    label : str
        Its code.
    n : int
        Wrong ECGs with it.
    share, usual : float
        Of the wrong ECGs, and of all ECGs in view, 0-1.
    """

    label: str
    n: int
    share: float
    usual: float


class Confusion(NamedTuple):
    """
    Where the model's calls go.

    Attributes
    ----------
    stated : list of Confused
        What ECGs that were falsely called carry.
    called : list of Confused
        What ECGs that were missed are called instead.
    """

    stated: list[Confused]
    called: list[Confused]


def confusion_of(
    view: LabelView, threshold: float, thresholds: Sequence[float], *, most: int = 10
) -> Confusion:
    """
    Find what a label is confused with.

    Parameters
    ----------
    view : LabelView
        The label and its rows.
    threshold : float
        Of this label.
    thresholds : sequence of float
        Of all labels, for what else is called.
    most : int
        Labels in each list, the commonest first.

    Returns
    -------
    Confusion
    """
    called = view.called(threshold)
    stated = view.columns.truth[view.rows]
    limits = np.asarray(thresholds, dtype=np.float32)
    others = view.columns.probabilities[view.rows] >= limits
    return Confusion(
        _commonest(view.label, stated, called & ~view.truth, most),
        _commonest(view.label, others, ~called & view.truth, most),
    )


def _commonest(
    label: str, carried: NDArray[np.bool_], wrong: NDArray[np.bool_], most: int
) -> list[Confused]:
    n_wrong = int(wrong.sum())
    if not n_wrong:
        return []
    counts, usual = carried[wrong].sum(axis=0), carried.mean(axis=0)
    counts[LABELS.index(label)] = 0
    order, shares = np.argsort(-counts, kind="stable")[:most], counts / n_wrong
    return [
        Confused(LABELS[at], int(counts[at]), float(shares[at]), float(usual[at]))
        for at in order.tolist()
        if counts[at]
    ]


class Changed(NamedTuple):
    """
    Two models on the same ECGs.

    Attributes
    ----------
    n : int
        ECGs that both tables hold with scores and labels.
    mended, broken : numpy.ndarray of int
        Rows of the first table that only the second, and only the first, has right;
        the largest change of probability first.
    p : float
        McNemar's exact test, each ECG counted once.
    first, second : Figure
        AUROC of each.
    gain : Figure
        The second less the first, patients counted once.
    """

    n: int
    mended: NDArray[np.intp]
    broken: NDArray[np.intp]
    p: float
    first: Figure
    second: Figure
    gain: Figure


def compare_models(
    view: LabelView,
    other: CaseColumns,
    *,
    threshold: float,
    other_threshold: float,
) -> Changed:
    """
    Hold a second model's table of the same ECGs against the first.

    Parameters
    ----------
    view : LabelView
        The label in the first table; its truth counts for both.
    other : CaseColumns
        The second table.
    threshold, other_threshold : float
        Of each model.

    Returns
    -------
    Changed
        With `n` of 0 where no ECG is in both.
    """
    names = view.columns.record_ids[view.rows]
    known = np.flatnonzero(other.is_known)
    _, mine, theirs = np.intersect1d(
        names, other.record_ids[known], return_indices=True
    )
    rows, theirs = view.rows[mine], known[theirs]
    nothing = Figure(value=None, ci=None)
    if not len(rows):
        empty = rows[:0]
        return Changed(0, empty, empty, 1.0, nothing, nothing, nothing)
    place = LABELS.index(view.label)
    truth, patients = view.truth[mine], view.patients[mine]
    before = view.probabilities[mine]
    after = other.probabilities[theirs, place]
    was_right = (before >= np.float32(threshold)) == truth
    is_right = (after >= np.float32(other_threshold)) == truth
    order = np.argsort(-np.abs(after - before), kind="stable")
    mended = rows[order[(is_right & ~was_right)[order]]]
    broken = rows[order[(was_right & ~is_right)[order]]]
    ours = _influence(truth, view.columns.scores[rows, place], patients)
    other_s = _influence(truth, other.scores[theirs, place], patients)
    gain = (other_s[0] - ours[0], other_s[1] - ours[1])
    return Changed(
        n=len(rows),
        mended=mended,
        broken=broken,
        p=mcnemar(len(mended), len(broken)),
        first=_figure(*ours, patients),
        second=_figure(*other_s, patients),
        gain=_figure(*gain, patients),
    )


def _influence(
    truth: NDArray[np.bool_], scores: NDArray[np.floating], patients: NDArray
) -> tuple[float, NDArray[np.float64]]:
    """Return AUROC and the influence of each ECG, in the order of the ECGs."""
    ranked = rank_label(truth, scores, patients)
    found = auroc_of(ranked)
    influence = np.empty_like(found.influence)
    influence[ranked.order] = found.influence
    return found.value, influence


def _figure(value: float, influence: NDArray[np.float64], patients: NDArray) -> Figure:
    if np.isnan(value):
        return Figure(value=None, ci=None)
    whose = np.unique(patients, return_inverse=True)[1]
    error = clustered_error(influence, whose)
    if not np.isfinite(error):
        return Figure(value=value, ci=None)
    return Figure(value=value, ci=(value - Z95 * error, value + Z95 * error))
