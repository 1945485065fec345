"""Which recordings each step sees, and how fast it learns: functions of the step."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.training.recipes.recipes import Recipe


class Schedule(NamedTuple):
    """
    Steps of one run.

    Attributes
    ----------
    batch_size : int
        Recordings per step.
    steps_per_epoch, total : int
        The last batch of an epoch, when smaller, is dropped.
    validation_interval : int
        Steps between two validations.
    """

    batch_size: int
    steps_per_epoch: int
    total: int
    validation_interval: int


def plan_steps(recipe: Recipe, n_items: int) -> Schedule:
    """
    Turn epochs into steps.

    Parameters
    ----------
    recipe : Recipe
        How to train.
    n_items : int
        Recordings to train on.

    Returns
    -------
    Schedule
        As many validations as the epochs ask for, `min_steps` or not.

    Raises
    ------
    ValueError
        If there is nothing to train on.

    Examples
    --------
    >>> plan_steps(Recipe(epochs=4, batch_size=10, judge_every=2), 35)
    Schedule(batch_size=10, steps_per_epoch=3, total=12, validation_interval=6)
    >>> plan_steps(Recipe(epochs=4, batch_size=10, judge_every=2, min_steps=100), 5)
    Schedule(batch_size=5, steps_per_epoch=1, total=100, validation_interval=50)
    """
    if n_items < 1:
        raise ValueError("expected at least one recording to train on")
    # A batch of one has no spread to normalise by.
    fitting = max(min(2, n_items), n_items // recipe.epoch_steps)
    batch_size = min(recipe.batch_size, fitting)
    steps_per_epoch = n_items // batch_size
    planned = recipe.epochs * steps_per_epoch
    total = max(planned, recipe.min_steps)
    interval = recipe.judge_every * steps_per_epoch
    if total > planned > 0:
        interval = max(1, round(interval * total / planned))
    return Schedule(batch_size, steps_per_epoch, total, interval)


def rows_of(seed: int, step: int, n_items: int, batch_size: int) -> NDArray[np.int64]:
    """
    Return the items of one batch.

    Parameters
    ----------
    seed, step : int
        The order is a function of seed and epoch.
    n_items, batch_size : int
        Batch size is at most `n_items`.

    Returns
    -------
    numpy.ndarray of shape (batch_size,), int64
        Each item at most once per epoch.
    """
    epoch, place = divmod(step, n_items // batch_size)
    order = np.random.default_rng([seed, epoch]).permutation(n_items)
    return order[place * batch_size : (place + 1) * batch_size]


def rate(step: int, total: int, recipe: Recipe) -> float:
    """
    Return the learning rate: linear warm-up, then a cosine to a hundredth.

    Parameters
    ----------
    step, total : int
        Steps done, and in all.
    recipe : Recipe
        Highest rate, and the share of steps until it is reached.

    Returns
    -------
    float
    """
    warm = max(1, round(recipe.warm_up * total))
    if step < warm:
        return recipe.learning_rate * (step + 1) / warm
    share = (step - warm) / max(1, total - warm)
    return recipe.learning_rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * share)))
