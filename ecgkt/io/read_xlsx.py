"""Excel workbooks: the first sheet that names leads, read as a table."""

import dataclasses
import io
import mimetypes
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from importlib import import_module
from itertools import islice
from typing import Any

from msgspec.structs import replace

from ecgkt.errors import RecordError
from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.read_mapped import read_mapped
from ecgkt.io.mapping.text_columns import text_columns
from ecgkt.io.read_csv import read_csv
from ecgkt.io.sheet_text import HEAD_ROWS, rows_as_text, with_short_sheets
from ecgkt.io.sniff import is_zip
from ecgkt.io.units import split_unit
from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import TableMap
from ecgkt.types.upload import LIMITS, StatedMetadata, UploadedFile
from ecgkt.vocab.lead_names import lead_name

MARK = "xl/workbook.xml"
MAX_INFLATED = 4
"""A workbook may unpack to so many times the largest file that is read."""

MAX_SHEETS = 20
STYLED = (bool, date, time, timedelta)
HUGE = 8 * 2**20
"""Bytes of a sheet that is never made objects of: about 20,000 rows."""


def recognises(content: bytes) -> bool:
    """Tell a workbook by what its archive holds."""
    if not is_zip(content):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return MARK in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def read_xlsx(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read a sheet with named leads.

    Parameters
    ----------
    file : UploadedFile
        A workbook; formulas count by the values that were stored.
    stated : StatedMetadata
        As for a table in text.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If it unpacks to more than a recording, or no sheet names leads.
    """
    if stated.is_mapped:
        return read_mapped(columns(file, stated.shape), file, stated, name="xlsx")
    _sheets, text = _table(file.content, part="", is_named=True)
    return read_csv(UploadedFile(file.name, text), stated, name="xlsx")


def columns(file: UploadedFile, wish: TableMap) -> Columns:
    """Take a sheet apart, whatever its columns are called."""
    sheets, text = _table(file.content, part=wish.part, is_named=False)
    found = text_columns(text, replace(wish, delimiter="\t"))
    many = len(sheets) > 1
    return dataclasses.replace(
        found, parts=sheets if many else (), part=sheets[0] if many else ""
    )


def _table(
    content: bytes, *, part: str, is_named: bool, large: int | None = None
) -> tuple[tuple[str, ...], bytes]:
    """Return the names of the sheets, the one that is read first, and its text."""
    _check_size(content)
    short, cut = with_short_sheets(content, large)
    # Loaded for workbooks alone: every file is asked whether it is one. The library
    # asks for the system's file kinds, and nothing is opened while a file is read.
    mimetypes.knownfiles.clear()
    book = import_module("openpyxl").load_workbook(
        io.BytesIO(short), read_only=True, data_only=True, keep_links=False
    )
    try:
        names, sheet = _sheet_of(book, part, is_named=is_named)
        # What the library knows of the sheet's place and words has no public form.
        path = str(getattr(sheet, "_worksheet_path", "")).removeprefix("/")
        rows = sheet.iter_rows(values_only=True)
        if path not in cut:
            return names, "\n".join(_lines(rows)).encode()
        head = list(islice(rows, HEAD_ROWS))
        # In its XML a time is a number of days, known by the style of its cell alone.
        if large == HUGE or not any(isinstance(c, STYLED) for row in head for c in row):
            strings = getattr(sheet, "_shared_strings", ())
            return names, _text_of(head, content, path, strings)
    finally:
        book.close()
    return _table(content, part=names[0], is_named=is_named, large=HUGE)


def _check_size(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        n_bytes = sum(entry.file_size for entry in archive.infolist())
    if n_bytes > MAX_INFLATED * LIMITS.file_bytes:
        raise RecordError(
            "The Excel workbook unpacks to more than a recording can be and is "
            "refused. Save the recording alone."
        )


def _sheet_of(book: Any, part: str, *, is_named: bool) -> tuple[tuple[str, ...], Any]:
    sheets = list(book.worksheets[:MAX_SHEETS])
    names = [sheet.title for sheet in sheets]
    fits = []
    for sheet in sheets:
        head = list(islice(sheet.iter_rows(values_only=True), HEAD_ROWS))
        n_numbers = sum(isinstance(cell, int | float) for row in head for cell in row)
        is_wanted = sheet.title == part if part else any(map(_names_leads, head))
        fits.append((is_wanted, 0 if is_named or part else n_numbers))
    at = max(range(len(sheets)), key=fits.__getitem__, default=0)
    if sheets and fits[at] > (False, 0):
        chosen = [names[at], *names[:at], *names[at + 1 :]]
        return tuple(chosen), sheets[at]
    raise RecordError(
        "No sheet of the Excel workbook has a row with the names of the leads (I, II, "
        "V1 …). Name the columns."
    )


def _text_of(
    head: list[tuple[Any, ...]], content: bytes, path: str, strings: Sequence[str]
) -> bytes:
    """Write a large sheet as lines with tabs: its head, then what no object is for."""
    width = max(map(len, head), default=0)
    lines = "\n".join(_lines(head)).encode() + b"\n"
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(path) as xml:
        return b"".join([lines, *rows_as_text(xml, HEAD_ROWS + 1, width, strings)])


def _names_leads(row: tuple[Any, ...]) -> bool:
    """Tell a row of names, or a row of samples behind its name."""
    texts = (split_unit(cell)[0] for cell in row if isinstance(cell, str))
    return any(lead_name(text) for text in texts)


def _lines(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    for n, row in enumerate(rows):
        if n > LIMITS.csv_rows + HEAD_ROWS:
            raise RecordError(
                f"A sheet may have {LIMITS.csv_rows} rows; this one has more. Save the "
                "part that matters."
            )
        if any(cell is not None for cell in row):
            yield "\t".join(map(_cell, row))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | timedelta):
        return "text"
    if isinstance(value, date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else str(value)
    return " ".join(str(value).split())
