"""``bench``: how fast it is."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.bench.bench import MEASUREMENTS, measure
from ecgkt.commands.output import show_json
from ecgkt.commands.verb import add_command


def bench(arguments: argparse.Namespace) -> int:
    """Measure speed beside its references."""
    show_json(measure(arguments.what, arguments.source))
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    command = add_command(commands, "bench", bench)
    command.add_argument("what", choices=list(MEASUREMENTS))
    command.add_argument(
        "source",
        type=Path,
        nargs="?",
        help="prepare: PTB-XL folder; train: a store; app: a recording; "
        "measure: LUDB, if the peer's findings shall stand beside ours",
    )
