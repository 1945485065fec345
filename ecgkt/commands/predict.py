"""``predict``: what the bundled model says of recordings."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ecgkt.commands.output import say, show, show_json
from ecgkt.commands.stated import add_stated, stated_of
from ecgkt.commands.verb import add_command
from ecgkt.errors import RecordError
from ecgkt.files import write_atomically
from ecgkt.types.context import ContextReading
from ecgkt.types.reading import Reading
from ecgkt.types.table_map import map_to_json

if TYPE_CHECKING:
    from ecgkt.pipeline.reader import Reader


def predict(arguments: argparse.Namespace) -> int:
    """Read recordings and print what the bundled model says of them."""
    for given, what in (
        (arguments.r_peaks, "--r-peaks writes the beats of one recording"),
        (arguments.show_map, "--show-map prints the mapping of one table"),
    ):
        if given and len(arguments.files) > 1:
            say(f"{what}: name one FILE.")
            return 2
    return show_map(arguments) if arguments.show_map else read_files(arguments)


class Told(NamedTuple):
    """What is said of one file, and the second result if it is wished."""

    reading: Reading
    second: ContextReading | None


def read_files(arguments: argparse.Namespace) -> int:
    """Read recordings, one after the other; return the exit code."""
    from ecgkt.pipeline.reader import Reader
    from ecgkt.report.context_words import context_text
    from ecgkt.report.model_words import adapter_text
    from ecgkt.report.reading_json import document
    from ecgkt.report.reading_text import not_scored_text, reading_text
    from ecgkt.results.model_card import BUNDLED

    reader = Reader.load(arguments.model or BUNDLED, arguments.adapter)
    if arguments.adapter is not None:
        say(f"Scores changed by {adapter_text(reader.adapter.document.identity)}.")
    done: list[Told] = []
    errors: list[tuple[str, str]] = []
    try:
        for typed in arguments.files:
            name = os.fsencode(typed).decode(errors="replace")
            try:
                told = read_one(reader, typed, name, arguments)
            except RecordError as error:
                errors.append((name, str(error)))
                say(f"{name}: {error}")
                continue
            if not arguments.json:
                second = [context_text(told.second)] if told.second else []
                lines = [reading_text(told.reading), *second]
                show("\n".join(["", *lines] if done else lines))
            done.append(told)
            if told.reading.quality.verdict == "refuse":
                say(f"{name}: {not_scored_text(told.reading.quality)}")
    finally:
        # Whatever stops a later file, what was read before is not lost.
        if arguments.json:
            readings = [told.reading for told in done]
            seconds = [told.second for told in done]
            show_json(document(readings, errors, seconds))
    is_refused = any(told.reading.quality.verdict == "refuse" for told in done)
    return 1 if errors or is_refused else 0


def read_one(
    reader: "Reader", typed: str, name: str, arguments: argparse.Namespace
) -> Told:
    """Read one file, and write its R peaks where that is wished."""
    from ecgkt.io.read_path import read_path
    from ecgkt.pipeline.context import second_result
    from ecgkt.report.r_peaks_csv import r_peaks_csv

    record = read_path(Path(typed), stated_of(arguments))
    is_adapted = arguments.adapter is not None
    reading = reader.read(
        record, file=name, start_s=arguments.start, is_adapted=is_adapted
    )
    if arguments.r_peaks:
        write_atomically({arguments.r_peaks: r_peaks_csv(reading).encode()})
    return Told(reading, second_result(reader, record, reading, arguments.context))


def show_map(arguments: argparse.Namespace) -> int:
    """Print the mapping that is detected of one table, and what of it is not sure."""
    from ecgkt.io.read_path import layout_of_path

    (typed,) = arguments.files
    try:
        layout = layout_of_path(Path(typed), stated_of(arguments))
    except RecordError as error:
        say(f"{os.fsencode(typed).decode(errors='replace')}: {error}")
        return 1
    show(map_to_json(layout.map).rstrip())
    for doubt in layout.doubts:
        say(doubt)
    return 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    command = add_command(commands, "predict", predict)
    # Text, not paths: the output names each file as it was typed.
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument(
        "--show-map",
        action="store_true",
        help="print how FILE's columns are taken, for --map, and read nothing",
    )
    command.add_argument("--json", action="store_true")
    add_stated(command)
    command.add_argument(
        "--r-peaks",
        type=Path,
        metavar="TABLE",
        help="write the R peaks of the whole recording: time_s, sample, rr_ms",
    )
    command.add_argument("--model", type=Path, help="another model folder")
    command.add_argument(
        "--adapter", type=Path, help="have the scores changed by what adapt wrote"
    )
