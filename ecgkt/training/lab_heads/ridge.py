"""Ways to learn laboratory abnormalities from few patients; all are linear."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.models.lab_head import InputScaler
from ecgkt.training.lab_heads.data import Floats, LabData
from ecgkt.training.lab_heads.targets import Recipe, training_targets

CUT = (1.0, 99.0)
"""Percentiles of the training rows at which an input is cut."""
SHIPPED = ("embedding", "beat", "leads")
"""Blocks that the bundled heads may read."""


class Head(NamedTuple):
    """
    What was learned.

    Attributes
    ----------
    scaling : InputScaler
        Of the blocks side by side.
    weights : numpy.ndarray of shape (D, n_targets), float64
        Scores of the training rows have standard deviation 1.
    """

    scaling: InputScaler
    weights: Floats

    def scores(self, inputs: Floats) -> Floats:
        """Score rows of the blocks side by side, (n, n_targets)."""
        found: Floats = self.scaling.apply(inputs) @ self.weights
        return found


def side_by_side(data: LabData, blocks: tuple[str, ...]) -> Floats:
    """Join blocks of inputs, (n, D)."""
    return np.concatenate([data.blocks[name] for name in blocks], axis=1)


def fit_scaling(data: LabData, blocks: tuple[str, ...], rows: NDArray) -> InputScaler:
    """
    Learn from some rows how to scale inputs, each block to a squared length of 1.

    Parameters
    ----------
    data : LabData
        Its blocks are read at `rows` alone.
    blocks : tuple of str
        Keys of `LabData.blocks`.
    rows : numpy.ndarray of shape (n,), int64
        Training rows.

    Returns
    -------
    InputScaler
        Of the blocks side by side.
    """
    widths = [data.blocks[name].shape[1] for name in blocks]
    lengths = np.sqrt(np.repeat(widths, widths))
    return scaler_of(side_by_side(data, blocks)[rows], lengths)


def scaler_of(inputs: Floats, lengths: Floats | float = 1.0) -> InputScaler:
    """
    Learn to scale the columns of a table, each to a standard deviation of 1.

    Parameters
    ----------
    inputs : numpy.ndarray of shape (n, D), float64
        Of the training rows; NaN where missing.
    lengths : numpy.ndarray of shape (D,), float64, or float
        What the standard deviations are divided by.

    Returns
    -------
    InputScaler
        Cuts at the percentiles `CUT`.
    """
    typical = np.nanmedian(inputs, axis=0)
    whole = np.where(np.isnan(inputs), typical, inputs)
    lower, upper = np.percentile(whole, CUT, axis=0)
    cut = np.clip(whole, lower, upper)
    spread = np.maximum(cut.std(axis=0), 1e-6)
    return InputScaler(
        typical=typical,
        lower=lower,
        upper=upper,
        mean=cut.mean(axis=0),
        scale=spread * lengths,
    )


def fit(
    data: LabData, recipes: Sequence[Recipe], rows: NDArray[np.int64]
) -> list[Head]:
    """
    Learn all targets from some rows, once by each recipe.

    Parameters
    ----------
    data : LabData
        Nothing of it is read outside `rows`.
    recipes : sequence of Recipe
        How; what they have in common is computed once.
    rows : numpy.ndarray of shape (n,), int64
        Training rows.

    Returns
    -------
    list of Head
        In the order of the recipes. A target that cannot be learned from the rows has
        weights of 0.
    """
    scaled: dict[tuple[str, ...], tuple[InputScaler, Floats]] = {}
    targets: dict[tuple[str, str, int], Floats] = {}
    counts = np.bincount(data.patients[rows])[data.patients[rows]].astype(float)
    heads = []
    for recipe in recipes:
        if recipe.blocks not in scaled:
            scaling = fit_scaling(data, recipe.blocks, rows)
            inputs = side_by_side(data, recipe.blocks)[rows]
            scaled[recipe.blocks] = scaling, scaling.apply(inputs)
        key = recipe.teacher, recipe.hours, recipe.rank
        if key not in targets:
            targets[key] = training_targets(data, recipe, rows)
        scaling, inputs = scaled[recipe.blocks]
        importance = counts**-recipe.balance
        weights = ridge(inputs, targets[key], recipe.penalty, importance=importance)
        if recipe.teacher != "flags":
            weights = weights[:, data.columns] * data.signs
        spread = (inputs @ weights).std(axis=0)
        heads.append(Head(scaling, weights / np.where(spread > 1e-9, spread, 1.0)))
    return heads


def average(
    data: LabData,
    recipes: Sequence[Recipe],
    heads: Sequence[Head],
    scaling: InputScaler,
) -> Head:
    """
    Make one head of several: the mean of their scores.

    Parameters
    ----------
    data : LabData
        For the widths of the blocks.
    recipes : sequence of Recipe
        Of the heads, in the same order; they read nothing but `SHIPPED`.
    heads : sequence of Head
        Fitted on the same rows.
    scaling : InputScaler
        Of the blocks of `SHIPPED`, on these rows.

    Returns
    -------
    Head
        Of the blocks of `SHIPPED`.

    Raises
    ------
    ValueError
        If there is none.
    """
    if not heads:
        raise ValueError("expected at least one head")
    places = dict(zip(SHIPPED, _places(data, SHIPPED), strict=True))
    total = np.zeros((len(scaling.mean), heads[0].weights.shape[1]))
    for recipe, head in zip(recipes, heads, strict=True):
        own = zip(recipe.blocks, _places(data, recipe.blocks), strict=True)
        for block, place in own:
            total[places[block]] += head.weights[place]
    return Head(scaling, total / len(heads))


def _places(data: LabData, blocks: tuple[str, ...]) -> list[slice]:
    """Return where each block stands in the blocks side by side."""
    ends = np.cumsum([data.blocks[name].shape[1] for name in blocks]).tolist()
    return [slice(start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def ridge(
    inputs: Floats, targets: Floats, penalty: float, *, importance: Floats
) -> Floats:
    """
    Fit targets by linear functions of the inputs, each where it is known.

    Parameters
    ----------
    inputs : numpy.ndarray of shape (n, D), float64
        Scaled.
    targets : numpy.ndarray of shape (n, n_targets), float64
        NaN where unknown.
    penalty : float
        Above 0.
    importance : numpy.ndarray of shape (n,), float64
        Positive; only ratios matter.

    Returns
    -------
    numpy.ndarray of shape (D, n_lessons), float64
        Without intercepts: only the order of scores counts.

    Raises
    ------
    numpy.linalg.LinAlgError
        If an input is not finite.
    """
    known = ~np.isnan(targets)
    alike: dict[bytes, list[int]] = {}
    for column in range(targets.shape[1]):
        alike.setdefault(known[:, column].tobytes(), []).append(column)
    n, width = inputs.shape
    products = inputs @ inputs.T if n <= width else None
    weights = np.zeros((width, targets.shape[1]))
    for columns in alike.values():
        rows = np.flatnonzero(known[:, columns[0]])
        if not len(rows):
            continue
        w = importance[rows] / importance[rows].mean()
        y = _weighted(targets[rows][:, columns], w)
        if products is None:
            x = _weighted(inputs[rows], w)
            inner = x.T @ x + penalty * np.eye(width)
            weights[:, columns] = np.linalg.solve(inner, x.T @ y)
        else:
            # In the space of rows, where products of all inputs are at hand.
            inner = _weighted(_weighted(products[rows][:, rows], w).T, w)
            part = np.linalg.solve(inner + penalty * np.eye(len(rows)), y)
            back = np.sqrt(w)[:, None] * part
            weights[:, columns] = inputs[rows].T @ (back - w[:, None] * back.mean(0))
    return weights


def _weighted(part: Floats, w: Floats) -> Floats:
    """Take the weighted mean off, and scale rows by the roots of their weights."""
    centred: Floats = np.sqrt(w)[:, None] * (part - w @ part / w.sum())
    return centred
