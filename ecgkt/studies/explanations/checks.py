"""All checks of one method on one ECG of a patient."""

import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import torch
from captum.metrics import infidelity, sensitivity_max
from numpy.typing import NDArray
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
        self._models, self._baseline = models, baseline
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
        model, signal = self._models.scores(case.signal), case.signal
        start = time.perf_counter()
        found = self._map(method, model, signal, case.target)
        elapsed = 1000 * (time.perf_counter() - start)
        figures: Figures = {"ms_per_map": elapsed}
        figures["completeness_error"] = self._gap(model, case, found)
        figures |= self._against_random_orders(model, case, found, number)
        if case.is_costly:
            figures["shift_rho"] = self._shift(method, model, case, found)
            figures |= self._against_other_models(method, case, found)
            figures["infidelity_ratio"] = self._infidelity(model, case, found, number)
            figures["sensitivity_max"] = self._sensitivity(
                partial(self._map, method, model), case, found, number
            )
        return figures

    def _map(
        self, method: str, model: AppScores, signal: Signal, target: TargetName
    ) -> Signal:
        column = model.index(target)
        return attribute(method, model, signal, column, baseline=self._baseline)

    def _gap(self, model: AppScores, case: Case, found: Signal) -> float | None:
        base = baseline_for(case.signal, model.config.fs, self._baseline, case.target)
        pair = torch.from_numpy(np.stack([case.signal, base]))
        with frozen_eval(model), torch.inference_mode():
            whole, without = model(pair)[:, model.index(case.target)].tolist()
        return completeness_gap(found, whole - without)

    def _against_other_models(self, method: str, case: Case, found: Signal) -> Figures:
        models = self._models

        def other_map(other: OtherModel) -> Signal | None:
            model = models.scores(case.signal, other)
            if case.target not in model.targets:
                return None
            return self._map(method, model, case.signal, case.target)

        def far(other: OtherModel) -> float | None:
            strange = other_map(other)
            rho = None if strange is None else self._likeness(found, strange)
            return None if rho is None else abs(rho)

        seeds = [other_map(one) for one in models.seeds]
        maps = [found, *(one for one in seeds if one is not None)]
        return {
            "randomisation_rho_last": far(models.last_random),
            "randomisation_rho_all": far(models.all_random),
            "shuffled_labels_rho": mean([far(one) for one in models.shuffled]),
            "seed_rho": mean(
                [
                    self._likeness(one, other)
                    for place, one in enumerate(maps)
                    for other in maps[place + 1 :]
                ]
            ),
        }

    def _likeness(self, one: Signal, other: Signal) -> float | None:
        size = round(BIN_S * self._models.bundle.input_config.fs)
        return spearman(in_bins(one, size), in_bins(other, size))

    def _shift(
        self, method: str, model: AppScores, case: Case, found: Signal
    ) -> float | None:
        step = round(SHIFT_S * model.config.fs)
        moved = self._map(
            method, model, np.roll(case.signal, step, axis=1), case.target
        )
        back = np.roll(moved, -step, axis=1)
        # Rolling leaves a seam at the start: the crop that holds it is left out, and
        # the end, where a beat is cut differently.
        first, edge = model.config.crop_samples, round(0.5 * model.config.fs)
        return self._likeness(found[:, first:-edge], back[:, first:-edge])

    def _against_random_orders(
        self, model: AppScores, case: Case, found: Signal, number: int
    ) -> Figures:
        fs, column = model.config.fs, model.index(case.target)
        base = baseline_for(case.signal, fs, self._baseline, case.target)
        own = patch_order(in_bins(found, round(PATCH_S * fs)))

        def curves(orders: list[NDArray[np.int64]]) -> PatchCurves:
            return patch_curves(
                model,
                case.signal,
                column,
                orders,
                baseline=base,
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

    def _infidelity(
        self, model: AppScores, case: Case, found: Signal, number: int
    ) -> float | None:
        rng = np.random.default_rng(number)
        base = baseline_for(case.signal, model.config.fs, self._baseline, case.target)
        take = _patch_taker(rng, base, model.config.fs)
        shuffled = rng.permutation(found.ravel()).reshape(found.shape)
        signal = torch.from_numpy(case.signal[None])
        with frozen_eval(model), torch.inference_mode():
            own, random = (
                infidelity(
                    model,
                    take,
                    signal,
                    torch.from_numpy(one[None]),
                    target=model.index(case.target),
                    n_perturb_samples=N_PERTURBED,
                    max_examples_per_batch=8,
                    normalize=True,
                ).item()
                for one in (found, shuffled)
            )
        return own / random if random > 0 else None

    def _sensitivity(
        self,
        map_of: Callable[[Signal, TargetName], Signal],
        case: Case,
        found: Signal,
        number: int,
    ) -> float | None:
        def map_once(signal: Signal) -> Signal:
            # The map of the signal itself, which captum asks for, is known already.
            is_own = np.array_equal(signal, case.signal)
            return found if is_own else map_of(signal, case.target)

        def explain(signals: Tensor | tuple[Tensor]) -> tuple[Tensor]:
            # captum hands over the signal in a tuple, and its noisy copies bare; the
            # answer it goes through as a tuple either way.
            batch = signals if isinstance(signals, Tensor) else signals[0]
            maps = [map_once(one.detach().numpy()) for one in batch]
            return (torch.from_numpy(np.stack(maps)),)

        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(number)
            change = sensitivity_max(
                explain,
                torch.from_numpy(case.signal[None]),
                perturb_radius=NOISE_MV,
                n_perturb_samples=N_NOISES,
            ).item()
        return float(change) if np.isfinite(change) else None


def mean(values: list[float | None]) -> float | None:
    """Return the mean of what was measured, None if nothing was."""
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _patch_taker(
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
