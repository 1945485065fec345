"""``bench``: how fast it is."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import show_json
from ecgkt.commands.verb import add_command

CHOICES = ("prepare", "train", "inference", "sheet", "measure", "explain", "app")


def bench(arguments: argparse.Namespace) -> int:
    """Measure speed beside its references."""
    from ecgkt.bench.bench import measure

    show_json(measure(arguments.what, arguments.source))
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    command = add_command(commands, "bench", bench)
    command.add_argument("what", choices=CHOICES)
    command.add_argument(
        "source",
        type=Path,
        nargs="?",
        help="prepare: PTB-XL folder; train: a store; app: a WFDB header file",
    )
