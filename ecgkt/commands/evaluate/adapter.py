"""``evaluate adapter``: what a site adapter gains, by site and number of ECGs."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command


def evaluate_adapter(arguments: argparse.Namespace) -> int:
    """Adapt the model to sites and judge it on patients that did not teach."""
    from ecgkt.report.adapter_words import summarise
    from ecgkt.studies.adapter.study import evaluate_adapter as evaluate

    document = evaluate(
        arguments.store, ludb=arguments.ludb, split=arguments.split, say=say
    )
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "adapter", evaluate_adapter)
    command.add_argument("--store", type=Path, required=True, help="of PTB-XL")
    command.add_argument(
        "--ludb", type=Path, required=True, help="LUDB's folder, with ludb.csv"
    )
    command.add_argument(
        "--split",
        choices=["tuning", "held_out"],
        default="tuning",
        help="on tuning the recipe was chosen: about 5 minutes",
    )
    command.add_argument("--json", action="store_true")
