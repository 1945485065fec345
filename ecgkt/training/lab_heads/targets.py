"""What heads are taught: flags, values, or the laboratory table as a whole."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, rankdata

from ecgkt.training.lab_heads.data import Floats, LabData

N_ROUNDS = 15
"""Of filling the gaps of the laboratory table."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """
    One way to learn.

    Attributes
    ----------
    name : str
        For the table of tries.
    blocks : tuple of str
        Inputs, keys of `LabData.blocks`; each block weighs the same.
    teacher : str
        "flags": beyond the limit or not, target by target. "values": the measured
        values as normal scores, lab by lab. "table": the whole table of normal scores,
        its gaps filled and its noise shrunk by what related labs say.
    hours : str
        "narrow": values as near as those that are tested. "wide": the store's window.
    rank : int
        Of "table": singular values below the one of this rank are set to 0, and all
        others shrunk by as much.
    penalty : float
        Of the ridge; the scaled inputs of a block have squares that add up to about 1.
    balance : float
        A recording weighs as much as its patient's number of recordings to the power
        of minus this.
    """

    name: str
    blocks: tuple[str, ...] = ("embedding",)
    teacher: str = "flags"
    hours: str = "narrow"
    rank: int = 0
    penalty: float = 10.0
    balance: float = 0.0


def training_targets(data: LabData, recipe: Recipe, rows: NDArray[np.int64]) -> Floats:
    """
    Say what the rows are to learn: one column per target ("flags") or lab.

    Parameters
    ----------
    data : LabData
        Read at `rows` alone.
    recipe : Recipe
        Its teacher and hours.
    rows : numpy.ndarray of shape (n,), int64
        Training rows.

    Returns
    -------
    numpy.ndarray of shape (n, n_targets or n_labs), float64
        NaN where unknown; "table" has no gaps.

    Raises
    ------
    ValueError
        If the teacher is unknown.
    """
    if recipe.teacher == "flags":
        return data.targets[rows]
    limit = data.window_hours if recipe.hours == "narrow" else data.wide_hours
    values = np.where(data.hours[rows] <= limit, data.values[rows], np.nan)
    scores = np.stack([normal_scores(column) for column in values.T], axis=1)
    if recipe.teacher == "values":
        return scores
    if recipe.teacher == "table":
        return fill_table(scores, rank=recipe.rank)
    raise ValueError(f"teacher {recipe.teacher!r} is unknown")


def normal_scores(values: Floats) -> Floats:
    """Replace values by normal quantiles of their ranks, so that no outlier rules."""
    known = ~np.isnan(values)
    scores = np.full(len(values), np.nan)
    if known.any():
        scores[known] = norm.ppf((rankdata(values[known]) - 0.5) / known.sum())
    return scores


def fill_table(table: Floats, *, rank: int) -> Floats:
    """
    Fill the gaps of a table, and shrink its noise, by what its columns share.

    Parameters
    ----------
    table : numpy.ndarray of shape (n, n_labs), float64
        Normal scores, NaN where unmeasured.
    rank : int
        Directions that may stay; at most all but one of the labs' are kept.

    Returns
    -------
    numpy.ndarray of shape (n, n_labs), float64
        Of rank `rank` at most, without gaps; a row of few values lies near 0.

    Raises
    ------
    ValueError
        If the rank is negative.

    References
    ----------
    .. [1] Mazumder, Hastie and Tibshirani, "Spectral regularization algorithms for
       learning large incomplete matrices", JMLR 2010. Departs from it: the shrinkage
       is that singular value, found anew each round, of which the rank is wanted.
    """
    if rank < 0:
        raise ValueError(f"expected a rank of 0 or more, got {rank}")
    rank = min(rank, table.shape[1] - 1)
    known = ~np.isnan(table)
    filled = np.where(known, table, 0.0)
    smooth = filled
    for _ in range(N_ROUNDS):
        squares, axes = np.linalg.eigh(filled.T @ filled)
        lengths = np.sqrt(np.maximum(squares[::-1], 0.0))
        share = np.maximum(lengths - lengths[rank], 0) / np.maximum(lengths, 1e-12)
        smooth = filled @ (axes[:, ::-1] * share) @ axes[:, ::-1].T
        filled = np.where(known, table, smooth)
    return smooth
