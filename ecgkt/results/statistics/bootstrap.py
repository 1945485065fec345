"""Patient-level (cluster) bootstrap intervals."""

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

N_DRAWS = 1000
SEED = 20


class Estimate(NamedTuple):
    """
    A figure with its uncertainty.

    Attributes
    ----------
    value : float or None
        On the sample itself; None where the figure is not defined.
    interval : (low, high) or None
        2.5 and 97.5 % percentiles of the draws.
    n_dropped : int
        Draws in which the figure was not defined.
    """

    value: float | None
    interval: tuple[float, float] | None
    n_dropped: int


def patient_weights(
    patient_ids: NDArray, *, n_draws: int = N_DRAWS, seed: int = SEED
) -> NDArray[np.int32]:
    """
    Draw patients with replacement, each with all of their ECGs.

    Parameters
    ----------
    patient_ids : numpy.ndarray of shape (n_records,)
        Whose ECG each record is.
    n_draws : int
        Bootstrap draws.
    seed : int
        Equal seeds give equal draws, so that figures can be compared pairwise.

    Returns
    -------
    numpy.ndarray of shape (n_records, 1 + n_draws), int32
        How often each record counts: once in column 0, then in each draw, so that one
        pass gives a figure and its interval.

    Raises
    ------
    ValueError
        If there is no record or no draw.

    References
    ----------
    .. [1] Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13
       (percentile interval); the sampling unit here is the patient.

    Examples
    --------
    >>> weights = patient_weights(np.array([7, 7, 9]), n_draws=4)
    >>> bool((weights[0] == weights[1]).all())
    True
    """
    if len(patient_ids) == 0 or n_draws < 1:
        raise ValueError(
            f"expected records and draws, got {len(patient_ids)}, {n_draws}"
        )
    patients, whose = np.unique(patient_ids, return_inverse=True)
    n_patients = len(patients)
    drawn = np.random.default_rng(seed).integers(n_patients, size=(n_draws, n_patients))
    drawn += n_patients * np.arange(n_draws)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=n_draws * n_patients)
    draws = counts.reshape(n_draws, n_patients).T.astype(np.int32)[whose]
    return np.concatenate([np.ones_like(draws[:, :1]), draws], axis=1)


def estimate(values: NDArray[np.float64]) -> Estimate:
    """
    Summarise a figure and its bootstrap draws.

    Parameters
    ----------
    values : numpy.ndarray of shape (1 + n_draws,), float64
        On the sample itself, then in each draw, as `patient_weights` orders them. NaN
        where not defined; such draws are left out.

    Returns
    -------
    Estimate
        Without a value there is no interval either.

    Raises
    ------
    ValueError
        If there are no draws.

    Examples
    --------
    >>> estimate(np.array([0.5, 0.4, np.nan, 0.6]))
    Estimate(value=0.5, interval=(0.405, 0.595), n_dropped=1)
    """
    if len(values) < 2:
        raise ValueError("expected at least one draw")
    value, draws = float(values[0]), values[1:]
    valid = draws[~np.isnan(draws)]
    n_dropped = len(draws) - len(valid)
    if np.isnan(value):
        return Estimate(None, None, n_dropped)
    if not len(valid):
        return Estimate(value, None, n_dropped)
    low, high = np.percentile(valid, (2.5, 97.5))
    return Estimate(value, (float(low), float(high)), n_dropped)


def macro(table: NDArray[np.float64]) -> Estimate:
    """
    Average labels, on the sample and in each draw.

    Parameters
    ----------
    table : numpy.ndarray of shape (n_labels, 1 + n_draws), float64
        One figure per label: on the sample itself, NaN where a label lacks a class,
        which is then left out; then in each draw, where a label that lacks a class is
        left out of that draw only.

    Returns
    -------
    Estimate
        Its `n_dropped` counts draws in which no label was defined.
    """
    values = table[:, 0]
    if np.isnan(values).all():
        return Estimate(None, None, table.shape[1] - 1)
    kept = table[:, 1:][~np.isnan(values)]
    with warnings.catch_warnings():
        # A draw without any defined label is NaN, which `estimate` counts.
        warnings.filterwarnings("ignore", "Mean of empty slice", RuntimeWarning)
        means = np.nanmean(kept, axis=0)
    return estimate(np.append(np.nanmean(values), means))
