"""``simulate``: recordings and whole cohorts whose truth is known."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import show
from ecgkt.commands.verb import add_command


def simulate(arguments: argparse.Namespace) -> int:
    """Write one simulated example, or a simulated cohort in MIMIC-IV's layout."""
    if arguments.patients is None:
        return _example(arguments)
    from ecgkt.simulate.cohort import simulate_cohort

    cohort = simulate_cohort(
        arguments.patients, arguments.seed, arguments.out, arguments.masks
    )
    show(
        f"{cohort.folder}: {cohort.n_recordings} simulated recordings of "
        f"{cohort.n_patients} patients, masks of {cohort.n_masks}, "
        f"{cohort.per_second:.0f} recordings per second"
    )
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    from ecgkt.simulate.example import EXAMPLES

    command = add_command(commands, "simulate", simulate)
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument("--example", choices=list(EXAMPLES))
    what.add_argument("--patients", type=int, help="size of a cohort")
    command.add_argument("--seed", type=int, default=0)
    command.add_argument(
        "--masks",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="share of a cohort's recordings that get wave and causal masks, 0-1",
    )
    command.add_argument("--out", type=Path, required=True, help="folder to write to")


def _example(arguments: argparse.Namespace) -> int:
    from ecgkt.io.wfdb.write_wfdb import write_wfdb
    from ecgkt.simulate.example import simulate_example

    record = simulate_example(arguments.example, seed=arguments.seed, fs=500.0)
    arguments.out.mkdir(parents=True, exist_ok=True)
    show(str(write_wfdb(record, arguments.out, record.record_id)))
    return 0
