"""A text as columns of numbers, whatever program wrote it."""

import csv
import io
import re
from collections.abc import Sequence
from importlib import import_module
from itertools import compress, count, islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.csv_table import PLAIN, fill_empty, noted, parse_plain
from ecgkt.io.mapping.clock import find_clock
from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.text_names import find_names
from ecgkt.io.mapping.text_shape import (
    COMMENTS,
    MISSING,
    NUMBER,
    Shape,
    decoded,
    find_shape,
    lines_of,
    split,
)
from ecgkt.io.person import read_person
from ecgkt.io.units import split_unit, unit_name
from ecgkt.types.table_map import TableMap
from ecgkt.types.upload import LIMITS
from ecgkt.vocab.lead_names import lead_name

SHOWN_LINES, SHOWN_LETTERS = 12, 120
COMMAS = "Commas within the numbers were read as decimal marks."
_QUOTED = re.compile(r"([\"'])([^\"'\n]*)\1")
_WORDS = re.compile(
    rb"(?<![^,\n])(?:#?n/?a|null|none|nil|--?|[.?])(?![^,\n])", re.IGNORECASE
)
_LETTERS = b"#/?uUlLoOiI"
"""Those of `_WORDS` that no number has."""
Values = NDArray[np.float64]


def text_columns(content: bytes, wish: TableMap) -> Columns:
    r"""
    Take a table apart.

    Parameters
    ----------
    content : bytes
        The whole file: any usual encoding, delimiter, quoting and mark of comments;
        lines before the names, a row of units, words for missing cells, rows of leads.
    wish : TableMap
        What the user knows better of its shape.

    Returns
    -------
    Columns

    Raises
    ------
    RecordError
        If it is no table, beyond the limits, or its rows are of different length.

    Examples
    --------
    >>> text = b"sep=;\nday;I;II\n;mV;mV\nMo;0,5;NA\nTu;1;2\n"
    >>> found = text_columns(text, TableMap())
    >>> list(found.labels), [row.tolist() for row in found.rows[1:]]
    (['day', 'I', 'II'], [[0.5, 1.0], [nan, 2.0]])
    """
    lines = lines_of(decoded(content))
    if len(lines) > 2 * (LIMITS.csv_rows + 1000):
        raise RecordError(
            f"A table may have {LIMITS.csv_rows} rows; this one has {len(lines)}. "
            "Export the part that matters."
        )
    shape = find_shape(lines, wish)
    above = [line for line in lines[: shape.first] if line.strip()]
    comments = [line.strip().lstrip("#%/ ") for line in above]
    stated = noted(comments)
    cells = _sideways(lines, shape) if shape.is_sideways else _upright(lines, shape)
    clock = find_clock(cells.labels, cells.units, cells.rows, cells.texts)
    if None not in (stated.fs, clock.fs) and clock.differs_from(stated.fs):
        raise RecordError(
            f"The comment line states {stated.fs:g} Hz, the time column {clock.fs:g} "
            "Hz: one of them is wrong; remove it."
        )
    return Columns(
        rows=cells.rows,
        labels=cells.labels,
        units=[unit or stated.unit for unit in cells.units],
        fs=clock.fs if stated.fs is None else stated.fs,
        clocks=clock.places,
        clock_problem=clock.problem,
        foreign={at: _line_of(lines, shape, n) for at, n in cells.foreign.items()},
        n_words=cells.n_words,
        person=read_person(comments),
        warnings=(COMMAS,) if shape.decimal == "," else (),
        leads_in="rows" if shape.is_sideways else "columns",
        skip_lines=shape.first,
        delimiter=shape.delimiter,
        decimal=shape.decimal,
        head=tuple(line[:SHOWN_LETTERS] for line in lines[:SHOWN_LINES]),
    )


class _Cells(NamedTuple):
    """Columns as they stand in the text; `texts` are cells of those with words."""

    labels: list[str]
    units: list[str | None]
    rows: list[Values]
    texts: dict[int, list[str]]
    foreign: dict[int, int]
    n_words: dict[int, int]


def _upright(lines: Sequence[str], shape: Shape) -> _Cells:
    labels, units = find_names(lines, shape)
    body = plain_body("\n".join(lines[shape.first :]), shape)
    _check_cells(body, shape, lines)
    values = _of_numbers(body, shape.n_cells)
    texts: dict[int, list[str]] = {}
    if values is None:
        rows, texts = _of_anything(body, shape.n_cells)
    else:
        rows = list(values)
    foreign, n_words = {}, {}
    for at, cells in texts.items():
        is_missing = np.isnan(rows[at]).tolist()
        wrong = [n for n in compress(count(), is_missing) if not _is_number(cells[n])]
        if wrong:
            foreign[at], n_words[at] = wrong[0], len(wrong)
    kept = len(rows)
    while kept > 1 and not labels[kept - 1] and np.isnan(rows[kept - 1]).all():
        # A mark at the end of every line makes no column.
        kept -= 1
    return _Cells(labels[:kept], units[:kept], rows[:kept], texts, foreign, n_words)


def _sideways(lines: Sequence[str], shape: Shape) -> _Cells:
    named: list[tuple[str, str | None]] = []
    rows: list[Values] = []
    for line in lines[shape.first :]:
        if not line.strip() or line.lstrip().startswith(COMMENTS):
            continue
        name, row = _lead_of(split(line, shape.delimiter))
        # A row of numbers over the samples, as programs write it, is no lead.
        if rows or lead_name(name[0]) or not _is_count(row):
            named.append(name)
            rows.append(row)
    if len(rows) > LIMITS.csv_columns:
        raise RecordError(
            f"A table may have {LIMITS.csv_columns} rows of leads; this one has more. "
            "If its leads lie in columns, say so."
        )
    if len({len(row) for row in rows}) > 1:
        raise RecordError(
            "The rows of the table are of different length: it is cut or damaged. "
            "Correct the table."
        )
    labels, units = [label for label, _unit in named], [unit for _label, unit in named]
    return _Cells(labels, units, rows, {}, {}, {})


