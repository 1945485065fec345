"""``train fewer-leads`` and ``lost-leads``: networks that know what is missing."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.train.run import run_options, tell
from ecgkt.commands.verb import add_command


def train_fewer_leads(arguments: argparse.Namespace) -> int:
    """Train, or go on training, the statements from whatever leads are there."""
    from ecgkt.dataset.store import open_store
    from ecgkt.training.stages.fewer_leads import train_fewer_leads as train

    result = train(
        open_store(arguments.store),
        arguments.out,
        init=arguments.init,
        **run_options(arguments),
    )
    return tell(arguments, result, "macro AUROC on tuning, mean over three sets")


def train_lost_leads(arguments: argparse.Namespace) -> int:
    """Train, or go on training, the estimates of missing leads."""
    from ecgkt.dataset.store import open_store
    from ecgkt.training.stages.fewer_leads import train_lost_leads as train

    result = train(open_store(arguments.store), arguments.out, **run_options(arguments))
    return tell(arguments, result, "error on tuning, negative")


def add(stages: Any) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
    """Add both stages; the caller adds what every stage takes."""
    scores = add_command(stages, "fewer-leads", train_fewer_leads)
    scores.add_argument(
        "--init",
        type=Path,
        metavar="RUN",
        help="a finished run of train lost-leads whose encoder to start from",
    )
    return scores, add_command(stages, "lost-leads", train_lost_leads)
