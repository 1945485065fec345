"""``bundle-ood``: what is familiar to the bundled model joins it."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say
from ecgkt.commands.verb import add_command


def bundle_ood(arguments: argparse.Namespace) -> int:
    """Learn what the training ECGs look like to the model, and when to warn."""
    from ecgkt.release.familiarity import release_familiarity

    found = release_familiarity(arguments.store, out=arguments.out, say=say)
    say(
        f"{found['n_axes']} axes of {found['n_taught']} training ECGs; "
        f"{100 * found['alarm_share']:.1f} % of {found['n_clean']} clean tuning ECGs "
        f"lie above the limit of {found['limit']:.2f}"
    )
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    from ecgkt.results.model_card import BUNDLED

    command = add_command(commands, "bundle-ood", bundle_ood)
    command.add_argument("--store", type=Path, required=True, help="of prepare ptb-xl")
    command.add_argument("--out", type=Path, default=BUNDLED, help="the model's folder")
