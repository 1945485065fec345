"""``bundle``: finished runs become the bundled model."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say
from ecgkt.commands.verb import add_command


def bundle(arguments: argparse.Namespace) -> int:
    """Calibrate finished runs, judge their mean, and make it the bundled model."""
    from ecgkt.release.classifier import release_again, release_runs

    if arguments.runs:
        card = release_runs(arguments.runs, arguments.store, out=arguments.out)
    else:
        card = release_again(arguments.store, out=arguments.out)
    figure = card.macro["all"]
    say(
        f"{arguments.out}: macro AUROC on held_out {figure.auroc:.4f} {figure.auroc_ci}"
    )
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    from ecgkt.results.model_card import BUNDLED

    command = add_command(commands, "bundle", bundle)
    command.add_argument(
        "runs",
        type=Path,
        nargs="*",
        metavar="RUN",
        help="finished run of train diagnose; the logits of several are averaged. "
        "Without one the networks in --out stay, and what stands on them is made anew",
    )
    command.add_argument("--store", type=Path, required=True)
    command.add_argument("--out", type=Path, default=BUNDLED)
