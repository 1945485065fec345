"""``evaluate labs-outside``: laboratory heads with knowledge from others."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command


def evaluate_labs_outside(arguments: argparse.Namespace) -> int:
    """Hold laboratory heads with knowledge from other patients against the shipped."""
    from ecgkt.report.labs_outside_words import summarise
    from ecgkt.studies.labs.outside import evaluate_outside

    document = evaluate_outside(
        arguments.store,
        normal=arguments.normal,
        simulated=arguments.simulated,
        run=arguments.simulator_taught,
        say=say,
    )
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "labs-outside", evaluate_labs_outside)
    command.add_argument(
        "--store", type=Path, required=True, help="of prepare mimic-iv --window 24h"
    )
    command.add_argument(
        "--normal", type=Path, required=True, help="of prepare ptb-xl, for age and sex"
    )
    command.add_argument(
        "--simulated", type=Path, required=True, help="a simulated cohort, prepared"
    )
    command.add_argument(
        "--simulator-taught",
        type=Path,
        required=True,
        metavar="RUN",
        help="of train diagnose on that cohort",
    )
    command.add_argument("--json", action="store_true")
