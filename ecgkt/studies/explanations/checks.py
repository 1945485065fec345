"""All checks of one method on one ECG of a patient."""

import itertools
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import torch
from captum.metrics import infidelity, sensitivity_max
from torch import Tensor

from ecgkt.explain.app_scores import AppScores
from ecgkt.explain.baselines import baseline_for
from ecgkt.explain.deletion import (
    PATCH_S,
    PatchCurves,
    patch_curves,
    patch_order,
    random_orders,
)
from ecgkt.explain.explain_score import completeness_gap
from ecgkt.explain.frozen_eval import frozen_eval
from ecgkt.explain.map_figures import in_bins, spearman
from ecgkt.explain.methods import attribute
from ecgkt.studies.explanations.models import Models, OtherModel
from ecgkt.types.explanation import BIN_S, TargetName
from ecgkt.types.record import Signal

N_RANDOM = 4
"""Random orders beside each map's own."""
SHIFT_S = 0.1
NOISE_MV = 0.02
"""Radius of the noise against which a map should be stable (trust.md 14)."""
N_PERTURBED = 10
GONE = 0.1
"""Share of patches that one perturbation of the infidelity takes away."""
N_NOISES = 3

Figures = dict[str, float | None]


class Case(NamedTuple):
    """
    One ECG and the score that is explained.

    Attributes
    ----------
    target : TargetName
        The score.
    signal : numpy.ndarray of shape (8, n_samples), float32
        What the model sees, mV.
    is_costly : bool
        Whether the checks that need many maps are made on it.
    """

    target: TargetName
    signal: Signal
    is_costly: bool


class Explained(NamedTuple):
    """One map (8, n_samples) with what it was made of, as `attribute` takes it."""

    method: str
    model: AppScores
    case: Case
    baseline: Signal
    attribution: Signal

    @property
    def column(self) -> int:
        """Of the explained score."""
        return self.model.index(self.case.target)


class Checker:
    """
    Checks maps of one baseline; random orders are shared by all methods.

    Parameters
    ----------
    models : Models
        The judged model and those it is compared with.
    baseline : str
        A key of `ecgkt.types.explanation.BASELINES`.
    """

    def __init__(self, models: Models, baseline: str) -> None:
        self._models, self._kind = models, baseline
        self._random: dict[int, PatchCurves] = {}

    def check(self, method: str, case: Case, number: int) -> Figures:
        """
        Make all checks.

        Parameters
        ----------
        method : str
            A key of `ecgkt.types.explanation.METHODS`.
        case : Case
            The ECG.
        number : int
            Of the case: random draws depend on it and on nothing else.

        Returns
        -------
        dict of str to float or None
            By the names of the document, None where not measured; ``deletion_gain``
            and ``insertion_gain`` are the paired differences from the random orders,
            positive where the map is better.
        """
        model = self._models.scores(case.signal)
        start = time.perf_counter()
        explained = self._explain(method, model, case)
        elapsed = 1000 * (time.perf_counter() - start)
        figures: Figures = {"ms_per_map": elapsed}
        figures["completeness_error"] = _gap(explained)
        figures |= self._against_random_orders(explained, number)
        if case.is_costly:
            figures["shift_rho"] = self._shift(explained)
            figures |= self._against_other_models(explained)
            figures["infidelity_ratio"] = _infidelity(explained, number)
            figures["sensitivity_max"] = self._sensitivity(explained, number)
        return figures

    def _explain(self, method: str, model: AppScores, case: Case) -> Explained:
        signal, target = case.signal, case.target
        baseline = baseline_for(signal, model.config.fs, self._kind, target)
        column = model.index(target)
        attribution = attribute(method, model, signal, column, baseline=baseline)
        return Explained(method, model, case, baseline, attribution)

    def _map_of(self, signal: Signal, like: Explained) -> Signal:
        case = like.case._replace(signal=signal)
        return self._explain(like.method, like.model, case).attribution

    def _against_other_models(self, explained: Explained) -> Figures:
        models, case, baseline = self._models, explained.case, explained.baseline

        def other_map(other: OtherModel) -> Signal | None:
            model = models.scores(case.signal, other)
            if case.target not in model.targets:
                return None
            column = model.index(case.target)
            return attribute(
                explained.method, model, case.signal, column, baseline=baseline
            )

        def far(other: OtherModel) -> float | None:
            strange = other_map(other)
            if strange is None:
                return None
            rho = self._correlation(explained.attribution, strange)
            return None if rho is None else abs(rho)

        of_seeds = map(other_map, models.seeds)
        maps = [
            explained.attribution,
            *(found for found in of_seeds if found is not None),
        ]
        pairs = itertools.combinations(maps, 2)
        return {
            "randomisation_rho_last": far(models.last_random),
            "randomisation_rho_all": far(models.all_random),
            "shuffled_labels_rho": mean([far(run) for run in models.shuffled]),
            "seed_rho": mean([self._correlation(*pair) for pair in pairs]),
        }

    def _correlation(self, attribution: Signal, other: Signal) -> float | None:
        size = round(BIN_S * self._models.bundle.input_config.fs)
        return spearman(in_bins(attribution, size), in_bins(other, size))

    def _shift(self, explained: Explained) -> float | None:
        config = explained.model.config
        step = round(SHIFT_S * config.fs)
        moved = self._map_of(np.roll(explained.case.signal, step, axis=1), explained)
        back = np.roll(moved, -step, axis=1)
        # Rolling leaves a seam at the start: the crop that holds it is left out, and
        # the end, where a beat is cut differently.
        inner = slice(config.crop_samples, -round(0.5 * config.fs))
        return self._correlation(explained.attribution[:, inner], back[:, inner])

    def _against_random_orders(self, explained: Explained, number: int) -> Figures:
        fs = explained.model.config.fs
        own = patch_order(in_bins(explained.attribution, round(PATCH_S * fs)))
        curves = partial(
            patch_curves,
            explained.model,
            explained.case.signal,
            explained.column,
            baseline=explained.baseline,
            fs=fs,
            with_insertion=True,
        )
        if number not in self._random:
            self._random[number] = curves(random_orders(len(own), N_RANDOM, number))
        mine, random = curves([own]), self._random[number]
        lost = float(random.deletion.mean() - mine.deletion[0])
        won = float(mine.insertion[0] - random.insertion.mean())
        return {
            "deletion_gain": lost,
            "insertion_gain": won,
            "deletion_beats_random_share": float(lost > 0),
            "insertion_beats_random_share": float(won > 0),
        }

    def _sensitivity(self, explained: Explained, number: int) -> float | None:
        own = explained.case.signal

        def map_once(signal: Signal) -> Signal:
            # The map of the signal itself, which captum asks for, is known already.
            if np.array_equal(signal, own):
                return explained.attribution
            return self._map_of(signal, explained)

        def explain(signals: Tensor | tuple[Tensor]) -> tuple[Tensor]:
            # captum hands over the signal in a tuple, and its noisy copies bare; the
            # answer it goes through as a tuple either way.
            batch = signals if isinstance(signals, Tensor) else signals[0]
            maps = [map_once(signal.detach().numpy()) for signal in batch]
            return (torch.from_numpy(np.stack(maps)),)

        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(number)
            change = sensitivity_max(
                explain,
                torch.from_numpy(own[None]),
                perturb_radius=NOISE_MV,
                n_perturb_samples=N_NOISES,
            ).item()
        return float(change) if np.isfinite(change) else None


