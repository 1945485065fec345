"""Standard errors of shares and of AUROC where one patient has several ECGs."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959964
"""Standard normal deviate of a 95 % interval."""


class RankedLabel(NamedTuple):
    """
    One label's records, sorted once for all that is asked of them.

    Attributes
    ----------
    order : numpy.ndarray of shape (n,), int
        Records from low to high score.
    scores : numpy.ndarray of shape (n,), float
        In that order.
    labels : numpy.ndarray of shape (n,), bool
        In that order.
    patients : numpy.ndarray of shape (n,), int
        In that order; numbers from 0.
    """

    order: NDArray[np.intp]
    scores: NDArray[np.floating]
    labels: NDArray[np.bool_]
    patients: NDArray[np.integer]


class Auroc(NamedTuple):
    """
    AUROC with what each record adds to its uncertainty.

    Attributes
    ----------
    value : float
        NaN without both classes.
    influence : numpy.ndarray of shape (n,), float64
        In the order of `RankedLabel`; 0 for records left out.
    """

    value: float
    influence: NDArray[np.float64]


def rank_label(
    labels: NDArray[np.bool_], scores: NDArray[np.floating], patients: NDArray
) -> RankedLabel:
    """
    Sort the records of one label.

    Parameters
    ----------
    labels : numpy.ndarray of shape (n,), bool
        Whether the label is present.
    scores : numpy.ndarray of shape (n,), float
        Higher means more likely.
    patients : numpy.ndarray of shape (n,)
        Whose ECG each record is.

    Returns
    -------
    RankedLabel
    """
    order = np.argsort(scores, kind="stable")
    whose = np.unique(patients, return_inverse=True)[1]
    return RankedLabel(
        order, scores[order], np.asarray(labels, dtype=bool)[order], whose[order]
    )


def auroc_of(ranked: RankedLabel, kept: NDArray[np.bool_] | None = None) -> Auroc:
    """
    Compute AUROC of some records, with the influence of each.

    Parameters
    ----------
    ranked : RankedLabel
        Sorted records.
    kept : numpy.ndarray of shape (n,), bool, or None
        Which count, in the order of `ranked`; None: all.

    Returns
    -------
    Auroc
        Equal scores count half.

    References
    ----------
    .. [1] DeLong, DeLong and Clarke-Pearson, "Comparing the areas under two or more
       correlated receiver operating characteristic curves", Biometrics 1988;44:837:
       a record's influence is its structural component less the area.
    """
    rows = np.arange(len(ranked.labels)) if kept is None else np.flatnonzero(kept)
    labels, scores = ranked.labels[rows], ranked.scores[rows]
    influence = np.zeros(len(ranked.labels))
    n_positive = int(labels.sum())
    n_negative = len(labels) - n_positive
    if not n_positive or not n_negative:
        return Auroc(math.nan, influence)
    # Each record's share of the other class below it, ties by half.
    is_new = np.append(True, scores[1:] > scores[:-1])
    group = np.cumsum(is_new) - 1
    starts = np.flatnonzero(is_new)
    ends = np.append(starts[1:], len(scores))
    hits = np.append(0, np.cumsum(labels))
    hits_below = (hits[starts] + hits[ends])[group] / 2
    all_below = (starts + ends)[group] / 2
    placed = np.where(
        labels,
        (all_below - hits_below) / n_negative,
        1 - hits_below / n_positive,
    )
    value = float(placed[labels].mean())
    influence[rows] = (placed - value) / np.where(labels, n_positive, n_negative)
    return Auroc(value, influence)


def clustered_error(influence: NDArray[np.float64], patients: NDArray) -> float:
    """
    Return the standard error of a figure from the influence of its records.

    Parameters
    ----------
    influence : numpy.ndarray of shape (n,), float64
        What each record adds.
    patients : numpy.ndarray of shape (n,), int
        Numbers from 0; the records of one patient are added up first.

    Returns
    -------
    float

    References
    ----------
    .. [1] Obuchowski, "Nonparametric analysis of clustered ROC curve data", Biometrics
       1997;53:567. Departs from it: one sum over both classes, since a patient may have
       records of each.
    """
    sums = np.bincount(patients, influence)
    n_patients = np.count_nonzero(np.bincount(patients, influence != 0))
    if n_patients < 2:
        return math.nan
    return math.sqrt(float((sums**2).sum()) * n_patients / (n_patients - 1))


class ShareWithError(NamedTuple):
    """
    A share of records.

    Attributes
    ----------
    hits, n : int
        Counted.
    value : float or None
        None where nothing was counted.
    interval : (low, high) or None
        95 %, patients counted once.
    """

    hits: int
    n: int
    value: float | None
    interval: tuple[float, float] | None


def share_of(hits: NDArray[np.bool_], patients: NDArray) -> ShareWithError:
    """
    Count a share, with an interval that knows of patients with several records.

    Parameters
    ----------
    hits : numpy.ndarray of shape (n,), bool
        Which records count.
    patients : numpy.ndarray of shape (n,), int
        Numbers from 0.

    Returns
    -------
    ShareWithError

    References
    ----------
    .. [1] Wilson, "Probable inference, the law of succession, and statistical
       inference", J Am Stat Assoc 1927;22:209.
    .. [2] Rao and Scott, "A simple method for the analysis of clustered binary data",
       Biometrics 1992;48:577: the number of records is divided by the design effect,
       here never below 1.

    Examples
    --------
    >>> share_of(np.array([True, False]), np.array([0, 1])).value
    0.5
    """
    n, n_hits = len(hits), int(hits.sum())
    if not n:
        return ShareWithError(0, 0, None, None)
    value = n_hits / n
    spread = value * (1 - value) / n
    sums = np.bincount(patients, hits - value)
    effect = float((sums**2).sum()) / n**2 / spread if spread else 1.0
    size = n / max(1.0, effect)
    centre = (value + Z95**2 / (2 * size)) / (1 + Z95**2 / size)
    half = Z95 * math.sqrt(value * (1 - value) / size + Z95**2 / (4 * size**2))
    half /= 1 + Z95**2 / size
    return ShareWithError(
        n_hits, n, value, (max(0.0, centre - half), min(1.0, centre + half))
    )
