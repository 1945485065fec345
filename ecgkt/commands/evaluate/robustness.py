"""``evaluate robustness``: scores under noise, with and without the gate."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command


def evaluate_robustness(arguments: argparse.Namespace) -> int:
    """Score recordings of PTB-XL with noise of known strength added."""
    from ecgkt.evaluation.robustness import evaluate_robustness as evaluate
    from ecgkt.report.robustness_words import summarise

    document = evaluate(arguments.store, n_records=arguments.records, say=say)
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "robustness", evaluate_robustness)
    command.add_argument("--store", type=Path, required=True, help="of PTB-XL")
    command.add_argument(
        "--records",
        type=int,
        default=360,
        metavar="N",
        help="drawn from the tuning split, default 360: about 15 minutes",
    )
    command.add_argument("--json", action="store_true")
