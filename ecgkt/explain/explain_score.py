"""One explanation with everything that is printed beside it."""

from collections.abc import Callable

import numpy as np
import torch

from ecgkt.explain.app_scores import AppScores
from ecgkt.explain.baselines import baseline_for, baseline_signal, resolve_baseline
from ecgkt.explain.deletion import patch_curves, patch_order, random_orders
from ecgkt.explain.exact_sums import net_share
from ecgkt.explain.frozen_eval import frozen_eval
from ecgkt.explain.map_figures import average_beats, in_bins, lead_shares, spearman
from ecgkt.explain.methods import attribute
from ecgkt.types.explanation import (
    BIN_S,
    Agreement,
    Explanation,
    ExplanationRequest,
)
from ecgkt.types.record import Signal
from ecgkt.vocab.leads import INDEPENDENT_LEADS

PARTNER = "gradient_times_signal"
"""What a map is compared with at once: it costs a single pass."""
SECOND_PARTNER = "grad_cam"
"""The same for the partner itself."""
SUMS_UP = ("integrated_gradients",)
"""The methods that promise to add up to the change of the score."""
MIN_TOTAL = 0.05
"""Log odds in all: less moves no probability by more than 0.0125, and its map would be
rounding and noise stretched to full colour."""
N_RANDOM = 3
"""Random orders that the deletion check compares with."""
FLAT = "Nothing in this signal moved the score: there is no map to draw."


def explain_score(
    model: AppScores, signal: Signal, request: ExplanationRequest
) -> Explanation:
    """
    Explain one score of one recording; `is_deletion_passed` checks the answer.

    Parameters
    ----------
    model : AppScores
        Left as it was.
    signal : numpy.ndarray of shape (8, n_samples), float32
        What `model_input` returned, mV.
    request : ExplanationRequest
        What is asked.

    Returns
    -------
    Explanation
        Empty, with the reason, where nothing moved the score.
    """
    fs, column = model.config.fs, model.index(request.target)
    kind = resolve_baseline(request.baseline, request.target)
    baseline = baseline_signal(signal, fs, kind)
    whole, without = _scores(model, [signal, baseline], column)

    def map_by(method: str) -> Signal:
        return attribute(
            method, model, signal, column, baseline=baseline, beats=request.beats
        )

    attribution = map_by(request.method)
    is_empty = np.abs(attribution).sum(dtype=float) < MIN_TOTAL
    if is_empty:
        attribution = np.zeros_like(attribution)
    size = round(BIN_S * fs)
    bins = in_bins(attribution, size)
    beat_bins = in_bins(average_beats(attribution, signal, fs), size)
    scale, beat_scale = float(np.abs(bins).max()), float(np.abs(beat_bins).max())
    return Explanation(
        target=request.target,
        method=request.method,
        baseline=kind,
        leads=INDEPENDENT_LEADS,
        bands=bins / (scale or 1.0),
        beat_bands=beat_bins / (beat_scale or 1.0),
        scale=scale,
        beat_scale=beat_scale,
        lead_shares=tuple(lead_shares(attribution)),
        score=whole,
        baseline_score=without,
        completeness_gap=completeness_gap(attribution, whole - without)
        if request.method in SUMS_UP and not is_empty
        else None,
        net_to_abs=None if is_empty else net_share(attribution),
        agreement=() if is_empty else (_agreement(request.method, map_by, bins, size),),
        empty_reason=FLAT if is_empty else "",
    )


def completeness_gap(attribution: Signal, change: float) -> float | None:
    """
    Say how far a map is from adding up.

    Parameters
    ----------
    attribution : numpy.ndarray of shape (n_leads, n_samples), float32
        A map.
    change : float
        Score of the signal less that of the baseline.

    Returns
    -------
    float or None
        Share of the change; None if there is no change.

    Examples
    --------
    >>> completeness_gap(np.ones((1, 3), np.float32), 4.0)
    0.25
    """
    if change == 0:
        return None
    return float(abs(attribution.sum(dtype=float) - change) / abs(change))


def is_deletion_passed(
    model: AppScores, signal: Signal, bins: Signal, request: ExplanationRequest
) -> bool:
    """
    Compare a map's order of patches with random ones on its recording.

    Parameters
    ----------
    model : AppScores
        Left as it was.
    signal : numpy.ndarray of shape (8, n_samples), float32
        The recording that was explained.
    bins : numpy.ndarray of shape (8, n_bins), float32
        Its map, as `Explanation.bands`.
    request : ExplanationRequest
        What was asked.

    Returns
    -------
    bool
        Whether the score falls lower, on average, than with every random order.

    Raises
    ------
    ValueError
        If the target is unknown, or the map is that of another signal.
    """
    fs, column = model.config.fs, model.index(request.target)
    n_bins = -(-signal.shape[1] // round(BIN_S * fs))
    if bins.shape != (len(signal), n_bins):
        raise ValueError(f"expected a map of {n_bins} bins, got {bins.shape}")
    orders = [patch_order(bins), *random_orders(bins.size, N_RANDOM, seed=0)]
    baseline = baseline_for(signal, fs, request.baseline, request.target)
    curves = patch_curves(model, signal, column, orders, baseline=baseline, fs=fs)
    return bool(curves.deletion[0] < curves.deletion[1:].min())


def _scores(model: AppScores, signals: list[Signal], column: int) -> list[float]:
    with frozen_eval(model), torch.inference_mode():
        scores = model(torch.from_numpy(np.stack(signals)))[:, column]
    return [float(score) for score in scores]


def _agreement(
    method: str, map_by: Callable[[str], Signal], bins: Signal, size: int
) -> Agreement:
    partner = PARTNER if method != PARTNER else SECOND_PARTNER
    return Agreement(partner, spearman(bins, in_bins(map_by(partner), size)))
