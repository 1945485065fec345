"""``bundle-labs``: laboratory heads join the bundled model."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show
from ecgkt.commands.verb import add_command


def bundle_labs(arguments: argparse.Namespace) -> int:
    """Judge laboratory heads across patients, learn them from all, and ship them."""
    from ecgkt.release.lab_heads import bundle_labs as ship
    from ecgkt.studies.labs.document import summarise

    judged = ship(arguments.store, arguments.normal, out=arguments.out, say=say)
    show(summarise(judged))
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    from ecgkt.results.model_card import BUNDLED

    command = add_command(commands, "bundle-labs", bundle_labs)
    command.add_argument(
        "--store", type=Path, required=True, help="of prepare mimic-iv --window 24h"
    )
    command.add_argument(
        "--normal", type=Path, required=True, help="of prepare ptb-xl, for its NORM"
    )
    command.add_argument("--out", type=Path, default=BUNDLED, help="the model's folder")
