"""The training loop: every draw is a function of seed and step, so runs go on."""

import math
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn
from tqdm import tqdm

from ecgkt.training.memory import keep_freed_memory
from ecgkt.training.recipes import Recipe
from ecgkt.training.run_folder import RunFolder


class Task(Protocol):
    """What a stage brings to the loop."""

    n_items: int

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return the loss of one batch, a scalar."""

    def judge(self, model: nn.Module) -> float:
        """Return the figure on the tuning split that should rise."""


class Ending(NamedTuple):
    """How a call of `train` ended: finished or to be resumed, and the last figure."""

    is_finished: bool
    score: float | None


@dataclass
class _State:
    """All that a checkpoint must hold."""

    model: nn.Module
    average: dict[str, Tensor]
    optimiser: torch.optim.Optimizer
    step: int = 0
    score: float | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "model": self.model.state_dict(),
            "average": self.average,
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "score": self.score,
        }

    def load(self, values: dict[str, Any]) -> None:
        self.model.load_state_dict(values["model"])
        self.average = values["average"]
        self.optimiser.load_state_dict(values["optimiser"])
        self.step, self.score = values["step"], values["score"]


def train(
    model: nn.Module,
    task: Task,
    run: RunFolder,
    *,
    recipe: Recipe,
    seed: int,
    time_budget: float | None = None,
) -> Ending:
    """
    Train until the recipe is done, the time is up or a signal asks to stop.

    Parameters
    ----------
    model : torch.nn.Module
        Trained in place; ends with the averaged weights when finished.
    task : Task
        Loss and judgement.
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
    Ending

    Raises
    ------
    EcgktError
        If a checkpoint can neither be written nor read.
    FloatingPointError
        If the loss is no longer finite.
    """
    keep_freed_memory()
    torch.set_num_threads(recipe.threads)
    deadline = math.inf if time_budget is None else time.monotonic() + 60 * time_budget
    steps_per_epoch = task.n_items // recipe.batch_size
    total = recipe.epochs * steps_per_epoch
    optimiser = torch.optim.AdamW(_groups(model, recipe), lr=recipe.learning_rate)
    average = {name: value.clone() for name, value in model.state_dict().items()}
    state = _State(model, average, optimiser)
    if (saved := run.load_newest()) is not None:
        state.load(saved)
    last_save = time.monotonic()
    progress = tqdm(total=total, initial=state.step, unit="step", mininterval=2)
    with progress, _stop_requests() as stopped:
        while state.step < total:
            loss = _step(state, task, recipe, seed, total)
            progress.update()
            if (
                state.step % (recipe.judge_every * steps_per_epoch) == 0
                or state.step == total
            ):
                state.score = _judge(state, task)
                entry = {"step": state.step, "loss": loss, "tuning": state.score}
                run.write_log({**entry, "epoch": state.step / steps_per_epoch})
                progress.set_postfix(loss=f"{loss:.4f}", tuning=f"{state.score:.4f}")
            ends = bool(stopped) or time.monotonic() > deadline
            if ends or time.monotonic() - last_save > recipe.checkpoint_seconds:
                run.save(state.step, state.to_dict())
                last_save = time.monotonic()
            if ends and state.step < total:
                return Ending(False, state.score)
    run.save(state.step, state.to_dict())
    model.load_state_dict(state.average)
    return Ending(True, state.score)


def _groups(model: nn.Module, recipe: Recipe) -> list[dict[str, Any]]:
    decayed: list[nn.Parameter] = []
    free: list[nn.Parameter] = []
    for value in model.parameters():
        (decayed if value.ndim > 1 else free).append(value)
    return [
        {"params": decayed, "weight_decay": recipe.weight_decay},
        {"params": free, "weight_decay": 0.0},
    ]


def _rows_of(seed: int, step: int, n_items: int, batch_size: int) -> NDArray[np.int64]:
    """Return the rows of one batch; the order is a function of seed and epoch."""
    epoch, place = divmod(step, n_items // batch_size)
    order = np.random.default_rng([seed, epoch]).permutation(n_items)
    return order[place * batch_size : (place + 1) * batch_size]


def _rate(step: int, total: int, recipe: Recipe) -> float:
    """Return the learning rate: linear warm-up, then a cosine to a hundredth."""
    warm = max(1, round(recipe.warm_up * total))
    if step < warm:
        return recipe.learning_rate * (step + 1) / warm
    share = (step - warm) / max(1, total - warm)
    return recipe.learning_rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * share)))


def _step(state: _State, task: Task, recipe: Recipe, seed: int, total: int) -> float:
    rows = _rows_of(seed, state.step, task.n_items, recipe.batch_size)
    draw = int(np.random.SeedSequence([seed, state.step]).generate_state(1)[0])
    rng = Generator().manual_seed(draw)
    torch.manual_seed(draw)  # dropout uses torch's global generator
    for group in state.optimiser.param_groups:
        group["lr"] = _rate(state.step, total, recipe)
    state.model.train()
    device = next(state.model.parameters()).device.type
    is_half = recipe.precision == "bf16"
    with torch.autocast(device, dtype=torch.bfloat16, enabled=is_half):
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


def _judge(state: _State, task: Task) -> float:
    current = {name: value.clone() for name, value in state.model.state_dict().items()}
    state.model.load_state_dict(state.average)
    try:
        return task.judge(state.model)
    finally:
        state.model.load_state_dict(current)


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
