"""``simulate``: recordings whose truth is known."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import show
from ecgkt.commands.verb import add_command


def simulate(arguments: argparse.Namespace) -> int:
    """Write one simulated example as a WFDB record."""
    from ecgkt.simulate.example import simulate_example
    from ecgkt.simulate.write_wfdb import write_wfdb

    record = simulate_example(arguments.example, seed=arguments.seed, fs=500.0)
    arguments.out.mkdir(parents=True, exist_ok=True)
    show(str(write_wfdb(record, arguments.out, record.record_id)))
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    from ecgkt.simulate.example import EXAMPLES

    command = add_command(commands, "simulate", simulate)
    command.add_argument("--example", choices=list(EXAMPLES), required=True)
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--out", type=Path, required=True, help="folder to write to")
