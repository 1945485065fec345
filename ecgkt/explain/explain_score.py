"""One explanation with everything that is printed beside it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from ecgkt.explain.app_scores import AppScores
from ecgkt.explain.baselines import baseline_for, baseline_signal, resolve_baseline
from ecgkt.explain.deletion import patch_curves, patch_order, random_orders
from ecgkt.explain.frozen_eval import frozen_eval
from ecgkt.explain.map_figures import average_beats, in_bins, lead_shares, spearman
from ecgkt.explain.methods import DEFAULT_BASELINE, attribute
from ecgkt.types.explanation import BIN_S, Agreement, Explanation, TargetName
from ecgkt.types.measurements import BeatSpan
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


class Request(NamedTuple):
    """
    What is asked.

    Attributes
    ----------
    target : TargetName
        Which score.
    method, baseline : str
        Keys of `ecgkt.types.explanation.METHODS` and `BASELINES`.
    beats : sequence of BeatSpan
        Of the recording, seconds; may be empty.
    """

    target: TargetName
    method: str
    baseline: str = DEFAULT_BASELINE
    beats: Sequence[BeatSpan] = ()


def explain_score(model: AppScores, signal: Signal, request: Request) -> Explanation:
    """
    Explain one score of one recording; `is_deletion_passed` checks the answer.

    Parameters
    ----------
    model : AppScores
        Left as it was.
    signal : numpy.ndarray of shape (8, n_samples), float32
        What `model_input` returned, mV.
    request : Request
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
    found = attribute(
        request.method,
        model,
        signal,
        column,
        baseline=request.baseline,
        beats=request.beats,
    )
    total = float(np.abs(found).sum(dtype=float))
    is_empty = total < MIN_TOTAL
    if is_empty:
        found = np.zeros_like(found)
    size = round(BIN_S * fs)
    bins = in_bins(found, size)
    beat_bins = in_bins(average_beats(found, signal, fs), size)
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
        lead_shares=tuple(lead_shares(found)),
        score=whole,
        baseline_score=without,
        completeness_gap=completeness_gap(found, whole - without)
        if request.method in SUMS_UP and not is_empty
        else None,
        net_to_abs=None if is_empty else float(abs(found.sum(dtype=float)) / total),
        agreement=() if is_empty else _agreement(model, signal, column, request, bins),
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
    model: AppScores, signal: Signal, bins: Signal, request: Request
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
    request : Request
        What was asked.

    Returns
    -------
    bool
        Whether the score falls lower, on average, than with every random order.

    Raises
    ------
    ValueError
        If target or baseline is unknown, or the map is that of another signal.
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
        found = model(torch.from_numpy(np.stack(signals)))[:, column]
    return [float(value) for value in found]


def _agreement(
    model: AppScores, signal: Signal, column: int, request: Request, bins: Signal
) -> tuple[Agreement, ...]:
    name = PARTNER if request.method != PARTNER else SECOND_PARTNER
    other = attribute(name, model, signal, column, baseline=request.baseline)
    rho = spearman(bins, in_bins(other, round(BIN_S * model.config.fs)))
    return (Agreement(name, rho),)
