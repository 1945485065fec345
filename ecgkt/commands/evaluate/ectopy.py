"""``evaluate ectopy``: premature beats and irregular rhythms, found and missed."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command


def evaluate_ectopy(arguments: argparse.Namespace) -> int:
    """Judge premature beats and irregular rhythms on real and simulated recordings."""
    from ecgkt.evaluation.ectopy_figures import evaluate_ectopy as evaluate
    from ecgkt.evaluation.ectopy_figures import summarise

    document = evaluate(arguments.store, say=say, n_records=arguments.records)
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "ectopy", evaluate_ectopy)
    command.add_argument("--store", type=Path, required=True)
    command.add_argument(
        "--records", type=int, metavar="N", help="the first N only; all if left out"
    )
    command.add_argument("--json", action="store_true")
