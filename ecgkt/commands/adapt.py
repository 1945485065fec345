"""``adapt``: a site adapter from local labelled ECGs."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show
from ecgkt.commands.verb import add_command


def adapt(arguments: argparse.Namespace) -> int:
    """Make a site adapter, and say what it gains on ECGs that did not teach it."""
    from ecgkt.release.adapter import MOST_RECORDS, Choice, make_adapter
    from ecgkt.report.adapter_words import adapter_lines
    from ecgkt.results.model_card import BUNDLED

    document = make_adapter(
        arguments.store,
        arguments.out,
        site=arguments.site or arguments.store.absolute().name[:40],
        choice=Choice(
            split=arguments.split,
            n_records=arguments.records or MOST_RECORDS,
            seed=arguments.seed,
        ),
        folder=arguments.model or BUNDLED,
        say=say,
    )
    show(adapter_lines(document))
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    command = add_command(commands, "adapt", adapt)
    command.add_argument(
        "--store",
        type=Path,
        required=True,
        help="labelled ECGs of the site, in the layout of PTB-XL: prepare ptb-xl",
    )
    command.add_argument(
        "--out", type=Path, required=True, metavar="ADAPTER", help="made if missing"
    )
    command.add_argument(
        "--site", metavar="NAME", help="shown with every score; else the store's name"
    )
    command.add_argument(
        "--split",
        choices=["train", "tuning", "held_out"],
        help="of the store; of PTB-XL itself, which taught the model, not train",
    )
    command.add_argument(
        "--records", type=int, metavar="N", help="at most so many ECGs, default 500"
    )
    command.add_argument("--seed", type=int, default=0, metavar="S")
    command.add_argument("--model", type=Path, help="another model folder")
