"""P values: of a worse figure, of pairs that changed, and of many tests at once."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def below_zero(value: float, error: float) -> float:
    """
    Return the one-sided p value that a figure is below 0.

    Parameters
    ----------
    value, error : float
        The figure and its standard error.

    Returns
    -------
    float
        1 where it cannot be told.

    Examples
    --------
    >>> round(below_zero(-1.96, 1.0), 3), below_zero(-1.0, math.nan)
    (0.025, 1.0)
    """
    if not (math.isfinite(value) and error > 0):
        return 1.0
    return 0.5 * math.erfc(-value / error / math.sqrt(2))


def holm(p_values: Sequence[float]) -> list[float]:
    """
    Correct p values for their number, by Holm's method.

    Parameters
    ----------
    p_values : sequence of float
        Of all tests that were made.

    Returns
    -------
    list of float
        In the same order: the chance that any of the tests errs stays below what one
        reads here, however they depend on each other.

    References
    ----------
    .. [1] Holm, "A simple sequentially rejective multiple test procedure", Scand J Stat
       1979;6:65.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p_values, dtype=float)
    order = np.argsort(values, kind="stable")
    scaled = values[order] * np.arange(len(values), 0, -1)
    corrected = np.empty_like(values)
    corrected[order] = np.minimum(np.maximum.accumulate(scaled), 1.0)
    return [float(value) for value in corrected]


def mcnemar(mended: int, broken: int) -> float:
    """
    Return the exact p value that two models err equally often on the same records.

    Parameters
    ----------
    mended, broken : int
        Records that only the second, and only the first, has right.

    Returns
    -------
    float
        Two-sided.

    References
    ----------
    .. [1] McNemar, "Note on the sampling error of the difference between correlated
       proportions or percentages", Psychometrika 1947;12:153; exact, from the binomial
       distribution.

    Examples
    --------
    >>> mcnemar(9, 1), mcnemar(0, 0)
    (0.021484375, 1.0)
    """
    n, fewer = mended + broken, min(mended, broken)
    if n <= 1000:
        tail = sum(math.comb(n, k) for k in range(fewer + 1)) / 2**n if n else 1.0
        return min(1.0, 2 * tail)
    # So many pairs are normal; with the correction for continuity.
    return math.erfc(max(0, abs(mended - broken) - 1) / math.sqrt(2 * n))


def discoveries(
    values: NDArray[np.float64], errors: NDArray[np.float64], rate: float
) -> NDArray[np.bool_]:
    """
    Tell which figures are above 0 at a false-discovery rate.

    Parameters
    ----------
    values, errors : numpy.ndarray of shape (n,), float64
        Figures and their standard errors.
    rate : float
        Share of false ones among those that are named, 0-1.

    Returns
    -------
    numpy.ndarray of shape (n,), bool

    References
    ----------
    .. [1] Benjamini and Hochberg, "Controlling the false discovery rate", J R Stat Soc
       B 1995;57:289.

    Examples
    --------
    >>> discoveries(np.array([3.0, 2.0, 0.0]), np.ones(3), 0.05).tolist()
    [True, True, False]
    """
    pairs = zip(-values, errors, strict=True)
    p = np.array([below_zero(float(value), float(error)) for value, error in pairs])
    order = np.argsort(p, kind="stable")
    limits = rate * np.arange(1, len(p) + 1) / len(p)
    below = np.flatnonzero(p[order] <= limits)
    found = np.zeros(len(p), dtype=bool)
    found[order[: below[-1] + 1 if len(below) else 0]] = True
    return found
