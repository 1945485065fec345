"""
Every split by patient: one patient's recordings never stand on two sides.

All functions take `patient_ids`, of shape (n_records,): whose ECG each record is.
"""

import hashlib
import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecgkt.errors import EcgktError

MIN_FOLDS = 3
"""One held out, one for tuning, and the rest to train on."""


def split_names(folds: ArrayLike, *, last_train: int, last_tuning: int) -> NDArray:
    """Name each record's split: train up to one fold, tuning up to another."""
    numbers = np.asarray(folds)
    is_in = [numbers <= last_train, numbers <= last_tuning]
    return np.select(is_in, ["train", "tuning"], "held_out").astype(object)


def hashed_folds(
    patient_ids: ArrayLike, n_folds: int, *, salt: str = "", n_bytes: int = 8
) -> NDArray[np.int64]:
    """
    Give each patient a fold that no other patient's presence changes.

    It is the remainder of the leading bytes of SHA-256 of salt and decimal number.

    Examples
    --------
    >>> hashed_folds([10_000_032, 10_000_032], 20).tolist()
    [6, 6]
    """
    patients, whose = np.unique(np.asarray(patient_ids), return_inverse=True)
    digests = _digests(patients, salt)
    folds = [int.from_bytes(digest[:n_bytes]) % n_folds for digest in digests]
    return np.asarray(folds, dtype=np.int64)[whose]


def equal_folds(patient_ids: ArrayLike, *, seed: int, folds: int) -> NDArray[np.int64]:
    """
    Deal patients into folds of equal size, in the order of a stable hash.

    The same wherever and in whatever order it is computed.

    Raises
    ------
    EcgktError
        If there are fewer than `MIN_FOLDS` folds, or fewer patients than folds.
    """
    patients, whose = np.unique(np.asarray(patient_ids), return_inverse=True)
    if not MIN_FOLDS <= folds <= len(patients):
        raise EcgktError(
            f"expected {MIN_FOLDS} to {len(patients)} folds for {len(patients)} "
            f"patients, found {folds}"
        )
    fold = np.empty(len(patients), dtype=np.int64)
    fold[_hashed_order(patients, seed)] = np.arange(len(patients)) % folds
    return fold[whose]


def shuffled_folds(
    patient_ids: ArrayLike, *, seed: int, folds: int
) -> NDArray[np.int64]:
    """
    Deal patients into folds of equal size, in the order of a random generator.

    Raises
    ------
    ValueError
        If there are more folds than patients, or fewer than 2.
    """
    patients, whose = np.unique(np.asarray(patient_ids), return_inverse=True)
    if not 2 <= folds <= len(patients):
        raise ValueError(f"expected 2-{len(patients)} folds of patients, got {folds}")
    fold = np.arange(len(patients)) % folds
    np.random.default_rng(seed).shuffle(fold)
    shuffled: NDArray[np.int64] = fold[whose]
    return shuffled


def hashed_share(
    patient_ids: ArrayLike, share: float, *, seed: int
) -> NDArray[np.bool_]:
    """Choose a share of the patients, one at least; a smaller one is a subset."""
    patients, whose = np.unique(np.asarray(patient_ids), return_inverse=True)
    is_chosen = np.zeros(len(patients), dtype=bool)
    n_chosen = math.ceil(share * len(patients))
    is_chosen[_hashed_order(patients, seed)[:n_chosen]] = True
    chosen: NDArray[np.bool_] = is_chosen[whose]
    return chosen


def first_patients(
    patient_ids: ArrayLike, n_records: int, *, seed: int
) -> NDArray[np.bool_]:
    """
    Choose whole patients in random order, as long as their records fit.

    Examples
    --------
    >>> first_patients([7, 7, 9], 2, seed=0).tolist()
    [True, True, False]
    """
    patients, whose = np.unique(np.asarray(patient_ids), return_inverse=True)
    place = np.random.default_rng(seed).permutation(len(patients))[whose]
    used = np.bincount(place, minlength=len(patients)).cumsum()
    chosen: NDArray[np.bool_] = used[place] <= n_records
    return chosen


def centre(
    scores: NDArray[np.floating], known: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """
    Take each column's mean off the scores of a fold.

    Folds differ in what their training patients had, and so in the level of scores.
    Pooled as they are, that level alone ranks patients: a predictor that sees no ECG
    then gets an AUROC far from 0.50, above or below it as its constant is made. After
    centring it gets 0.50.

    Parameters
    ----------
    scores : numpy.ndarray of shape (n_records, n_targets), float
        Of one fold.
    known : numpy.ndarray of the same shape, bool, optional
        Where the mean is taken; everywhere by default.

    Returns
    -------
    numpy.ndarray of the same shape, float64
        Exactly zero where all scores are equal.
    """
    # A mean of equal numbers may miss them by a rounding error, which would differ
    # from fold to fold: against the first record the difference is exact.
    shifted = scores.astype(np.float64) - scores[0].astype(np.float64)
    if known is None:
        known = np.ones(shifted.shape, dtype=bool)
    count = np.maximum(known.sum(axis=0), 1)
    centred: NDArray[np.float64] = (
        shifted - np.where(known, shifted, 0.0).sum(axis=0) / count
    )
    return centred


def _digests(patients: NDArray, salt: str) -> list[bytes]:
    texts = [f"{salt}{patient}".encode() for patient in patients]
    return [hashlib.sha256(text).digest() for text in texts]


def _hashed_order(patients: NDArray, seed: int) -> list[int]:
    """Return the places of the patients, ordered by their hash under a seed."""
    keys = _digests(patients, f"{seed}/")
    return sorted(range(len(patients)), key=keys.__getitem__)
