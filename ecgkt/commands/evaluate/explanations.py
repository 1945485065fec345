"""``evaluate explanations``: whether the maps are true."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command
from ecgkt.types.explanation import BASELINES, METHODS


def evaluate_explanations(arguments: argparse.Namespace) -> int:
    """Judge every method of explanation on real and on simulated ECGs."""
    from ecgkt.studies.explanations.document import summarise
    from ecgkt.studies.explanations.study import (
        ExplanationStudy,
        judge_explanations,
    )

    chosen = {
        name: getattr(arguments, name)
        for name in ("n_ecgs", "baseline", "model")
        if getattr(arguments, name) is not None
    }
    study = ExplanationStudy(
        store=arguments.store,
        simulated=arguments.simulated,
        runs=tuple(arguments.runs),
        methods=tuple(arguments.methods),
        work=arguments.work,
        **chosen,
    )
    document = judge_explanations(study, say=say)
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "explanations", evaluate_explanations)
    command.add_argument("--store", type=Path, required=True, help="of PTB-XL")
    command.add_argument(
        "--simulated", type=Path, metavar="DIR", help="a cohort of simulate --masks"
    )
    command.add_argument(
        "--runs",
        type=Path,
        nargs="+",
        default=[],
        metavar="RUN",
        help="runs of train diagnose: other seeds, and one with --shuffle-labels",
    )
    command.add_argument(
        "--n-ecgs", type=int, metavar="N", help="of each class and factor"
    )
    command.add_argument(
        "--methods", nargs="+", choices=list(METHODS), default=list(METHODS)
    )
    command.add_argument("--baseline", choices=list(BASELINES))
    command.add_argument(
        "--model", type=Path, help="folder of a model; the shipped one if left out"
    )
    command.add_argument(
        "--work",
        type=Path,
        metavar="DIR",
        help="keep each measured ECG here; a later call goes on from there",
    )
    command.add_argument("--json", action="store_true")