def _lead_of(cells: list[str]) -> tuple[tuple[str, str | None], Values]:
    """Take a row of a lead apart: its name, its unit and its samples."""
    label, unit = "", None
    if cells and not cells[-1]:
        cells = cells[:-1]
    if cells and not _is_number(cells[0]):
        label, unit = split_unit(cells[0])
        cells = cells[1:]
    if cells and unit_name(cells[0].strip("()[]")):
        unit, cells = cells[0].strip("()[]"), cells[1:]
    return (label, unit), np.array([_number(cell) for cell in cells])


def plain_body(text: str, shape: Shape) -> bytes:
    """Return rows of cells with commas between them, without quotes and blank lines."""
    delimiter = shape.delimiter
    if '"' in text or "'" in text:
        text = _QUOTED.sub(lambda match: _bare(match[2], shape), text)
    if any(mark in text for mark in COMMENTS):
        lines = text.split("\n")
        text = "\n".join(ln for ln in lines if not ln.lstrip().startswith(COMMENTS))
    body = text.encode("utf-8", errors="replace")
    if shape.decimal == "," and delimiter != ",":
        body = body.replace(b",", b".")
    if delimiter == " ":
        body = re.sub(rb"[ \t]+", b",", re.sub(rb"(?m)^[ \t]+|[ \t]+$", b"", body))
    else:
        body = body.replace(delimiter.encode(), b",") if delimiter != "," else body
        if b" " in body or b"\t" in body:
            body = re.sub(rb"[ \t]*([,\n])[ \t]*", rb"\1", body)
    if b"\n\n" in body:
        body = re.sub(rb"\n\n+", b"\n", body)
    return body.strip(b"\n \t")


def _bare(inner: str, shape: Shape) -> str:
    """Take the quotes off a cell, and from it what would part it."""
    if shape.delimiter == "," and NUMBER.fullmatch(inner):
        return inner.replace(",", ".")
    return inner.replace(shape.delimiter, "_").replace(
        ",", "." if NUMBER.fullmatch(inner) else "_"
    )


def _check_cells(body: bytes, shape: Shape, lines: Sequence[str]) -> None:
    letters = np.frombuffer(body + b"\n", np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    marks = np.flatnonzero(letters == ord(","))
    counts = np.diff(np.searchsorted(marks, ends), prepend=0) + 1
    if len(counts) > LIMITS.csv_rows:
        raise RecordError(
            f"A table may have {LIMITS.csv_rows} rows; this one has {len(counts)}. "
            "Export the part that matters."
        )
    wrong = np.flatnonzero(counts != shape.n_cells)
    if len(wrong):
        raise RecordError(
            f"Every row must have {shape.n_cells} cells, as the first one has; line "
            f"{_line_of(lines, shape, int(wrong[0]))} has {counts[wrong[0]]}. Correct "
            "the table."
        )


def _of_numbers(body: bytes, n_cells: int) -> Values | None:
    """Parse a table of nothing but numbers and missing cells; None if it is not."""
    foreign = body.translate(None, PLAIN + b"nNaA,\n")
    if foreign:
        # One look at the letters spares the search through all of a long table.
        if foreign.translate(None, _LETTERS):
            return None
        body = _WORDS.sub(b"nan", body)
        if body.translate(None, PLAIN + b"nNaA,\n"):
            return None
    try:
        return parse_plain(fill_empty(body, b","), b",", n_cells)
    except RecordError:
        return None


def _of_anything(
    body: bytes, n_cells: int
) -> tuple[list[Values], dict[int, list[str]]]:
    """Parse a table with words in it: numbers by column, and cells where words are."""
    # Loaded for such tables alone: it takes longer than reading a plain one.
    pandas = import_module("pandas")
    frame = pandas.read_csv(
        io.BytesIO(body),
        header=None,
        names=list(range(n_cells)),
        index_col=False,
        na_values=[""],
        keep_default_na=False,
        skip_blank_lines=False,
        low_memory=False,
        quoting=csv.QUOTE_NONE,
    )
    rows, texts = [], {}
    for at in range(n_cells):
        column = frame[at]
        if column.dtype.kind in "fiu":
            rows.append(column.to_numpy(np.float64))
            continue
        texts[at] = [
            "" if cell is None or cell != cell else str(cell)
            for cell in column.to_numpy(object)
        ]
        rows.append(np.fromiter(map(_number, texts[at]), np.float64, len(column)))
    return rows, texts


def _number(cell: str) -> float:
    return float(cell.replace(",", ".")) if NUMBER.fullmatch(cell) else np.nan


def _is_number(cell: str) -> bool:
    return cell.lower() in MISSING or NUMBER.fullmatch(cell) is not None


def _is_count(row: Values) -> bool:
    return len(row) > 2 and row[0] in (0, 1) and bool((np.diff(row) == 1).all())


def _line_of(lines: Sequence[str], shape: Shape, n: int) -> int:
    """Return the number of the line that holds the n-th row of samples."""
    places = (
        at
        for at in range(shape.first, len(lines))
        if lines[at].strip() and not lines[at].lstrip().startswith(COMMENTS)
    )
    return next(islice(places, n, None), len(lines)) + 1
