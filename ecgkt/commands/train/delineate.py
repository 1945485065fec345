"""``train delineate``: the network that finds P, QRS and T."""

import argparse
from typing import Any

from ecgkt.commands.output import say
from ecgkt.commands.verb import add_command


def train_delineate(arguments: argparse.Namespace) -> int:
    """Train, or go on training, the delineator on a folder in LUDB's layout."""
    from ecgkt.dataset.ludb import read_ludb
    from ecgkt.training.loop.stage import RunLimits
    from ecgkt.training.stages.delineate import train_delineate as train

    result = train(
        read_ludb(arguments.store),
        arguments.out,
        seed=arguments.seed,
        device=arguments.device,
        limits=RunLimits(arguments.resume, arguments.time_budget),
    )
    state = "finished" if result.is_finished else "stopped, go on with --resume"
    score = "not yet judged" if result.score is None else f"{result.score:.4f}"
    say(f"{arguments.out}: {state}; overlap with simulated masks {score}")
    return 0


def add(stages: Any) -> argparse.ArgumentParser:
    """Add the stage; the caller adds what every stage takes."""
    return add_command(stages, "delineate", train_delineate)