def _gap(explained: Explained) -> float | None:
    model, pair = explained.model, np.stack([explained.case.signal, explained.baseline])
    with frozen_eval(model), torch.inference_mode():
        scores = model(torch.from_numpy(pair))[:, explained.column]
    whole, without = scores.tolist()
    return completeness_gap(explained.attribution, whole - without)


def _infidelity(explained: Explained, number: int) -> float | None:
    model, own = explained.model, explained.attribution
    rng = np.random.default_rng(number)
    take = patch_taker(rng, explained.baseline, model.config.fs)
    shuffled = rng.permutation(own.ravel()).reshape(own.shape)
    with frozen_eval(model), torch.inference_mode():
        true, random = (
            infidelity(
                model,
                take,
                torch.from_numpy(explained.case.signal[None]),
                torch.from_numpy(attribution[None]),
                target=explained.column,
                n_perturb_samples=N_PERTURBED,
                max_examples_per_batch=8,
                normalize=True,
            ).item()
            for attribution in (own, shuffled)
        )
    return true / random if random > 0 else None


def mean(values: list[float | None]) -> float | None:
    """Return the mean of what was measured, None if nothing was."""
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def patch_taker(
    rng: np.random.Generator, baseline: Signal, fs: float
) -> Callable[[Tensor], tuple[Tensor, Tensor]]:
    """
    Take random patches away: returns which samples went, and what is left.

    A map of contributions foretells the loss as the sum over what went, so captum's
    perturbation is the share of the way to the baseline, 0 or 1, and no voltage.
    """
    size = round(PATCH_S * fs)
    start = torch.from_numpy(baseline)

    def take(signals: Tensor) -> tuple[Tensor, Tensor]:
        n_patches = -(-signals.shape[-1] // size)
        gone = rng.random((*signals.shape[:2], n_patches)) < GONE
        mask = torch.from_numpy(np.repeat(gone, size, axis=2)[..., : signals.shape[-1]])
        return mask.to(signals.dtype), torch.where(mask, start, signals)

    return take
