"""The command line: ``ecgkt <command>`` or ``python -m ecgkt <command>``."""

import argparse
import sys
from collections.abc import Sequence

from ecgkt.commands import adapt, bench, compare, predict, prepare, report, simulate
from ecgkt.commands.bundle import classifier as bundle
from ecgkt.commands.bundle import context as bundle_context
from ecgkt.commands.bundle import delineator as bundle_delineator
from ecgkt.commands.bundle import familiarity as bundle_ood
from ecgkt.commands.bundle import fewer_leads as bundle_fewer_leads
from ecgkt.commands.bundle import lab_heads as bundle_labs
from ecgkt.commands.bundle import second_opinion as bundle_second_opinion
from ecgkt.commands.evaluate import evaluate
from ecgkt.commands.output import say
from ecgkt.commands.train import train
from ecgkt.errors import EcgktError

VERBS = (
    prepare,
    simulate,
    train,
    compare,
    bundle,
    bundle_second_opinion,
    bundle_context,
    bundle_fewer_leads,
    bundle_delineator,
    bundle_labs,
    bundle_ood,
    adapt,
    predict,
    report,
    evaluate,
    bench,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run one command.

    Parameters
    ----------
    arguments : sequence of str or None
        Words after the program's name; None takes those of the process.

    Returns
    -------
    int
        0 all well, 1 an input failed, 2 wrong usage.

    Raises
    ------
    SystemExit
        With 2, by argparse, for wrong usage.
    """
    parsed = _parser().parse_args(arguments)
    try:
        return int(parsed.function(parsed))
    except EcgktError as error:
        say(str(error))
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ecgkt",
        description="12-lead ECG: prepare data, train, judge, predict. "
        "For research and education only.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for verb in VERBS:
        verb.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
