"""``predict``: what the bundled model says of recordings."""

import argparse
import math
import os
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show, show_json
from ecgkt.commands.verb import add_command
from ecgkt.errors import RecordError
from ecgkt.files import write_atomically
from ecgkt.types.reading import Reading
from ecgkt.types.upload import UNITS, StatedMetadata
from ecgkt.vocab.persons import SEXES


def predict(arguments: argparse.Namespace) -> int:
    """Read recordings and print what the bundled model says of them."""
    from ecgkt.io.read_path import read_path
    from ecgkt.pipeline.reader import Reader
    from ecgkt.report.r_peaks_csv import r_peaks_csv
    from ecgkt.report.reading_json import document
    from ecgkt.report.reading_text import not_scored_text, reading_text
    from ecgkt.results.model_card import BUNDLED

    if arguments.r_peaks and len(arguments.files) > 1:
        say("--r-peaks writes the beats of one recording: name one FILE.")
        return 2
    reader = Reader.load(arguments.model or BUNDLED)
    readings: list[Reading] = []
    errors: list[tuple[str, str]] = []
    stated = StatedMetadata(
        fs=arguments.fs, unit=arguments.unit, age=arguments.age, sex=arguments.sex
    )
    try:
        for typed in arguments.files:
            name = os.fsencode(typed).decode(errors="replace")
            try:
                record = read_path(Path(typed), stated)
                reading = reader.read(record, file=name, start_s=arguments.start)
                if arguments.r_peaks:
                    write_atomically({arguments.r_peaks: r_peaks_csv(reading).encode()})
            except RecordError as error:
                errors.append((name, str(error)))
                say(f"{name}: {error}")
                continue
            if not arguments.json:
                show(("\n" if readings else "") + reading_text(reading))
            readings.append(reading)
            if reading.quality.verdict == "refuse":
                say(f"{name}: {not_scored_text(reading.quality)}")
    finally:
        # Whatever stops a later file, what was read before is not lost.
        if arguments.json:
            show_json(document(readings, errors))
    is_refused = any(reading.quality.verdict == "refuse" for reading in readings)
    return 1 if errors or is_refused else 0


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


def add_stated(command: argparse.ArgumentParser) -> None:
    """Add what a user may state of files, for every verb that reads them."""
    command.add_argument("--fs", type=float, help="Hz, if the file does not state it")
    command.add_argument("--unit", choices=list(UNITS), help="likewise")
    command.add_argument("--age", type=float, help="years; goes before the file's")
    command.add_argument("--sex", choices=list(SEXES), help="goes before the file's")
    command.add_argument(
        "--start",
        type=seconds,
        metavar="SECONDS",
        help="first of the 10 s that are scored; by default the first clean ones",
    )


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    command = add_command(commands, "predict", predict)
    # Text, not paths: the output names each file as it was typed.
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument("--json", action="store_true")
    add_stated(command)
    command.add_argument(
        "--r-peaks",
        type=Path,
        metavar="TABLE",
        help="write the R peaks of the whole recording: time_s, sample, rr_ms",
    )
    command.add_argument("--model", type=Path, help="another model folder")
