"""``evaluate bundled``: the card's figures, on a store or on a challenge's folder."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command


def evaluate_bundled(arguments: argparse.Namespace) -> int:
    """Recompute the card's figures from weights and ECGs."""
    if arguments.challenge is not None:
        from ecgkt.evaluation import evaluate_challenge as module

        document = module.evaluate_challenge(arguments.challenge, say=say)
        return show_document(arguments, document, module.summarise)
    from ecgkt.evaluation.evaluate_bundled import evaluate_bundled as evaluate
    from ecgkt.evaluation.evaluate_bundled import summarise

    document = evaluate(arguments.store, split=arguments.split)
    return show_document(arguments, document, summarise)


def add(subjects: Any) -> None:
    """Add the subject to the verb."""
    command = add_command(subjects, "bundled", evaluate_bundled)
    source = command.add_mutually_exclusive_group(required=True)
    source.add_argument("--store", type=Path, help="of prepare ptb-xl")
    source.add_argument(
        "--challenge",
        type=Path,
        metavar="FOLDER",
        help="WFDB records whose headers have lines #Dx: with SNOMED CT codes",
    )
    command.add_argument(
        "--split", choices=["tuning", "held_out"], default="held_out", help="of a store"
    )
    command.add_argument("--json", action="store_true")
