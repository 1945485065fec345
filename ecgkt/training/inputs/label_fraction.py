"""Which of the training recordings may show their labels."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.patient_folds import hashed_share
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError


def labelled_rows(
    store: PreparedStore, *, fraction: float = 1.0, seed: int = 0
) -> NDArray[np.int64]:
    """
    List the training recordings of a share of the labelled patients.

    Parameters
    ----------
    store : PreparedStore
        Prepared data.
    fraction : float
        Share of the patients, in (0, 1]; at least one patient is taken.
    seed : int
        Which ones: for the same seed, fewer patients are a subset of more.

    Returns
    -------
    numpy.ndarray of shape (n,), int64
        Ascending row numbers.

    Raises
    ------
    EcgktError
        If the fraction is out of range or there are fewer than two recordings.
    """
    if not 0 < fraction <= 1:
        raise EcgktError(f"expected a fraction of labels in (0, 1], found {fraction}")
    rows = store.split("train")
    rows = rows[store.is_labelled[rows]]
    patients = store.records["patient_id"].to_numpy()[rows]
    rows = rows[hashed_share(patients, fraction, seed=seed)]
    if len(rows) < 2:
        raise EcgktError(
            f"expected at least 2 labelled recordings to train on, found {len(rows)}: "
            "use a larger store or fraction"
        )
    return rows


def tuning_rows(store: PreparedStore) -> NDArray[np.int64]:
    """
    List the labelled recordings of the tuning split.

    Parameters
    ----------
    store : PreparedStore
        Prepared data.

    Returns
    -------
    numpy.ndarray of shape (n,), int64
        Ascending row numbers.

    Raises
    ------
    EcgktError
        If there is none.
    """
    rows = store.split("tuning")
    rows = rows[store.is_labelled[rows]]
    if not len(rows):
        raise EcgktError(
            "the store needs labelled recordings in its tuning split, found none"
        )
    return rows
