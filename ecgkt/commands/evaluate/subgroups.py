"""``evaluate subgroups``: scores by sex, age, site, device and quality."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command


def evaluate_subgroups(arguments: argparse.Namespace) -> int:
    """Hold AUROC within each subgroup against that of all ECGs."""
    from ecgkt.evaluation.cases.evaluate_subgroups import evaluate_subgroups as evaluate
    from ecgkt.report.subgroup_words import summarise

    document = evaluate(
        arguments.store, cases=arguments.cases, split=arguments.split, say=say
    )
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "subgroups", evaluate_subgroups)
    source = command.add_mutually_exclusive_group(required=True)
    source.add_argument("--store", type=Path, help="of prepare ptb-xl")
    source.add_argument(
        "--cases",
        type=Path,
        help="a table that evaluate cases wrote, in its place: nothing is read anew",
    )
    command.add_argument("--split", choices=["tuning", "held_out"], default="tuning")
    command.add_argument("--json", action="store_true")
