"""``evaluate``: how good it is."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import show, show_json
from ecgkt.commands.verb import add_command, add_group


def evaluate_bundled(arguments: argparse.Namespace) -> int:
    """Recompute the card's figures from weights and store."""
    from ecgkt.evaluation.evaluate_bundled import evaluate_bundled as evaluate
    from ecgkt.evaluation.evaluate_bundled import summarise

    found = evaluate(arguments.store, split=arguments.split)
    if arguments.json:
        show_json(found)
    else:
        show(summarise(found))
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    subjects = add_group(commands, "evaluate", "Judge a finished model.", "subject")
    bundled = add_command(subjects, "bundled", evaluate_bundled)
    bundled.add_argument("--store", type=Path, required=True)
    bundled.add_argument("--split", choices=["tuning", "held_out"], default="held_out")
    bundled.add_argument("--json", action="store_true")
