"""``bundle-context``: the second result with age and sex joins the bundled model."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say
from ecgkt.commands.verb import add_command


def bundle_context(arguments: argparse.Namespace) -> int:
    """Judge a finished run of train context beside the bundled model, and ship it."""
    from ecgkt.release.context import release_context

    document = release_context(arguments.run, arguments.store, out=arguments.out)
    for split, figures in document["splits"].items():
        for name in ("all", "frequent", "within"):
            words = ", ".join(
                f"{key} {figures[name][key]['value']:+.4f} {figures[name][key]['ci']}"
                for key in ("alone", "gain", "plain_gain")
            )
            say(f"{split}, {name}: macro AUROC {words}")
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    from ecgkt.results.model_card import BUNDLED

    command = add_command(commands, "bundle-context", bundle_context)
    command.add_argument("run", type=Path, help="finished run of train context")
    command.add_argument("--store", type=Path, required=True)
    command.add_argument("--out", type=Path, default=BUNDLED, help="the model's folder")
