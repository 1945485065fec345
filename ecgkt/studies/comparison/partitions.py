"""Whose ECGs train, tune and judge: the store's splits, or folds assigned per seed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.patient_folds import equal_folds
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError


class Part(NamedTuple):
    """
    One partition of the patients; every arm is run once on each.

    Attributes
    ----------
    name : str
        Of its folder.
    seed : int
        Of all runs on it.
    store : PreparedStore
        With this partition in ``records.split``.
    """

    name: str
    seed: int
    store: PreparedStore

    def rows(self, split: str) -> NDArray[np.int64]:
        """Return the labelled rows of a split, ascending."""
        rows = self.store.split(split)
        return rows[self.store.is_labelled[rows]]


def list_parts(
    store: PreparedStore, seeds: Sequence[int], folds: int | None
) -> list[Part]:
    """
    Make one part per seed, or one per seed and fold.

    Parameters
    ----------
    store : PreparedStore
        All of the data.
    seeds : sequence of int
        With folds, each seed deals the patients anew: splits are repeated.
    folds : int or None
        None keeps the store's own splits.

    Returns
    -------
    list of Part
        All parts of a seed one after the other.

    Raises
    ------
    EcgktError
        If a split has no labelled ECG, or there are too few patients for the folds.
    """
    if folds is None:
        parts = [Part(f"seed-{seed}", seed, store) for seed in seeds]
    else:
        parts = [
            Part(f"seed-{seed}/fold-{fold}", seed, _hold_out(store, seed, fold, folds))
            for seed in seeds
            for fold in range(folds)
        ]
    for part in parts:
        for split in ("train", "tuning", "held_out"):
            if not len(part.rows(split)):
                raise EcgktError(
                    f"expected labelled ECGs in every split, found none in {split} of "
                    f"{part.name}: use a larger store or fewer folds"
                )
    return parts


def constant_scores(part: Part) -> NDArray[np.float64]:
    """
    Predict without any ECG: the training prevalence, each patient counting once.

    Parameters
    ----------
    part : Part
        Its training labels are used.

    Returns
    -------
    numpy.ndarray of shape (n_held_out, n_labels), float64
        Equal rows.
    """
    rows = part.rows("train")
    whose = part.store.records["patient_id"].to_numpy()[rows]
    _, places, counts = np.unique(whose, return_inverse=True, return_counts=True)
    mean = np.average(part.store.labels[rows], axis=0, weights=1 / counts[places])
    return np.tile(mean, (len(part.rows("held_out")), 1))


def _hold_out(store: PreparedStore, seed: int, fold: int, folds: int) -> PreparedStore:
    ids = store.records["patient_id"].to_numpy()
    assigned = equal_folds(ids, seed=seed, folds=folds)
    split = np.full(len(ids), "train", dtype=object)
    split[assigned == fold] = "held_out"
    split[assigned == (fold + 1) % folds] = "tuning"
    manifest = {**store.manifest, "fold": [seed, fold, folds]}
    return replace(store, records=store.records.assign(split=split), manifest=manifest)
