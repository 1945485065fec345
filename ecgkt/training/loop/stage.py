"""What all stages of training have in common: limits, description, and the frame."""

import math
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

import torch
from safetensors.torch import save as serialise_tensors
from torch import Tensor, nn

from ecgkt.dataset.store import PreparedStore
from ecgkt.training.loop.loop import Task, TrainResult, train
from ecgkt.training.loop.precision import is_half
from ecgkt.training.loop.run_folder import RunFolder
from ecgkt.training.loop.schedule import plan_steps
from ecgkt.training.recipes.recipes import Recipe, StageSettings
from ecgkt.vocab.statements import CODES

WEIGHTS = "model.safetensors"


class RunLimits(NamedTuple):
    """
    What one call may do of a run; it does not change the weights.

    Attributes
    ----------
    resume : bool
        Go on from the newest checkpoint.
    time_budget : float or None
        Minutes after which to stop cleanly.
    """

    resume: bool = False
    time_budget: float | None = None


UNLIMITED = RunLimits()


class RunOptions(TypedDict, total=False):
    """
    What every stage can be called with.

    Attributes
    ----------
    seed : int
        Of weights, order, crops and augmentation; 0 by default.
    device : str
        "cpu" or "cuda"; "cpu" by default.
    limits : RunLimits
        Whether to go on with an older call, and for how long; none by default.
    """

    seed: int
    device: str
    limits: RunLimits


class Work(NamedTuple):
    """
    What a stage trains, and what it leaves behind.

    Attributes
    ----------
    model : torch.nn.Module
        On its device.
    task : Task
        Loss and validation.
    summary : str
        What the score is, for DONE.
    artefacts : callable or None
        Makes the files of the finished run, name to content; None: the model's weights.
    crops_per_item : int
        Crops that go through the encoder, forward and backward, per item and step.
    """

    model: nn.Module
    task: Task
    summary: str
    artefacts: Callable[[], dict[str, bytes]] | None = None
    crops_per_item: int = 1


def describe_run(
    stage: str, subject: dict[str, Any], recipe: Recipe, options: RunOptions
) -> dict[str, Any]:
    """
    Say what the weights of a run depend on.

    Parameters
    ----------
    stage : str
        Name of the stage.
    subject : dict
        Data, architecture and settings, JSON-ready.
    recipe : Recipe
        Of the stage.
    options : RunOptions
        Seed and device.

    Returns
    -------
    dict
        The subject with seed, device and the numerics of this machine.
    """
    device = options.get("device", "cpu")
    return {
        "stage": stage,
        "seed": options.get("seed", 0),
        **subject,
        "device": device,
        "is_half": is_half(device, recipe.precision),
        "torch": torch.__version__,
        "machine": platform.machine(),
    }


def describe(
    store: PreparedStore, stage: str, settings: StageSettings, options: RunOptions
) -> dict[str, Any]:
    """
    Say what the weights of a run on a store depend on, as far as stages share it.

    Parameters
    ----------
    store : PreparedStore
        Its hash and source are named.
    stage : str
        Name of the stage.
    settings : StageSettings
        Architecture and recipe.
    options : RunOptions
        Seed and device.

    Returns
    -------
    dict
        JSON-ready.
    """
    subject = {
        "data_hash": store.manifest["data_hash"],
        "source": store.manifest["source"],
        "architecture": settings.model.to_dict(),
        "input": settings.input.to_dict(),
        "recipe": settings.recipe.to_dict(),
        "augmentation": settings.augmentation.to_dict(),
    }
    shared = describe_run(stage, subject, settings.recipe, options)
    # PTB-XL's statements are the package's vocabulary; others must be written down.
    return shared if store.names == CODES else {**shared, "outputs": [*store.names]}


def run_stage(
    out: Path,
    described: dict[str, Any],
    build: Callable[[int, str], Work],
    *,
    recipe: Recipe,
    options: RunOptions,
) -> TrainResult:
    """
    Run, or go on with, a stage in its folder.

    Parameters
    ----------
    out : pathlib.Path
        Run folder; ends with the artefacts and DONE.
    described : dict
        What the weights depend on, as `describe_run` began it.
    build : callable
        Takes seed and device and makes model and task, once the folder is known to be
        good; torch's global generator is at the seed.
    recipe : Recipe
        How to train.
    options : RunOptions
        Of the call.

    Returns
    -------
    TrainResult

    Raises
    ------
    EcgktError
        If the run folder cannot be used.
    """
    seed, limits = described["seed"], options.get("limits", UNLIMITED)
    run = RunFolder(out, described, resume=limits.resume)
    try:
        torch.manual_seed(seed)
        work = build(seed, described["device"])
        model, budget = work.model, limits.time_budget
        result = train(
            model, work.task, run, recipe=recipe, seed=seed, time_budget=budget
        )
        if result.is_finished:
            plan = plan_steps(recipe, work.task.n_items)
            is_known = result.score is not None and math.isfinite(result.score)
            summary = {
                "stage": described["stage"],
                work.summary: result.score if is_known else None,
                "steps": result.n_steps,
                "crops_seen": result.n_steps * plan.batch_size * work.crops_per_item,
            }
            make = work.artefacts or (lambda: {WEIGHTS: serialise(model.state_dict())})
            run.finish(make(), summary)
        return result
    finally:
        run.close()


def serialise(state: dict[str, Tensor]) -> bytes:
    """
    Turn weights into the bytes of a safetensors file.

    Parameters
    ----------
    state : dict of str to torch.Tensor
        Of any device.

    Returns
    -------
    bytes
    """
    return serialise_tensors({k: v.contiguous().cpu() for k, v in state.items()})
