"""``evaluate experts``: whom to believe, and what to refer."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import show_document
from ecgkt.commands.verb import add_command


def evaluate_experts(arguments: argparse.Namespace) -> int:
    """Hold experts of five kinds, their fusions and their doubt against the model."""
    from ecgkt.report.experts_words import summarise
    from ecgkt.studies.experts.study import evaluate_experts as evaluate

    document = evaluate(
        arguments.store, simulated=arguments.simulator_taught, work=arguments.work
    )
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "experts", evaluate_experts)
    command.add_argument("--store", type=Path, required=True, help="of prepare ptb-xl")
    command.add_argument(
        "--simulator-taught",
        type=Path,
        required=True,
        metavar="RUN",
        help="of train diagnose --network residual on a simulated cohort",
    )
    command.add_argument(
        "--work",
        type=Path,
        required=True,
        metavar="DIR",
        help="keep measurements here (an hour); a later call goes on from there",
    )
    command.add_argument("--json", action="store_true")
