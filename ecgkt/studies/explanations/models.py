"""The models whose maps are compared: the judged one, randomised copies, other runs."""

import copy
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from ecgkt.bundle.classifier import Bundle
from ecgkt.config import InputConfig, ModelConfig
from ecgkt.errors import EcgktError
from ecgkt.explain.app_scores import AppScores
from ecgkt.models.build import EcgClassifier, build_model
from ecgkt.models.lab_head import LabHeads
from ecgkt.models.state_space import StateSpaceConv
from ecgkt.training.loop.finished_run import FinishedRun, load_run
from ecgkt.training.loop.join_runs import join_runs
from ecgkt.types.record import Signal
from ecgkt.vocab.statements import CODES

SEED = 60_221
"""Of the random weights: not one that a training run begins with, or the "random" copy
would be that run's own beginning."""
HAVE_WEIGHTS = nn.Conv1d | nn.Linear | nn.BatchNorm1d | StateSpaceConv
"""Layers of all networks that are drawn anew."""


class OtherModel(NamedTuple):
    """
    One network with its crops.

    Attributes
    ----------
    model : EcgClassifier
        In evaluation mode.
    config : InputConfig
        Crop lengths.
    seed, epochs : int or None
        Of the runs that it comes from; the epochs of the shortest.
    """

    model: EcgClassifier
    config: InputConfig
    seed: int | None = None
    epochs: int | None = None


class Models(NamedTuple):
    """
    Everything that the study looks at.

    Attributes
    ----------
    bundle : Bundle
        The judged model, with calibration.
    heads : LabHeads or None
        Its laboratory heads.
    last_random, all_random : OtherModel
        Copies whose last layers, and all of whose layers, are random.
    random_heads : LabHeads or None
        The laboratory heads of both copies: to a laboratory value they are the last
        layer.
    shuffled : tuple of OtherModel
        Runs trained on shuffled labels.
    seeds : tuple of OtherModel
        Runs trained in earnest.
    """

    bundle: Bundle
    heads: LabHeads | None
    last_random: OtherModel
    all_random: OtherModel
    random_heads: LabHeads | None = None
    shuffled: tuple[OtherModel, ...] = ()
    seeds: tuple[OtherModel, ...] = ()

    def scores(self, signal: Signal, other: OtherModel | None = None) -> AppScores:
        """
        Make the scores of one recording.

        Parameters
        ----------
        signal : numpy.ndarray of shape (8, n_samples), float32
            Its beats are measured for the laboratory heads, mV.
        other : OtherModel or None
            Another network in the place of the judged one, under its calibration; a
            run of another seed has no laboratory targets, for the heads belong to one
            embedding.

        Returns
        -------
        AppScores
            In evaluation mode.
        """
        bundle = self.bundle
        chosen = other or OtherModel(bundle.model, bundle.input_config)
        is_random = other in (self.last_random, self.all_random)
        heads = self.random_heads if is_random else self.heads
        if other is not None and not is_random:
            heads = None
        scores = AppScores(chosen.model, chosen.config, bundle.networks, heads, signal)
        return scores.eval()


def gather_models(bundle: Bundle, heads: LabHeads | None, runs: list[Path]) -> Models:
    """
    Load the runs and make the randomised copies.

    Parameters
    ----------
    bundle : Bundle
        The judged model.
    heads : LabHeads or None
        Its laboratory heads.
    runs : list of pathlib.Path
        Finished runs of stage "diagnose" on the 71 statements; those that share seed
        and labels are averaged, as ``bundle`` averages runs.

    Returns
    -------
    Models

    Raises
    ------
    EcgktError
        If a run is not finished or has other outputs, or if runs of one seed do not
        fit each other.
    """
    groups: dict[tuple[bool, int], list[FinishedRun]] = {}
    for folder in runs:
        run = _expect_diagnosis(load_run(folder))
        key = bool(run.config.get("shuffle_labels")), run.config["seed"]
        groups.setdefault(key, []).append(run)
    others = {key: _other_model(group) for key, group in groups.items()}
    config = bundle.input_config
    return Models(
        bundle=bundle,
        heads=heads,
        last_random=OtherModel(randomise(bundle.model, only_last=True), config),
        all_random=OtherModel(randomise(bundle.model, only_last=False), config),
        random_heads=None if heads is None else _random_heads(heads),
        shuffled=tuple(it for (shuffled, _), it in others.items() if shuffled),
        seeds=tuple(it for (shuffled, _), it in others.items() if not shuffled),
    )


def _expect_diagnosis(run: FinishedRun) -> FinishedRun:
    names = tuple(run.config.get("outputs", CODES))
    if run.config.get("stage") != "diagnose" or names != CODES:
        raise EcgktError(
            f"expected a run of train diagnose on the 71 statements, found another "
            f"in {run.folder}"
        )
    return run


def _other_model(runs: list[FinishedRun]) -> OtherModel:
    joined = join_runs(runs)
    model = build_model(ModelConfig.from_dict(joined.architecture))
    model.load_state_dict(joined.tensors)
    return OtherModel(
        model.eval(),
        InputConfig.from_dict(runs[0].config["input"]),
        runs[0].config["seed"],
        min(run.config["recipe"]["epochs"] for run in runs),
    )


def randomise(model: EcgClassifier, *, only_last: bool) -> EcgClassifier:
    """
    Copy a network and give layers new random weights, the last ones first.

    Parameters
    ----------
    model : EcgClassifier
        Left as it is.
    only_last : bool
        Whether only the heads and the last block of each branch lose their weights.

    Returns
    -------
    EcgClassifier
        In evaluation mode. Normalisations start anew with their layers.
    """
    other = copy.deepcopy(model).eval()
    lost: list[nn.Module] = [other]
    if only_last:
        # A plain stack of convolutions ends with convolution, normalisation and ReLU.
        branches = [branch.get_submodule("stages") for branch in other.encoder.branches]
        ends = [layer for stages in branches for layer in _last_block(stages)]
        lost = [other.heads, *ends]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(SEED)
        for part in lost:
            for module in part.modules():
                if isinstance(module, HAVE_WEIGHTS):
                    module.reset_parameters()
    return other


def _random_heads(heads: LabHeads) -> LabHeads:
    rng = np.random.default_rng(SEED)
    spread = heads.weights.std(axis=0)
    weights = rng.normal(size=heads.weights.shape) * spread
    return replace(heads, weights=weights.astype(heads.weights.dtype))


def _last_block(stages: nn.Module) -> list[nn.Module]:
    """Return the last child that is a block, or the last three of a plain stack."""
    layers = list(stages.children())
    return [layer for layer in layers if any(layer.children())][-1:] or layers[-3:]
