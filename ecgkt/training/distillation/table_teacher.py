"""A teacher that sees the table: soft labels for ECGs that are then read without it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.patient_folds import hashed_folds
from ecgkt.training.loop.tuning_score import macro_auroc

Floats = NDArray[np.float64]

PENALTIES = (100.0, 300.0, 1e3, 3e3)
"""Of the ridge regression, tried on scaled inputs; the best one on tuning is taken."""
N_FOLDS = 5
SURE = 1e-3
"""No soft label is nearer to 0 or 1: a linear teacher leaves that range."""


class Lesson(NamedTuple):
    """
    What the teacher learns from.

    Attributes
    ----------
    inputs : numpy.ndarray of shape (n_records, n_inputs), float
        ECG and table side by side, rows as in the store.
    labels : numpy.ndarray of shape (n_records, n_labels), 0 or 1
    patients : numpy.ndarray of shape (n_records,)
        Whose recording each is.
    """

    inputs: NDArray[np.floating]
    labels: NDArray[np.floating] | NDArray[np.integer]
    patients: NDArray


def soft_labels(
    lesson: Lesson,
    *,
    labelled: NDArray[np.int64],
    wanted: NDArray[np.int64],
    tuning: NDArray[np.int64],
) -> NDArray[np.float32]:
    """
    Teach a ridge regression by the labelled recordings, and ask it about others.

    Parameters
    ----------
    lesson : Lesson
        Of the whole store.
    labelled : numpy.ndarray of shape (n,), int64
        Rows whose labels may be used.
    wanted : numpy.ndarray of shape (m,), int64
        Rows to label, labelled or not.
    tuning : numpy.ndarray of int64
        Rows that choose the penalty.

    Returns
    -------
    numpy.ndarray of shape (m, n_labels), float32
        Probabilities in 0-1; no recording is judged by a teacher that has learned from
        the same patient.

    Raises
    ------
    numpy.linalg.LinAlgError
        If an input is not finite.

    References
    ----------
    .. [1] Lopez-Paz et al., "Unifying distillation and privileged information",
       ICLR 2016: a teacher with more to see labels for a student with less. Departs
       from it: the teacher is linear and asked out of fold.
    """
    known = lesson.inputs[wanted].astype(np.float64)
    mean, scale = known.mean(0), known.std(0) + 1e-6
    scaled = (lesson.inputs - mean) / scale
    fold = hashed_folds(lesson.patients, N_FOLDS, salt="teacher/", n_bytes=1)

    def fit(rows: NDArray[np.int64], penalty: float) -> tuple[Floats, Floats]:
        inputs, labels = scaled[rows], lesson.labels[rows].astype(np.float64)
        centre, share = inputs.mean(0), labels.mean(0)
        inputs = inputs - centre
        gram = inputs.T @ inputs + penalty * np.eye(inputs.shape[1])
        weight = np.linalg.solve(gram, inputs.T @ (labels - share))
        return weight, share - centre @ weight

    def score(penalty: float) -> float:
        weight, bias = fit(labelled, penalty)
        said = (scaled[tuning] @ weight + bias).astype(np.float32)
        found = macro_auroc(lesson.labels[tuning].astype(np.float32), said)
        return float(np.nan_to_num(found, nan=-1.0))

    best = max(PENALTIES, key=score)
    found = np.empty((len(wanted), lesson.labels.shape[1]))
    for one in range(N_FOLDS):
        others = labelled[fold[labelled] != one]
        weight, bias = fit(others if len(others) else labelled, best)
        places = np.flatnonzero(fold[wanted] == one)
        found[places] = scaled[wanted[places]] @ weight + bias
    return np.clip(found, SURE, 1 - SURE).astype(np.float32)
