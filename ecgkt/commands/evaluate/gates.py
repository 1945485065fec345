"""``evaluate gates``: planted faults caught, and alarms without cause."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show, show_document
from ecgkt.commands.verb import add_command


def evaluate_gates(arguments: argparse.Namespace) -> int:
    """Judge the gates for electrodes, cut waves and pacing on the tuning split."""
    if arguments.fit:
        from ecgkt.studies.lead_reversal import fit_rules

        show(fit_rules(arguments.store, say))
        return 0
    from ecgkt.evaluation.evaluate_gates import evaluate_gates as evaluate
    from ecgkt.report.gate_words import summarise

    document = evaluate(
        arguments.store,
        say=say,
        n_records=arguments.records,
        notes=arguments.notes,
        folders=arguments.also,
    )
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "gates", evaluate_gates)
    command.add_argument("--store", type=Path, required=True)
    command.add_argument(
        "--records", type=int, metavar="N", help="the first N only; all if left out"
    )
    command.add_argument(
        "--notes",
        type=Path,
        metavar="TABLE",
        help="ptbxl_database.csv: noise is counted by its notes",
    )
    command.add_argument(
        "--also",
        type=Path,
        nargs="+",
        default=[],
        metavar="FOLDER",
        help="WFDB recordings to be judged as they are, at their own rate",
    )
    command.add_argument(
        "--fit",
        action="store_true",
        help="fit the rules for exchanged electrodes on the training split anew, and "
        "print their table",
    )
    command.add_argument("--json", action="store_true")
