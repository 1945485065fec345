"""``evaluate reading``: what the first sentence names, and never says."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command


def evaluate_reading(arguments: argparse.Namespace) -> int:
    """Hold the first sentences of readings against what was measured and labelled."""
    from ecgkt.evaluation.impression_figures import evaluate_reading as evaluate
    from ecgkt.evaluation.impression_figures import summarise

    document = evaluate(arguments.store, say=say, n_records=arguments.records)
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "reading", evaluate_reading)
    command.add_argument("--store", type=Path, required=True)
    command.add_argument(
        "--records", type=int, metavar="N", help="the first N only; all if left out"
    )
    command.add_argument("--json", action="store_true")
