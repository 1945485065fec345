"""``train``: one stage of training."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say
from ecgkt.commands.verb import add_command, add_group


def train_diagnose(arguments: argparse.Namespace) -> int:
    """Train, or go on training, the diagnoses."""
    from ecgkt.dataset.store import open_store
    from ecgkt.training.diagnose import RunLimits
    from ecgkt.training.diagnose import train_diagnose as train

    ending = train(
        open_store(arguments.store),
        arguments.out,
        seed=arguments.seed,
        shuffle_labels=arguments.shuffle_labels,
        device=arguments.device,
        limits=RunLimits(arguments.resume, arguments.time_budget),
    )
    state = "finished" if ending.is_finished else "stopped, go on with --resume"
    score = "not yet judged" if ending.score is None else f"{ending.score:.4f}"
    say(f"{arguments.out}: {state}; macro AUROC on tuning {score}")
    return 0


def add_run_arguments(command: argparse.ArgumentParser) -> None:
    """Add what every stage takes."""
    command.add_argument("--store", type=Path, required=True)
    command.add_argument("--out", type=Path, required=True, help="the run folder")
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--resume", action="store_true")
    command.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    command.add_argument("--time-budget", type=float, metavar="MINUTES")


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    stages = add_group(commands, "train", "Train one stage.", "stage")
    diagnose = add_command(stages, "diagnose", train_diagnose)
    add_run_arguments(diagnose)
    diagnose.add_argument("--shuffle-labels", action="store_true", help="leak check")
