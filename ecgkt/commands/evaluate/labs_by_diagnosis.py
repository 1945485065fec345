"""``evaluate labs-by-diagnosis``: whether the labs explain the diagnoses."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command


def evaluate_labs_by_diagnosis(arguments: argparse.Namespace) -> int:
    """Say which labs go with which diagnosis, and whether lab heads know more."""
    from ecgkt.studies.labs.by_diagnosis import evaluate_labs_by_diagnosis as evaluate
    from ecgkt.studies.labs.by_diagnosis import summarise

    document = evaluate(arguments.store, say=say)
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "labs-by-diagnosis", evaluate_labs_by_diagnosis)
    command.add_argument(
        "--store", type=Path, required=True, help="of prepare mimic-iv --window 24h"
    )
    command.add_argument("--json", action="store_true")
