"""``bundle-fewer-leads``: what reads recordings that lack leads joins the model."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say
from ecgkt.commands.verb import add_command


def bundle_fewer_leads(arguments: argparse.Namespace) -> int:
    """Calibrate two finished runs for each set of leads, and judge them."""
    from ecgkt.release.fewer_leads import release_fewer_leads

    document = release_fewer_leads(
        arguments.scores, arguments.fills, arguments.store, out=arguments.out
    )
    for row in document["sets"]:
        figure = row["all"]["auroc"]
        say(f"{row['name']}: held-out macro AUROC {figure['value']} {figure['ci']}")
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    from ecgkt.results.model_card import BUNDLED

    command = add_command(commands, "bundle-fewer-leads", bundle_fewer_leads)
    command.add_argument("scores", type=Path, help="finished run of train fewer-leads")
    command.add_argument("fills", type=Path, help="finished run of train lost-leads")
    command.add_argument("--store", type=Path, required=True)
    command.add_argument("--out", type=Path, default=BUNDLED, help="the model's folder")
