"""The training loop: every draw is a function of seed and step, so runs go on."""

import math
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn
from tqdm import tqdm

from ecgkt.models.state_space import SLOW
from ecgkt.training.loop.deadline import Deadline
from ecgkt.training.loop.memory import keep_freed_memory
from ecgkt.training.loop.precision import autocast
from ecgkt.training.loop.run_folder import RunFolder
from ecgkt.training.loop.schedule import Schedule, plan_steps, rate, rows_of
from ecgkt.training.recipes.recipes import Recipe


class Validation(NamedTuple):
    """
    Figures of the tuning split.

    Attributes
    ----------
    score : float
        The figure that should rise.
    details : mapping of str to float
        What else to log.
    """

    score: float
    details: Mapping[str, float] = MappingProxyType({})


class Task(Protocol):
    """What a stage brings to the loop."""

    n_items: int

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return the loss of one batch, a scalar."""

    def validate(self, model: nn.Module) -> Validation:
        """Score the averaged weights on the tuning split."""


class TrainResult(NamedTuple):
    """How a call of `train` ended: finished or to be resumed, figure, steps done."""

    is_finished: bool
    score: float | None
    n_steps: int


PLAIN = ("average", "step", "score", "best", "best_score", "n_worse")
NESTED = ("model", "optimiser")
"""Fields of `_State` as a checkpoint holds them: themselves, or their state."""


@dataclass
class _State:
    """All that a checkpoint must hold."""

    model: nn.Module
    average: dict[str, Tensor]
    optimiser: torch.optim.Optimizer
    step: int = 0
    score: float | None = None
    best: dict[str, Tensor] | None = None
    best_score: float | None = None
    n_worse: int = 0

    def to_dict(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in PLAIN}
        for name in NESTED:
            values[name] = getattr(self, name).state_dict()
        return values

    def load(self, values: dict[str, Any]) -> None:
        for name in PLAIN:
            setattr(self, name, values[name])
        for name in NESTED:
            getattr(self, name).load_state_dict(values[name])

    def keep_if_best(self) -> None:
        before, now = self.best_score, self.score
        assert now is not None
        self.n_worse += 1
        if before is None or math.isnan(before) or now > before:
            self.best_score, self.n_worse = now, 0
            self.best = {name: value.clone() for name, value in self.average.items()}


def train(
    model: nn.Module,
    task: Task,
    run: RunFolder,
    *,
    recipe: Recipe,
    seed: int,
    time_budget: float | None = None,
) -> TrainResult:
    """
    Train until the recipe is done, the time is up or a signal asks to stop.

    Parameters
    ----------
    model : torch.nn.Module
        Trained in place; ends with the averaged weights when finished: those of the
        best validation if the recipe keeps them, the last otherwise.
    task : Task
        Loss and validation.
    run : RunFolder
        Where checkpoints come from and go to.
    recipe : Recipe
        How to train.
    seed : int
        With the step it determines every draw.
    time_budget : float or None
        Minutes after which a checkpoint is written and the call returns.

    Returns
    -------
    TrainResult
        The figure is that of the weights that the model ends with.

    Raises
    ------
    EcgktError
        If a checkpoint can neither be written nor read.
    FloatingPointError
        If the loss is no longer finite.
    """
    keep_freed_memory()
    torch.set_num_threads(recipe.threads)
    deadline = Deadline(time_budget)
    plan = plan_steps(recipe, task.n_items)
    optimiser = torch.optim.AdamW(_groups(model, recipe), lr=recipe.learning_rate)
    average = {name: value.clone() for name, value in model.state_dict().items()}
    state = _State(model, average, optimiser)
    if (saved := run.load_newest()) is not None:
        state.load(saved)
    last_save = time.monotonic()
    progress = tqdm(total=plan.total, initial=state.step, unit="step", mininterval=2)
    with progress, _stop_requests() as stopped:
        if recipe.judge_start and not state.step:
            run.write_log({"step": 0, "epoch": 0.0} | _validate(state, task, recipe))
        while state.step < plan.total and not _gives_up(state, recipe):
            loss = _step(state, task, recipe, seed, plan)
            progress.update()
            if state.step % plan.validation_interval == 0 or state.step == plan.total:
                entry = _validate(state, task, recipe)
                epoch = state.step / plan.steps_per_epoch
                run.write_log(
                    {"step": state.step, "loss": loss, "epoch": epoch} | entry
                )
                progress.set_postfix(loss=f"{loss:.4f}", tuning=f"{state.score:.4f}")
            ends = bool(stopped) or deadline.is_over
            if ends or time.monotonic() - last_save > recipe.checkpoint_seconds:
                run.save(state.step, state.to_dict())
                last_save = time.monotonic()
            if ends and state.step < plan.total:
                return TrainResult(False, state.score, state.step)
    run.save(state.step, state.to_dict())
    model.load_state_dict(state.best or state.average)
    score = state.score if state.best is None else state.best_score
    return TrainResult(True, score, state.step)


def _gives_up(state: _State, recipe: Recipe) -> bool:
    return 0 < recipe.patience <= state.n_worse


def _groups(model: nn.Module, recipe: Recipe) -> list[dict[str, Any]]:
    """Part what decays from what is free, and what learns at another rate."""
    groups: dict[tuple[float, bool], list[nn.Parameter]] = {}
    for name, value in model.named_parameters():
        is_slow = name.rsplit(".", 1)[-1] in SLOW
        share = recipe.backbone_rate if name.startswith("encoder.") else 1.0
        place = (share / 3 if is_slow else share, value.ndim > 1 and not is_slow)
        groups.setdefault(place, []).append(value)
    # The encoder's first, whose rate is the lower one: saved runs go on in this order.
    return [
        {
            "params": groups[share, decays],
            "weight_decay": recipe.weight_decay if decays else 0.0,
            "share": share,
        }
        for share, decays in sorted(groups, key=lambda place: (place[0], not place[1]))
    ]


def _step(
    state: _State, task: Task, recipe: Recipe, seed: int, plan: Schedule
) -> float:
    rows = rows_of(seed, state.step, task.n_items, plan.batch_size)
    draw = int(np.random.SeedSequence([seed, state.step]).generate_state(1)[0])
    rng = Generator().manual_seed(draw)
    torch.manual_seed(draw)  # dropout uses torch's global generator
    now = rate(state.step, plan.total, recipe)
    for group in state.optimiser.param_groups:
        group["lr"] = now * group["share"]
    state.model.train()
    device = next(state.model.parameters()).device.type
    with autocast(device, recipe.precision):
        loss = task.loss(state.model, rows, rng)
    state.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(state.model.parameters(), recipe.clip_norm)
    state.optimiser.step()
    state.step += 1
    _update_average(state, recipe.ema_decay)
    value = loss.item()
    if not math.isfinite(value):
        raise FloatingPointError(f"the loss is {value} at step {state.step}")
    return value


@torch.no_grad()
def _update_average(state: _State, decay: float) -> None:
    # Early weights are random: the average forgets them at the rate it is young.
    decay = min(decay, (1 + state.step) / (10 + state.step))
    for name, value in state.model.state_dict().items():
        kept = state.average[name]
        if value.is_floating_point():
            kept.lerp_(value, 1 - decay)
        else:
            kept.copy_(value)


def _validate(state: _State, task: Task, recipe: Recipe) -> dict[str, float]:
    """Validate the averaged weights and return what to log."""
    current = {name: value.clone() for name, value in state.model.state_dict().items()}
    state.model.load_state_dict(state.average)
    try:
        validation = task.validate(state.model)
    finally:
        state.model.load_state_dict(current)
    state.score = validation.score
    if recipe.keep_best:
        state.keep_if_best()
    return {"tuning": validation.score, **validation.details}


@contextmanager
def _stop_requests() -> Iterator[list[int]]:
    """Collect SIGTERM and SIGINT: the step in hand is finished and saved."""
    received: list[int] = []
    names = (signal.SIGTERM, signal.SIGINT)
    before = [
        signal.signal(name, lambda number, _: received.append(number)) for name in names
    ]
    try:
        yield received
    finally:
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)
