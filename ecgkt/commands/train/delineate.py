"""``train delineate``: the network that finds P, QRS and T."""

import argparse
from typing import Any

from ecgkt.commands.train.run import run_options, tell
from ecgkt.commands.verb import add_command


def train_delineate(arguments: argparse.Namespace) -> int:
    """Train, or go on training, the delineator on a folder in LUDB's layout."""
    from ecgkt.dataset.ludb import read_ludb
    from ecgkt.training.stages.delineate import train_delineate as train

    records = read_ludb(arguments.store)
    result = train(records, arguments.out, **run_options(arguments))
    return tell(arguments, result, "overlap with simulated masks")


def add(stages: Any) -> argparse.ArgumentParser:
    """Add the stage; the caller adds what every stage takes."""
    return add_command(stages, "delineate", train_delineate)
