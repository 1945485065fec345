"""``bench``: how fast it is."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.bench.bench import MEASUREMENTS, UPLOADS, measure
from ecgkt.commands.output import show_json
from ecgkt.commands.verb import add_command


def bench(arguments: argparse.Namespace) -> int:
    """Measure speed beside its references."""
    figures = measure(
        arguments.what,
        arguments.source,
        users=arguments.users,
        uploads=arguments.uploads,
    )
    show_json(figures)
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
    command.add_argument(
        "--users",
        type=int,
        nargs="+",
        default=(),
        help="of app: so many at the same time, one load after the other: 1 5 10 20",
    )
    command.add_argument(
        "--uploads", type=int, default=UPLOADS, help="of each user (default 6)"
    )
