"""How much more common a lab abnormality is among patients with a diagnosis."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.results.statistics.bootstrap import N_DRAWS, patient_weights

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MIN_PATIENTS = 8
"""With the lab measured, on each side: with the diagnosis, and without it."""
MIN_CASES = 5
"""Patients with an abnormal and with a normal value, on each side. With fewer, more
than one draw in a hundred holds none of them, and has no ratio."""


class Sides(NamedTuple):
    """
    What each patient adds to one side of a diagnosis; 0 where the lab is unmeasured.

    Attributes
    ----------
    share : numpy.ndarray of shape (n_patients, n_diagnoses, n_targets), float64
        Of the patient's ECGs on this side with the lab measured, the abnormal ones.
    is_measured, has_case, has_normal : numpy.ndarray of the same shape, bool
        Whether there is such an ECG, an abnormal one, one that is not.
    """

    share: Floats
    is_measured: Flags
    has_case: Flags
    has_normal: Flags


class Ratios(NamedTuple):
    """
    Prevalence with over prevalence without a diagnosis, for every pair.

    Attributes
    ----------
    ratio : numpy.ndarray of shape (n_diagnoses, n_targets), float64
        NaN for pairs with too few patients.
    low, high : numpy.ndarray of the same shape, float64
        95 % patient bootstrap.
    prevalence, patients, cases : numpy.ndarray of shape (2, n_diagnoses, n_targets)
        With the diagnosis, and without: share, patients measured, and patients among
        them with an abnormal value.
    """

    ratio: Floats
    low: Floats
    high: Floats
    prevalence: Floats
    patients: NDArray[np.int64]
    cases: NDArray[np.int64]

    @property
    def is_measured(self) -> Flags:
        """Pairs with enough patients, (n_diagnoses, n_targets)."""
        return ~np.isnan(self.ratio)

    @property
    def excludes_one(self) -> Flags:
        """Pairs whose interval leaves out 1, (n_diagnoses, n_targets)."""
        return self.is_measured & ((self.low > 1) | (self.high < 1))


def prevalence_ratios(
    positive: Flags,
    targets: Floats,
    patients: NDArray[np.int64],
    *,
    n_draws: int = N_DRAWS,
) -> Ratios:
    """
    Compare the prevalence of lab abnormalities with and without each diagnosis.

    A patient counts once on each side, with the share of their own ECGs there whose lab
    is abnormal, so that one with many ECGs weighs no more than one with a single one;
    who has ECGs with and without the diagnosis stands on both sides.

    Parameters
    ----------
    positive : numpy.ndarray of shape (n, n_diagnoses), bool
        Which ECGs carry which diagnosis.
    targets : numpy.ndarray of shape (n, n_targets), float64
        1 abnormal, 0 not, NaN unmeasured.
    patients : numpy.ndarray of shape (n,), int64
        0, 1, ... for the patients.
    n_draws : int
        Of the bootstrap; each draws patients with all their ECGs.

    Returns
    -------
    Ratios
        Pairs with fewer than `MIN_PATIENTS` or `MIN_CASES` have none.
    """
    sides = [_side(flags, targets, patients) for flags in (positive, ~positive)]
    everyone = np.arange(patients.max(initial=-1) + 1)
    weights = patient_weights(everyone, n_draws=n_draws)
    prevalence = np.stack([_prevalence(side, weights) for side in sides])
    is_enough = np.logical_and.reduce([_is_enough(side) for side in sides])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = prevalence[0] / prevalence[1]
        # Of a draw without a case there is no ratio; see MIN_CASES.
        drawn = np.where(np.isfinite(ratio[1:]) & is_enough, ratio[1:], np.nan)
    low, high = np.full((2, *is_enough.shape), np.nan)
    if is_enough.any():
        low[is_enough], high[is_enough] = np.nanpercentile(
            drawn[:, is_enough], (2.5, 97.5), axis=0
        )
    return Ratios(
        ratio=np.where(is_enough, ratio[0], np.nan),
        low=low,
        high=high,
        prevalence=prevalence[:, 0],
        patients=np.stack([side.is_measured.sum(axis=0) for side in sides]),
        cases=np.stack([side.has_case.sum(axis=0) for side in sides]),
    )


def permute_patients(
    positive: Flags, patients: NDArray[np.int64], rng: np.random.Generator
) -> Flags:
    """
    Give each patient the diagnoses of another, so that labs and diagnoses part ways.

    Parameters
    ----------
    positive : numpy.ndarray of shape (n, n_diagnoses), bool
        Which ECGs carry which diagnosis.
    patients : numpy.ndarray of shape (n,), int64
        0, 1, ... for the patients.
    rng : numpy.random.Generator
        Of the order.

    Returns
    -------
    numpy.ndarray of shape (n, n_diagnoses), bool
        The other patient's rows in their order, cut or repeated to the own number.
    """
    rows = [np.flatnonzero(patients == place) for place in range(patients.max() + 1)]
    permuted = np.zeros_like(positive)
    for own, other in zip(rows, rng.permutation(len(rows)), strict=True):
        taken = rows[other]
        permuted[own] = positive[taken[np.arange(len(own)) % len(taken)]]
    return permuted


def _side(flags: Flags, targets: Floats, patients: NDArray[np.int64]) -> Sides:
    n_patients = patients.max(initial=-1) + 1
    counts = np.zeros((2, n_patients, flags.shape[1], targets.shape[1]))
    parts = np.stack([targets == 1, targets == 0]).astype(float)
    for patient in range(n_patients):
        rows = patients == patient
        counts[:, patient] = flags[rows].T.astype(float) @ parts[:, rows]
    total = counts.sum(axis=0)
    return Sides(
        share=counts[0] / np.maximum(total, 1),
        is_measured=total > 0,
        has_case=counts[0] > 0,
        has_normal=counts[1] > 0,
    )


def _prevalence(side: Sides, weights: NDArray[np.int32]) -> Floats:
    """Average patients under each weighting, (1 + n_draws, n_diagnoses, n_targets)."""
    shape = side.share.shape
    flat = np.concatenate([side.share, side.is_measured.astype(float)], axis=1)
    sums = weights.T.astype(float) @ flat.reshape(shape[0], -1)
    abnormal, measured = sums.reshape(-1, 2, *shape[1:]).swapaxes(0, 1)
    with np.errstate(invalid="ignore"):
        prevalence: Floats = abnormal / measured
    return prevalence


def _is_enough(side: Sides) -> Flags:
    enough: Flags = side.is_measured.sum(axis=0) >= MIN_PATIENTS
    for group in (side.has_case, side.has_normal):
        enough &= group.sum(axis=0) >= MIN_CASES
    return enough
