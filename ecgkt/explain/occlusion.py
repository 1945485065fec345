"""Occlusion: what a score loses when one wave of one lead is taken away."""

from collections.abc import Sequence

import numpy as np
import torch
from captum.attr import FeatureAblation
from numpy.typing import NDArray
from torch import nn

from ecgkt.explain.frozen_eval import frozen_eval
from ecgkt.explain.segments import wave_segments
from ecgkt.types.measurements import BeatSpan
from ecgkt.types.record import Signal

PER_PASS = 8
"""Occluded recordings per pass."""


def occlusion(
    model: nn.Module,
    signal: Signal,
    target: int,
    *,
    baseline: Signal,
    fs: float,
    beats: Sequence[BeatSpan] = (),
) -> Signal:
    """
    Put the baseline in the place of each wave, in one lead and all beats at once.

    Parameters
    ----------
    model : torch.nn.Module
        (B, n_leads, n_samples) -> (B, n_targets); left as it was.
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV.
    target : int
        Column that is explained.
    baseline : numpy.ndarray of shape (n_leads, n_samples), float32
        What the signal is compared with, mV.
    fs : float
        Hz.
    beats : sequence of BeatSpan
        Boundaries in seconds; see `wave_segments`.

    Returns
    -------
    numpy.ndarray of shape (n_leads, n_samples), float32
        What the score loses without the wave, spread evenly over its samples in all
        beats: inside a wave, and between beats, this method tells nothing apart.

    References
    ----------
    .. [1] Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks",
       ECCV 2014. Departs from it: the patches are the waves of a beat, and all beats
       lose them together, because one beat of ten hardly moves a mean over crops.
    """
    mask = _feature_mask(wave_segments(signal, fs, beats), len(signal))
    with frozen_eval(model), torch.no_grad():
        lost = FeatureAblation(model).attribute(
            torch.from_numpy(signal[None]),
            torch.from_numpy(baseline[None]),
            target=target,
            feature_mask=torch.from_numpy(mask[None]),
            perturbations_per_eval=PER_PASS,
        )
    sizes = np.bincount(mask.ravel())[mask]
    return np.asarray(lost[0].numpy() / sizes, dtype=np.float32)


def _feature_mask(segments: NDArray[np.int64], n_leads: int) -> NDArray[np.int64]:
    """Give each pair of lead and segment its number; captum wants no gaps."""
    _, kinds = np.unique(segments, return_inverse=True)
    n_kinds = int(kinds.max()) + 1
    return kinds[None, :] + n_kinds * np.arange(n_leads)[:, None]
