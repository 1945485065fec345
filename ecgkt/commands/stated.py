"""What a user states of files on the command line."""

import argparse
import math
from pathlib import Path

from ecgkt.errors import EcgktError, RecordError
from ecgkt.types.context import Context
from ecgkt.types.table_map import TableMap, map_from_json
from ecgkt.types.upload import UNITS, StatedMetadata
from ecgkt.vocab.persons import SEXES

MAX_MAP_BYTES = 2**20


def seconds(text: str) -> float:
    """
    Read a moment of a recording.

    Parameters
    ----------
    text : str
        As it was typed.

    Returns
    -------
    float
        Seconds.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is no number, or below 0.

    Examples
    --------
    >>> seconds("12.5")
    12.5
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise argparse.ArgumentTypeError(
            f"expected seconds from the beginning of the recording, 0 or more, such as "
            f"20; got {text!r}"
        )
    return value


def table_map(text: str) -> TableMap:
    """Read the answer of ``--map`` from its file; argparse says what is wrong."""
    try:
        with Path(text).open("rb") as file:
            return map_from_json(file.read(MAX_MAP_BYTES))
    except OSError as error:
        raise argparse.ArgumentTypeError(
            f"cannot read {text}: {error.strerror}"
        ) from error
    except RecordError as error:
        raise argparse.ArgumentTypeError(f"{text}: {error}") from error


def lead_names(text: str) -> tuple[str, ...]:
    """
    Take the names of columns apart.

    Examples
    --------
    >>> lead_names("-,I,II, V1")
    ('-', 'I', 'II', 'V1')
    """
    return tuple(part.strip() for part in text.split(","))


def context(text: str) -> Context:
    """
    Read what is known of the person, for the second result.

    Parameters
    ----------
    text : str
        As it was typed: ``age=63,sex=female``.

    Returns
    -------
    Context

    Raises
    ------
    argparse.ArgumentTypeError
        If an entry is unknown or its value is impossible.
    """
    try:
        return Context.from_text(text)
    except EcgktError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def stated_of(arguments: argparse.Namespace) -> StatedMetadata:
    """Collect what was stated, by the arguments of `add_stated`."""
    return StatedMetadata(
        fs=arguments.fs,
        unit=arguments.unit,
        age=arguments.age,
        sex=arguments.sex,
        leads=arguments.leads or (),
        map=arguments.map,
    )


def add_stated(command: argparse.ArgumentParser) -> None:
    """Add what a user may state of files, for every verb that reads them."""
    command.add_argument("--fs", type=float, help="Hz, if the file does not state it")
    command.add_argument("--unit", choices=list(UNITS), help="likewise")
    command.add_argument("--age", type=float, help="years; goes before the file's")
    command.add_argument("--sex", choices=list(SEXES), help="goes before the file's")
    command.add_argument(
        "--context",
        type=context,
        metavar="age=YEARS,sex=SEX",
        help="a second result beside the reading: the scores corrected by age and sex; "
        "the reading itself takes nothing but the ECG",
    )
    columns = command.add_mutually_exclusive_group()
    columns.add_argument(
        "--leads",
        type=lead_names,
        metavar="I,II,…",
        help="leads of a table's columns in their order; - for one that is no lead",
    )
    columns.add_argument(
        "--map",
        type=table_map,
        metavar="JSON",
        help="which column is which lead; predict --show-map prints one to edit",
    )
    command.add_argument(
        "--start",
        type=seconds,
        metavar="SECONDS",
        help="first of the 10 s that are scored; by default the first clean ones",
    )
