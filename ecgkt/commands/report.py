"""``report``: a report of each recording, in files."""

import argparse
import os
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say, show
from ecgkt.commands.stated import add_stated, stated_of
from ecgkt.commands.verb import add_command
from ecgkt.errors import EcgktError, RecordError
from ecgkt.files import write_atomically
from ecgkt.types.report_wish import ReportWish
from ecgkt.vocab.report_formats import REPORT_FORMATS


def report(arguments: argparse.Namespace) -> int:
    """Write a report of each recording; without names unless they are asked for."""
    from ecgkt.io.read_path import read_path
    from ecgkt.pipeline.context import second_result
    from ecgkt.pipeline.export_report import export_report
    from ecgkt.pipeline.reader import Reader
    from ecgkt.report.exports.report_files import unique_stems
    from ecgkt.report.reading_text import not_scored_text
    from ecgkt.results.model_card import BUNDLED

    reader = Reader.load(arguments.model or BUNDLED, arguments.adapter)
    is_adapted = arguments.adapter is not None
    stated = stated_of(arguments)
    names = [os.fsencode(typed).decode(errors="replace") for typed in arguments.files]
    is_whole = True
    for typed, name, stem in zip(
        arguments.files, names, unique_stems(names), strict=True
    ):
        try:
            record = read_path(Path(typed), stated)
            reading = reader.read(
                record, file=name, start_s=arguments.start, is_adapted=is_adapted
            )
        except RecordError as error:
            is_whole = False
            say(f"{name}: {error}")
            continue
        if reading.quality.verdict == "refuse":
            is_whole = False
            say(f"{name}: {not_scored_text(reading.quality)}")
        result = second_result(reader, record, reading, arguments.context)
        for asked in dict.fromkeys(arguments.format):
            wish = ReportWish(
                formats=(asked,),
                stem=stem,
                is_named=arguments.named,
                with_context=result,
            )
            try:
                save(arguments.out, export_report(record, reading, wish))
            except RecordError as error:
                # A recording may fit one format and not another.
                is_whole = False
                say(f"{name} as {asked}: {error}")
    return 0 if is_whole else 1


def save(folder: Path, files: dict[str, bytes]) -> None:
    """
    Write files of one report, each whole or not at all, and name them.

    Raises
    ------
    EcgktError
        If the folder cannot be written: then no other file can be, either.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically({folder / name: content for name, content in files.items()})
    except OSError as error:
        raise EcgktError(f"cannot write to {folder}: {error.strerror}") from error
    for name in files:
        show(str(folder / name))


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    command = add_command(commands, "report", report)
    # Text, not paths: the output names each file as it was typed.
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="made if missing"
    )
    command.add_argument(
        "--format",
        nargs="+",
        choices=list(REPORT_FORMATS),
        default=["pdf"],
        help="several are possible; files are named after the inputs",
    )
    command.add_argument(
        "--named",
        action="store_true",
        help="write the file's name and the record's identifier into the reports",
    )
    add_stated(command)
    command.add_argument("--model", type=Path, help="another model folder")
    command.add_argument(
        "--adapter", type=Path, help="have the scores changed by what adapt wrote"
    )
