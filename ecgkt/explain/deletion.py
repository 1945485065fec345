"""Whether taking away what a map names moves the score more than anything else."""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ecgkt.explain.frozen_eval import frozen_eval
from ecgkt.types.explanation import BIN_S
from ecgkt.types.record import Signal

PATCH_S = BIN_S
"""Seconds of one lead that are taken away or put back together: a bin of the map."""
LEVELS = (0.05, 0.15, 0.35)
"""Shares of all patches at which the score is read: most of the change comes early, and
each level costs a pass while somebody waits."""
PER_PASS = 8


class PatchCurves(NamedTuple):
    """
    Mean scores along the way, one number per order of patches.

    Attributes
    ----------
    deletion : numpy.ndarray of shape (n_orders,), float64
        While patches give way to the baseline; low is good.
    insertion : numpy.ndarray of shape (n_orders,), float64
        While patches replace the baseline; high is good. Empty if not asked for.
    """

    deletion: NDArray[np.float64]
    insertion: NDArray[np.float64]


def patch_order(bins: Signal) -> NDArray[np.int64]:
    """
    Rank patches by what they add to the score.

    Parameters
    ----------
    bins : numpy.ndarray of shape (n_leads, n_patches), float32
        A map in bins of `PATCH_S`, on any scale.

    Returns
    -------
    numpy.ndarray of shape (n_patches,), int64
        Patches counted lead by lead, the one that raises the score most comes first.
    """
    return np.argsort(-bins.ravel(), kind="stable")


def patch_curves(
    model: nn.Module,
    signal: Signal,
    target: int,
    orders: list[NDArray[np.int64]],
    *,
    baseline: Signal,
    fs: float,
    with_insertion: bool = False,
) -> PatchCurves:
    """
    Take patches away in several orders, and read the score on the way.

    Parameters
    ----------
    model : torch.nn.Module
        (B, n_leads, n_samples) -> (B, n_targets); left as it was.
    signal, baseline : numpy.ndarray of shape (n_leads, n_samples), float32
        What is taken from, and what stands in its place, mV.
    target : int
        Column that is read.
    orders : list of numpy.ndarray of shape (n_patches,), int64
        As `patch_order` counts them.
    fs : float
        Hz.
    with_insertion : bool
        Whether the way back is read too.

    Returns
    -------
    PatchCurves

    References
    ----------
    .. [1] Petsiuk et al., "RISE: Randomized Input Sampling for Explanation of Black-box
       Models", BMVC 2018 (deletion and insertion). Departs from it: patches of time and
       lead, log odds instead of probabilities, and three levels instead of all.
    """
    rank = np.argsort(np.asarray(orders), axis=1) / len(orders[0])
    samples = np.arange(signal.shape[1]) // round(PATCH_S * fs)
    ranks = rank.reshape(len(orders), len(signal), -1)[:, :, samples]
    gone = np.stack([ranks < level for level in LEVELS], axis=1)
    gone = gone.reshape(-1, *signal.shape)
    deleted = _mean_scores(model, np.where(gone, baseline, signal), target)
    inserted = np.empty(0)
    if with_insertion:
        inserted = _mean_scores(model, np.where(gone, signal, baseline), target)
    return PatchCurves(deleted, inserted)


def random_orders(n_patches: int, n_orders: int, seed: int) -> list[NDArray[np.int64]]:
    """Draw orders of patches to compare with."""
    rng = np.random.default_rng(seed)
    return [rng.permutation(n_patches) for _ in range(n_orders)]


def _mean_scores(
    model: nn.Module, signals: NDArray[np.float32], target: int
) -> NDArray[np.float64]:
    scores = []
    with frozen_eval(model), torch.inference_mode():
        for first in range(0, len(signals), PER_PASS):
            batch = torch.from_numpy(signals[first : first + PER_PASS])
            scores.append(model(batch)[:, target].double().numpy())
    by_level = np.concatenate(scores).reshape(-1, len(LEVELS))
    return np.asarray(by_level.mean(axis=1))
