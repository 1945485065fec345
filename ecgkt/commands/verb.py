"""How a command joins the command line."""

import argparse
from collections.abc import Callable
from typing import Any


def add_command(
    commands: Any, name: str, function: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    """
    Add one command to a group of commands.

    Parameters
    ----------
    commands : argparse subparsers
        What ``add_subparsers`` returned.
    name : str
        The word that calls it.
    function : callable
        Takes the parsed arguments and returns the exit code; its docstring is the help.

    Returns
    -------
    argparse.ArgumentParser
        To add arguments to.
    """
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=function.__doc__, description=function.__doc__
    )
    parser.set_defaults(function=function)
    return parser


def add_group(commands: Any, name: str, text: str, noun: str) -> Any:
    """Add a verb that is followed by another word, ``train align`` for one."""
    return commands.add_parser(name, help=text).add_subparsers(
        required=True, metavar=noun
    )
