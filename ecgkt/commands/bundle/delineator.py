"""``bundle-delineator``: a finished delineator joins the bundled model."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import show
from ecgkt.commands.verb import add_command


def bundle_delineator(arguments: argparse.Namespace) -> int:
    """Ship a finished run of train delineate with its cross-validated figures."""
    from ecgkt.release.delineator import bundle_delineator as ship
    from ecgkt.studies.delineation.cross_validation import summarise

    document = ship(
        arguments.run,
        arguments.cross_validated,
        ludb=arguments.ludb,
        out=arguments.out,
    )
    show(summarise(document))
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    from ecgkt.results.model_card import BUNDLED

    command = add_command(commands, "bundle-delineator", bundle_delineator)
    command.add_argument("run", type=Path, metavar="RUN", help="of train delineate")
    command.add_argument(
        "--cross-validated",
        type=Path,
        required=True,
        metavar="FILE",
        help="what evaluate delineation --cross-validate K --json printed",
    )
    command.add_argument(
        "--ludb",
        type=Path,
        metavar="DIR",
        help="the records of RUN, for the intervals of whole recordings",
    )
    command.add_argument("--out", type=Path, default=BUNDLED, help="the model's folder")
