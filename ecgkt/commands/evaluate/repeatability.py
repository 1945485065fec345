"""``evaluate repeatability``: how far repeats lie apart though nothing has changed."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command


def evaluate_repeatability(arguments: argparse.Namespace) -> int:
    """Say which changes between two recordings are beyond measurement error."""
    from ecgkt.studies.repeatability.study import Data, summarise
    from ecgkt.studies.repeatability.study import evaluate_repeatability as evaluate

    data = Data(ludb=arguments.ludb, mimic=arguments.mimic, store=arguments.store)
    document = evaluate(
        data, say=say, n_hearts=arguments.hearts, n_records=arguments.records
    )
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "repeatability", evaluate_repeatability)
    command.add_argument("--ludb", type=Path, metavar="DIR", help="halves and marks")
    command.add_argument(
        "--mimic",
        type=Path,
        metavar="DIR",
        help="MIMIC-IV-ECG: halves, and patients recorded again within the hour",
    )
    command.add_argument("--store", type=Path, help="of prepare ptb-xl: halves")
    command.add_argument(
        "--hearts", type=int, default=100, metavar="N", help="simulated, default 100"
    )
    command.add_argument(
        "--records",
        type=int,
        default=300,
        metavar="N",
        help="of MIMIC-IV-ECG and of the store each, default 300: about 4 minutes",
    )
    command.add_argument("--json", action="store_true")
