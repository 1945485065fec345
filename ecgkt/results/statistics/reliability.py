"""Stated against observed frequency, bin by bin."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

N_BINS = 15


class Bin(NamedTuple):
    """One bar of a reliability plot: mean probability, observed share, records."""

    mean_probability: float
    observed: float
    n: int


def reliability(
    probability: Floats, labels: NDArray[np.integer], *, n_bins: int = N_BINS
) -> list[Bin]:
    """
    Compare stated with observed frequency in bins of equal size.

    Parameters
    ----------
    probability : numpy.ndarray of shape (n_records,), float64
        Calibrated, 0-1.
    labels : numpy.ndarray of shape (n_records,), integer
        1 where the label is present.
    n_bins : int
        Bins, or fewer if there are fewer records.

    Returns
    -------
    list of Bin
        From low to high probability; equal probabilities are split by record order.

    Raises
    ------
    ValueError
        If the lengths differ or there is no record.

    References
    ----------
    .. [1] Naeini et al., "Obtaining well calibrated probabilities using Bayesian
       binning", AAAI 2015. Departs from it: bins of equal mass, because most
       probabilities of a rare label lie near 0.

    Examples
    --------
    >>> for bar in reliability(np.array([0.9, 0.2]), np.array([1, 0])):
    ...     print(*bar)
    0.2 0.0 1
    0.9 1.0 1
    """
    if probability.shape != labels.shape or not len(labels):
        message = f"expected equal lengths > 0, got {probability.shape} {labels.shape}"
        raise ValueError(message)
    order = np.argsort(probability, kind="stable")
    return [
        Bin(float(probability[rows].mean()), float(labels[rows].mean()), len(rows))
        for rows in np.array_split(order, min(n_bins, len(order)))
    ]


def calibration_error(bins: list[Bin]) -> float:
    """
    Average the gaps of a reliability plot (expected calibration error).

    Parameters
    ----------
    bins : list of Bin
        What `reliability` gave.

    Returns
    -------
    float
        Mean |stated - observed|, weighted by records; biased upwards for rare labels.

    Examples
    --------
    >>> calibration_error([Bin(0.25, 0.5, 10), Bin(0.75, 0.75, 30)])
    0.0625
    """
    total = sum(bar.n for bar in bins)
    return sum(abs(bar.mean_probability - bar.observed) * bar.n for bar in bins) / total
