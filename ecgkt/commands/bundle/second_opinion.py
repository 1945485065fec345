"""``bundle-exact``: the second opinion joins the bundled model."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say
from ecgkt.commands.verb import add_command


def bundle_second_opinion(arguments: argparse.Namespace) -> int:
    """Calibrate a finished run of train exact, judge it beside the bundled model."""
    from ecgkt.release.second_opinion import release_second_opinion

    document = release_second_opinion(arguments.run, arguments.store, out=arguments.out)
    for split, compared in document["splits"].items():
        figures = compared["macro_auroc"]["all"]
        words = ", ".join(
            f"{name} {figures[name]['value']:.4f} {figures[name]['ci']}"
            for name in ("second", "main", "second_minus_main")
        )
        say(f"{split}: macro AUROC {words}")
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    from ecgkt.results.model_card import BUNDLED

    command = add_command(commands, "bundle-exact", bundle_second_opinion)
    command.add_argument("run", type=Path, help="finished run of train exact")
    command.add_argument("--store", type=Path, required=True)
    command.add_argument("--out", type=Path, default=BUNDLED, help="the model's folder")
