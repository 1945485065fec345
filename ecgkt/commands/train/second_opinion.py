"""``train exact``: the second opinion whose logits are sums over the samples."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.train.run import run_options, tell
from ecgkt.commands.verb import add_command


def train_second_opinion(arguments: argparse.Namespace) -> int:
    """Train, or go on training, the second opinion that explains itself exactly."""
    from ecgkt.dataset.store import open_store
    from ecgkt.results.model_card import BUNDLED
    from ecgkt.training.recipes.second_opinion import SECOND_OPINION, SECOND_PHASE
    from ecgkt.training.stages.second_opinion import train_second_opinion as train

    result = train(
        open_store(arguments.store),
        arguments.out,
        **run_options(arguments),
        settings=SECOND_OPINION if arguments.second_phase is None else SECOND_PHASE,
        teacher=None if arguments.no_teacher else arguments.teacher or BUNDLED,
        init=arguments.second_phase,
    )
    return tell(arguments, result, "macro AUROC on tuning")


def add(stages: Any) -> argparse.ArgumentParser:
    """Add the stage; the caller adds what every stage takes."""
    command = add_command(stages, "exact", train_second_opinion)
    command.add_argument(
        "--second-phase",
        type=Path,
        metavar="RUN",
        help="go on from this finished run, making it more linear around each ECG",
    )
    command.add_argument(
        "--teacher",
        type=Path,
        metavar="MODEL",
        help="model folder whose probabilities are learned beside the labels; the "
        "bundled model by default",
    )
    command.add_argument(
        "--no-teacher", action="store_true", help="learn from the labels alone"
    )
    return command
