"""VICReg: equal pairs, no dimension collapsed, no two dimensions alike."""

import torch
from torch import Tensor

from ecgkt.training.losses.pairs import check_pairs

INVARIANCE, VARIANCE, COVARIANCE = 25.0, 25.0, 1.0
"""Weights of the three terms, as published."""
EPSILON = 1e-4


def vicreg(a: Tensor, b: Tensor) -> Tensor:
    """
    Weigh the distance of pairs against the spread and independence of dimensions.

    Parameters
    ----------
    a, b : torch.Tensor of shape (n, D), float32
        Projections of both sides; row i of one belongs to row i of the other.

    Returns
    -------
    torch.Tensor
        A scalar, the same with `a` and `b` exchanged.

    References
    ----------
    .. [1] Bardes, Ponce and LeCun, "VICReg", ICLR 2022, equations 1-6; the variance
       term is halved as in the authors' code.

    Examples
    --------
    >>> round(float(vicreg(torch.zeros(8, 4), torch.zeros(8, 4))), 2)  # collapsed
    24.75
    """
    check_pairs(a, b)
    distance = (a - b).square().mean()
    spread = _variance(a) + _variance(b)
    alike = _covariance(a) + _covariance(b)
    return INVARIANCE * distance + VARIANCE * spread / 2 + COVARIANCE * alike


def _variance(z: Tensor) -> Tensor:
    deviation = (z.var(0) + EPSILON).sqrt()
    return torch.relu(1 - deviation).mean()


def _covariance(z: Tensor) -> Tensor:
    n, n_dimensions = z.shape
    centred = z - z.mean(0)
    covariance = centred.T @ centred / (n - 1)
    off_diagonal = covariance - torch.diag(covariance.diagonal())
    return off_diagonal.square().sum() / n_dimensions
