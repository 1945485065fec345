"""``bundle-fewer-leads``: what reads recordings that lack leads joins the model."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say
from ecgkt.commands.verb import add_command
from ecgkt.errors import EcgktError


def bundle_fewer_leads(arguments: argparse.Namespace) -> int:
    """Choose who reads each set of leads, calibrate, and judge."""
    from ecgkt.release.fewer_leads import release_fewer_leads

    if (arguments.scores is None) != (arguments.fills is None):
        raise EcgktError("expected both runs, SCORES and FILLS, or none, found one")
    runs = arguments.scores and (arguments.scores, arguments.fills)
    document = release_fewer_leads(arguments.store, runs=runs, out=arguments.out)
    for row in document["sets"]:
        figure = row["all"]["auroc"]
        say(f"{row['name']}: held-out macro AUROC {figure['value']} {figure['ci']}")
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    from ecgkt.results.model_card import BUNDLED

    command = add_command(commands, "bundle-fewer-leads", bundle_fewer_leads)
    command.add_argument(
        "scores",
        type=Path,
        nargs="?",
        help="finished run of train fewer-leads; without runs what the model's folder "
        "holds is judged again",
    )
    command.add_argument(
        "fills", type=Path, nargs="?", help="finished run of train lost-leads"
    )
    command.add_argument("--store", type=Path, required=True)
    command.add_argument("--out", type=Path, default=BUNDLED, help="the model's folder")
