"""What all stages of training have in common: limits, description, and the frame."""

import math
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors.torch import save as serialise_tensors
from torch import Tensor, nn

from ecgkt.config import Config, InputConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.training.loop.loop import Task, TrainResult, train
from ecgkt.training.loop.precision import is_half
from ecgkt.training.loop.run_folder import RunFolder
from ecgkt.training.loop.schedule import plan_steps
from ecgkt.training.recipes.recipes import Augmentation, Recipe
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


class Work(NamedTuple):
    """
    What a stage trains, and what it leaves behind.

    Attributes
    ----------
    model : torch.nn.Module
        On its device.
    task : Task
        Loss and judgement.
    artefacts : callable
        Makes the files of the finished run, name to content.
    summary : str
        What the score is, for DONE.
    crops_per_item : int
        Crops that go through the encoder, forward and backward, per item and step.
    """

    model: nn.Module
    task: Task
    artefacts: Callable[[], dict[str, bytes]]
    summary: str
    crops_per_item: int = 1


class Parts(NamedTuple):
    """The settings that every stage has."""

    model: Config
    input: InputConfig
    recipe: Recipe
    augmentation: Augmentation


def describe(
    store: PreparedStore, stage: str, parts: Parts, *, seed: int, device: str
) -> dict[str, Any]:
    """
    Say what the weights of a run depend on, as far as all stages share it.

    Parameters
    ----------
    store : PreparedStore
        Its hash and source are named.
    stage : str
        Name of the stage.
    parts : Parts
        Architecture and recipe.
    seed : int
        Of all draws.
    device : str
        "cpu" or "cuda".

    Returns
    -------
    dict
        JSON-ready.
    """
    shared = {
        "stage": stage,
        "seed": seed,
        "data_hash": store.manifest["data_hash"],
        "source": store.manifest["source"],
        "architecture": parts.model.to_dict(),
        "input": parts.input.to_dict(),
        "recipe": parts.recipe.to_dict(),
        "augmentation": parts.augmentation.to_dict(),
        "device": device,
        "is_half": is_half(device, parts.recipe.precision),
        "torch": torch.__version__,
        "machine": platform.machine(),
    }
    # PTB-XL's statements are the package's vocabulary; others must be written down.
    return shared if store.names == CODES else {**shared, "outputs": [*store.names]}


def run_stage(
    out: Path,
    described: dict[str, Any],
    build: Callable[[], Work],
    *,
    recipe: Recipe,
    limits: RunLimits,
) -> TrainResult:
    """
    Run, or go on with, a stage in its folder.

    Parameters
    ----------
    out : pathlib.Path
        Run folder; ends with the artefacts and DONE.
    described : dict
        What the weights depend on, "stage" and "seed" among it.
    build : callable
        Makes model and task, once the folder is known to be good.
    recipe : Recipe
        How to train.
    limits : RunLimits
        Whether to go on with an older call, and for how long.

    Returns
    -------
    TrainResult

    Raises
    ------
    EcgktError
        If the run folder cannot be used.
    """
    run = RunFolder(out, described, resume=limits.resume)
    try:
        work = build()
        result = train(
            work.model,
            work.task,
            run,
            recipe=recipe,
            seed=described["seed"],
            time_budget=limits.time_budget,
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
            run.finish(work.artefacts(), summary)
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

    Raises
    ------
    SafetensorError
        If two tensors share memory.
    """
    return serialise_tensors({k: v.contiguous().cpu() for k, v in state.items()})
