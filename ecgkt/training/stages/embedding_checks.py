"""Whether a space of embeddings has collapsed, and whether pairs lie together in it."""

import numpy as np
from numpy.typing import NDArray


def median_std(z: NDArray[np.float32]) -> float:
    """
    Return the standard deviation of the median dimension.

    Parameters
    ----------
    z : numpy.ndarray of shape (n, D), float32

    Returns
    -------
    float
        0 if all rows are alike; of VICReg's projections below 0.1: they have collapsed.

    Raises
    ------
    ValueError
        If there is no row.
    """
    if not len(z):
        raise ValueError("expected at least one row, got none")
    return float(np.median(z.std(axis=0)))


def effective_rank(z: NDArray[np.float32]) -> float:
    """
    Return how many dimensions are in use.

    Parameters
    ----------
    z : numpy.ndarray of shape (n, D), float32

    Returns
    -------
    float
        From 1 to D; 0 if all rows are alike.

    References
    ----------
    .. [1] Roy and Vetterli, "The effective rank", EUSIPCO 2007: the exponential of the
       entropy of the normalised singular values, here of the centred rows.
    """
    sizes = np.linalg.svd(z - z.mean(axis=0), compute_uv=False)
    total = sizes.sum()
    if total <= np.finfo(np.float32).tiny:
        return 0.0
    share = sizes[sizes > 0] / total
    return float(np.exp(-(share * np.log(share)).sum()))


def matching_auroc(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """
    Ask how often a row's own partner is nearer than another row's.

    Parameters
    ----------
    a, b : numpy.ndarray of shape (n, D), float32
        Row i of one belongs to row i of the other.

    Returns
    -------
    float
        In 0-1, 0.5 by chance, ties count half; the mean over rows of the share of other
        partners that are less similar by cosine, after centring. NaN below two rows.

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> matching_auroc(np.eye(4, dtype=np.float32), np.eye(4, dtype=np.float32))
    1.0
    """
    if a.shape != b.shape:
        raise ValueError(f"expected equal shapes, got {a.shape} and {b.shape}")
    if len(a) < 2:
        return float("nan")
    similarity = _unit(a) @ _unit(b).T
    own = np.diag(similarity)[:, None]
    others = (len(a) - 1) * len(a)
    below = (similarity < own).sum()
    equal = (similarity == own).sum() - len(a)
    return float((below + equal / 2) / others)


def _unit(z: NDArray[np.float32]) -> NDArray[np.float32]:
    centred = z - z.mean(axis=0)
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    unit: NDArray[np.float32] = centred / np.maximum(length, 1e-12)
    return unit
