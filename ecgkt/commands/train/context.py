"""``train context``: age and sex learn to correct what the bundled model says."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.train.run import run_options, tell
from ecgkt.commands.verb import add_command


def train_context(arguments: argparse.Namespace) -> int:
    """Train, or go on training, the second result: the ECG with age and sex."""
    from ecgkt.dataset.store import open_store
    from ecgkt.training.stages.context import train_context as train

    result = train(
        open_store(arguments.store),
        arguments.out,
        model=arguments.model,
        **run_options(arguments),
    )
    return tell(arguments, result, "macro AUROC on tuning")


def add(stages: Any) -> argparse.ArgumentParser:
    """Add the stage; the caller adds what every stage takes."""
    from ecgkt.results.model_card import BUNDLED

    command = add_command(stages, "context", train_context)
    command.add_argument(
        "--model",
        type=Path,
        default=BUNDLED,
        help="folder of the model that is corrected and stays as it is; the bundled "
        "one by default",
    )
    return command
