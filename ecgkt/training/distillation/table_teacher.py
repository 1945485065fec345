"""Pseudo-labels by a ridge teacher that sees ECG and table."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.patient_folds import hashed_folds
from ecgkt.training.loop.tuning_score import macro_auroc

PENALTIES = (100.0, 300.0, 1e3, 3e3)
"""Of the ridge regression, tried on scaled inputs; the best one on tuning is taken."""
N_FOLDS = 5
SURE = 1e-3
"""No soft label is nearer to 0 or 1: a linear teacher leaves that range."""


class TeacherData(NamedTuple):
    """
    Inputs and labels of the teacher.

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
    data: TeacherData,
    *,
    labelled: NDArray[np.int64],
    wanted: NDArray[np.int64],
    tuning: NDArray[np.int64],
) -> NDArray[np.float32]:
    """
    Fit a ridge regression to the labelled recordings and predict others out of fold.

    Parameters
    ----------
    data : TeacherData
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
        Probabilities in 0-1, by a teacher that has learned from other patients.

    References
    ----------
    .. [1] Lopez-Paz et al., "Unifying distillation and privileged information",
       ICLR 2016: a teacher with more to see labels for a student with less. Departs
       from it: the teacher is linear and asked out of fold.
    """
    known = data.inputs[wanted].astype(np.float64)
    mean, scale = known.mean(0), known.std(0) + 1e-6
    scaled = (data.inputs - mean) / scale
    fold = hashed_folds(data.patients, N_FOLDS, salt="teacher/", n_bytes=1)

    def fit(rows: NDArray[np.int64], penalty: float) -> tuple[NDArray, NDArray]:
        inputs, labels = scaled[rows], data.labels[rows].astype(np.float64)
        centre, share = inputs.mean(0), labels.mean(0)
        inputs = inputs - centre
        gram = inputs.T @ inputs + penalty * np.eye(inputs.shape[1])
        weight = np.linalg.solve(gram, inputs.T @ (labels - share))
        return weight, share - centre @ weight

    def score(penalty: float) -> float:
        weight, bias = fit(labelled, penalty)
        scores = (scaled[tuning] @ weight + bias).astype(np.float32)
        auroc = macro_auroc(data.labels[tuning].astype(np.float32), scores)
        return float(np.nan_to_num(auroc, nan=-1.0))

    best = max(PENALTIES, key=score)
    probability = np.empty((len(wanted), data.labels.shape[1]))
    for number in range(N_FOLDS):
        others = labelled[fold[labelled] != number]
        weight, bias = fit(others if len(others) else labelled, best)
        places = np.flatnonzero(fold[wanted] == number)
        probability[places] = scaled[wanted[places]] @ weight + bias
    return np.clip(probability, SURE, 1 - SURE).astype(np.float32)
