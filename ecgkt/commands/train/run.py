"""What the commands of all stages share: their arguments, and what they say."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ecgkt.commands.output import say

if TYPE_CHECKING:
    from ecgkt.training.loop.loop import TrainResult
    from ecgkt.training.loop.stage import RunOptions


def add_call_arguments(command: argparse.ArgumentParser) -> None:
    """Add what every training can be called with."""
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--resume", action="store_true")
    command.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    command.add_argument("--time-budget", type=float, metavar="MINUTES")


def add_run_arguments(command: argparse.ArgumentParser) -> None:
    """Add what every stage takes."""
    command.add_argument("--store", type=Path, required=True)
    command.add_argument("--out", type=Path, required=True, help="the run folder")
    add_call_arguments(command)


def run_options(arguments: argparse.Namespace) -> "RunOptions":
    """Return what `add_call_arguments` added, as stages take it."""
    from ecgkt.training.loop.stage import RunLimits

    limits = RunLimits(arguments.resume, arguments.time_budget)
    return {"seed": arguments.seed, "device": arguments.device, "limits": limits}


def tell(arguments: argparse.Namespace, result: "TrainResult", figure: str) -> int:
    """Say how a call ended, with its score; return the exit code."""
    state = "finished" if result.is_finished else "stopped, go on with --resume"
    score = "not yet judged" if result.score is None else f"{result.score:.4f}"
    say(f"{arguments.out}: {state}; {figure} {score}")
    return 0
