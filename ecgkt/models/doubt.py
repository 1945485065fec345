"""How undecided probabilities are; NumPy only."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def binary_entropy(probabilities: Floats) -> Floats:
    """
    Say how undecided probabilities are: 0 at 0 and 1, log 2 at 1/2.

    Parameters
    ----------
    probabilities : numpy.ndarray of any shape, float64
        0-1.

    Returns
    -------
    numpy.ndarray of the same shape, float64
        Nats.

    Examples
    --------
    >>> binary_entropy(np.array([0.0, 0.5])).round(3).tolist()
    [0.0, 0.693]
    """
    p = np.clip(probabilities, 1e-12, 1 - 1e-12)
    found: Floats = -(p * np.log(p) + (1 - p) * np.log1p(-p))
    return found


def group_doubt(probabilities: Floats) -> Floats:
    """
    Say how undecided a model is about whole recordings.

    Parameters
    ----------
    probabilities : numpy.ndarray of shape (..., n_groups), float64
        Calibrated, of the super-classes.

    Returns
    -------
    numpy.ndarray of shape (...), float64
        Sum of the binary entropies, nats.
    """
    return np.asarray(binary_entropy(probabilities).sum(axis=-1))
