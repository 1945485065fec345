"""``evaluate doubt``: what a score leaves open."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import show_document
from ecgkt.commands.verb import add_command


def evaluate_doubt(arguments: argparse.Namespace) -> int:
    """Tell scores that decide a statement from those that leave it open."""
    from ecgkt.evaluation.doubt import evaluate_doubt as evaluate
    from ecgkt.report.doubt_words import summarise

    return show_document(arguments, evaluate(arguments.store), summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "doubt", evaluate_doubt)
    command.add_argument("--store", type=Path, required=True, help="of prepare ptb-xl")
    command.add_argument("--json", action="store_true")
