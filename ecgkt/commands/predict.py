"""``predict``: what the bundled model says of recordings."""

import argparse
import os
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show, show_json
from ecgkt.commands.verb import add_command
from ecgkt.errors import RecordError
from ecgkt.types.reading import Reading
from ecgkt.types.upload import UNITS, StatedMetadata
from ecgkt.vocab.persons import SEXES


def predict(arguments: argparse.Namespace) -> int:
    """Read recordings and print what the bundled model says of them."""
    from ecgkt.io.read_path import read_path
    from ecgkt.pipeline.reader import Reader
    from ecgkt.report.reading_json import document
    from ecgkt.report.reading_text import reading_text
    from ecgkt.results.model_card import BUNDLED

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
                reading = reader.read(read_path(Path(typed), stated), file=name)
            except RecordError as error:
                errors.append((name, str(error)))
                say(f"{name}: {error}")
                continue
            if not arguments.json:
                show(("\n" if readings else "") + reading_text(reading))
            readings.append(reading)
            if reading.quality.verdict == "refuse":
                say(f"{name}: not scored. {' '.join(reading.quality.reasons)}")
    finally:
        # Whatever stops a later file, what was read before is not lost.
        if arguments.json:
            show_json(document(readings, errors))
    is_refused = any(reading.quality.verdict == "refuse" for reading in readings)
    return 1 if errors or is_refused else 0


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    command = add_command(commands, "predict", predict)
    # Text, not paths: the output names each file as it was typed.
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument("--json", action="store_true")
    command.add_argument("--fs", type=float, help="Hz, if the file does not state it")
    command.add_argument("--unit", choices=list(UNITS), help="likewise")
    command.add_argument("--age", type=float, help="years; goes before the file's")
    command.add_argument("--sex", choices=list(SEXES), help="goes before the file's")
    command.add_argument("--model", type=Path, help="another model folder")
