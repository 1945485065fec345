"""``evaluate cases``: the table that the page of failure cases opens."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say
from ecgkt.commands.verb import add_command
from ecgkt.results.model_card import BUNDLED


def evaluate_cases(arguments: argparse.Namespace) -> int:
    """Read a set of ECGs and write scores, truth and measurements of each."""
    from ecgkt.evaluation.cases.evaluate_cases import evaluate_cases as evaluate
    from ecgkt.report.cases_words import summarise

    table = evaluate(
        arguments.out,
        store=arguments.store,
        challenge=arguments.challenge,
        split=arguments.split,
        model=arguments.model,
        n_records=arguments.records,
        say=say,
    )
    say(summarise(table.head))
    say(f"written to {arguments.out}; look at it with ECGKT_CASES={arguments.out}")
    return 0


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "cases", evaluate_cases)
    source = command.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--store", type=Path, help="of prepare: PTB-XL, MIMIC-IV or a simulated cohort"
    )
    source.add_argument(
        "--challenge",
        type=Path,
        metavar="FOLDER",
        help="WFDB records whose headers have lines #Dx: with SNOMED CT codes",
    )
    command.add_argument("--split", choices=["tuning", "held_out"], default="tuning")
    command.add_argument(
        "--model",
        type=Path,
        default=BUNDLED,
        help="folder; preset: the shipped one",
    )
    command.add_argument(
        "--records",
        type=int,
        metavar="N",
        help="the first N of a store; preset: all",
    )
    command.add_argument("--out", type=Path, required=True, metavar="CASES")
