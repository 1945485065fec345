"""``evaluate delineation``: boundaries against those that cardiologists marked."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command


def evaluate_delineation(arguments: argparse.Namespace) -> int:
    """Judge the delineator on any folder in LUDB's layout."""
    from ecgkt.studies.delineation.cross_validation import (
        cross_validate,
        evaluate_delineator,
        summarise,
    )

    if arguments.cross_validate is None:
        document = evaluate_delineator(arguments.ludb, folder=arguments.model)
    else:
        document = cross_validate(
            arguments.ludb, arguments.cross_validate, runs=arguments.runs, say=say
        )
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "delineation", evaluate_delineation)
    command.add_argument("--ludb", type=Path, required=True, metavar="DIR")
    command.add_argument(
        "--cross-validate",
        type=int,
        metavar="K",
        help="train anew K times, each time without the records that are judged",
    )
    command.add_argument(
        "--runs", type=Path, help="keep, and resume, the K runs in this folder"
    )
    command.add_argument(
        "--model", type=Path, help="folder of a delineator; the shipped one if left out"
    )
    command.add_argument("--json", action="store_true")
