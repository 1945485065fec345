"""``evaluate ood``: recordings unlike those that the model learned from."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command


def evaluate_ood(arguments: argparse.Namespace) -> int:
    """Tell noise, altered ECGs and other signals from clean ECGs."""
    from ecgkt.evaluation.ood import evaluate_ood as evaluate
    from ecgkt.report.ood_words import summarise

    document = evaluate(arguments.store, folders=arguments.also, say=say)
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "ood", evaluate_ood)
    command.add_argument("--store", type=Path, required=True, help="of prepare ptb-xl")
    command.add_argument(
        "--also",
        type=Path,
        nargs="+",
        default=[],
        metavar="FOLDER",
        help="WFDB recordings to be judged as they are, at their own rate",
    )
    command.add_argument("--json", action="store_true")
