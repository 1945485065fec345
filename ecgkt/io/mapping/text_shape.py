"""How a text is a table: which mark parts its cells, where its numbers begin."""

import csv
import re
from collections.abc import Sequence
from typing import NamedTuple

from ecgkt.errors import RecordError
from ecgkt.io.mapping.columns import MIN_SAMPLES
from ecgkt.io.sniff import is_text
from ecgkt.io.units import split_unit
from ecgkt.types.table_map import TableMap
from ecgkt.types.upload import LIMITS
from ecgkt.vocab.lead_names import lead_name

HEAD_LINES = 200
COMMENTS = ("#", "%", "//")
MISSING = frozenset(
    ("", "na", "n/a", "nan", "null", "none", "nil", "-", "--", ".", "?", "#n/a")
)
DELIMITERS = ",;\t| "
MIN_NUMBERS = 0.5
"""Of the cells of a row of samples; the others may be dates, words or missing."""

MIN_ROWS = 3
"""Rows of samples, one after another, by which a table is told from prose."""

MIN_NAMED = 2
"""Leads that a line must name to be the row of names."""

HEAD_BYTES = 64 * 2**10
MAX_SEEN = 8 * 2**10
"""Letters of a line that are looked at."""

SEP = re.compile(r"sep=(\\t|.)", re.IGNORECASE)
NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,12}[.,]?[0-9]{0,20}|[.,][0-9]{1,20})(?:[eE][+-]?[0-9]{1,3})?"
)
_TIME = re.compile(
    r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}"
    r"|(?:[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}[T ])?(?:[0-9]{1,3}:){1,2}[0-9]{1,2}"
    r"(?:[.,][0-9]{1,9})?Z?"
)
_QUOTED_COMMA = re.compile(r"[\"'][+-]?[0-9]{0,12},[0-9]{1,20}[\"']")


class Shape(NamedTuple):
    """
    How the lines of a text are cells.

    Attributes
    ----------
    first : int
        Lines before the first row of samples.
    delimiter, decimal : str
        One character each; " " stands for any number of blanks.
    n_cells : int
        Of each row of samples.
    is_sideways : bool
        Whether a lead is a row.
    """

    first: int
    delimiter: str
    decimal: str
    n_cells: int
    is_sideways: bool


def names_leads(content: bytes) -> bool:
    """Tell whether a text has a row, or a first column, with the names of leads."""
    lines = _first_lines(content)
    if any(_n_named(line) >= MIN_NAMED for line in lines):
        return True
    firsts = [re.split(r"[,;\t|]", line, maxsplit=1) for line in lines]
    named = [part[0].strip("\"' ") for part in firsts if len(part) > 1]
    return sum(map(is_lead, named)) >= MIN_NAMED


def holds_samples(content: bytes) -> bool:
    """Tell a text of many rows of numbers, or of rows of many numbers."""
    lines = _first_lines(content)[:-1] or _first_lines(content)
    try:
        shape = find_shape(lines, TableMap())
    except RecordError:
        return False
    return max(len(lines) - shape.first, shape.n_cells) >= MIN_SAMPLES


def decoded(content: bytes) -> str:
    """Turn bytes into text by what they show: UTF-8, UTF-16, or one byte a letter."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if content[1:8:2] == bytes(4):
        return content.decode("utf-16-le", errors="replace")
    if content[0:8:2] == bytes(4):
        return content.decode("utf-16-be", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def lines_of(text: str) -> list[str]:
    """Take a text apart at the ends of lines of any system."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")


def _first_lines(content: bytes) -> list[str]:
    text = decoded(content[:HEAD_BYTES])
    if not is_text(text[:HEAD_BYTES].encode(errors="replace")):
        return []
    return [line for line in lines_of(text) if line.strip()][:HEAD_LINES]


def _n_named(line: str) -> int:
    bare = re.sub(r"\"[^\"]*\"", "", line)
    delimiter = max(",;\t|", key=bare.count)
    delimiter = delimiter if delimiter in bare else " "
    return sum(map(is_lead, split(line.lstrip("#% /")[:MAX_SEEN], delimiter)))


def split(line: str, delimiter: str) -> list[str]:
    """
    Take a line apart.

    Examples
    --------
    >>> split('"I, mV",  -0.5 ,', ","), split(" 1  2", " ")
    (['I, mV', '-0.5', ''], ['1', '2'])
    """
    if delimiter == " ":
        return [cell.strip("\"'") for cell in line.split()]
    quote = '"' if '"' in line else "'"
    cells = next(csv.reader([line], delimiter=delimiter, quotechar=quote), [])
    return [cell.strip().strip("\"'").strip() for cell in cells]


def find_shape(lines: Sequence[str], wish: TableMap) -> Shape:
    """
    Find the rows of samples among the first lines.

    Parameters
    ----------
    lines : sequence of str
        All lines of the text, blank ones too.
    wish : TableMap
        What the user knows better.

    Returns
    -------
    Shape

    Raises
    ------
    RecordError
        If no lines are rows of numbers.

    Examples
    --------
    >>> lines = ["Dr. A", "I;II", *["0,5;1"] * 9]
    >>> find_shape(lines, TableMap())
    Shape(first=2, delimiter=';', decimal=',', n_cells=2, is_sideways=False)
    """
    start = wish.skip_lines or 0
    marks = wish.delimiter or _given(lines) or DELIMITERS
    seen = [
        (at, line[:MAX_SEEN])
        for at, line in enumerate(lines[start : start + HEAD_LINES], start)
        if line.strip() and not line.lstrip().startswith(COMMENTS)
    ]
    runs = [_longest_run(seen, mark) for mark in marks]
    best = max(runs, key=lambda run: run[0])
    if not best[0]:
        raise RecordError(
            "No rows of numbers were found in this text: it is no table of samples. "
            "Export the recording as a table with a number in every cell."
        )
    _score, first, delimiter = best
    body = [line for line in lines[first:] if line.strip()][: LIMITS.max_leads + 1]
    n_cells = _n_cells(lines[first], delimiter)
    is_long = n_cells >= MIN_SAMPLES and n_cells > len(body)
    is_sideways = (
        is_long if wish.leads_in is None else wish.leads_in == "rows"
    ) or _names_rows(body, delimiter)
    if wish.leads_in == "columns":
        is_sideways = False
    if wish.skip_lines is None and not is_sideways:
        is_repeated = lines[first + 1 : first + 2] == lines[first : first + 1]
        cells = split(lines[first][:MAX_SEEN], delimiter)
        first += is_counted(cells) and not is_repeated
    decimal = wish.decimal or _decimal([line for _at, line in seen], delimiter)
    if not is_sideways and n_cells > LIMITS.csv_columns:
        raise RecordError(
            f"A table may have {LIMITS.csv_columns} columns; this one has {n_cells}. "
            "If its leads lie in rows, say so."
        )
    return Shape(first, delimiter, decimal, n_cells, is_sideways)


def _given(lines: Sequence[str]) -> str:
    """Return the delimiter that the first line states, as Excel writes it."""
    given = SEP.fullmatch(lines[0].strip()) if lines else None
    return given[1].replace("\\t", "\t") if given else ""


def _longest_run(
    seen: Sequence[tuple[int, str]], delimiter: str
) -> tuple[float, int, str]:
    """Return how much of a table it is by a delimiter, and where it begins."""
    best, run, first, n_before = (0.0, 0, delimiter), 0.0, 0, 0
    for at, line in seen:
        share = share_of_numbers(split(line, delimiter))
        n_cells = _n_cells(line, delimiter) if share >= MIN_NUMBERS else 0
        if not n_cells:
            run, n_before = 0.0, 0
            continue
        if n_cells != n_before:
            run, first, n_before = 0.0, at, n_cells
        # More than one cell a row says more than that each line is one number.
        run += share * (1 if n_cells > 1 else 0.3)
        if run > best[0]:
            best = (run, first, delimiter)
    is_table = best[0] >= 0.3 * min(MIN_ROWS, len(seen))
    return best if is_table else (0.0, 0, delimiter)


def _n_cells(line: str, delimiter: str) -> int:
    if delimiter == " ":
        return len(line.split())
    bare = re.sub(r"\"[^\"]*\"", "", line) if '"' in line else line
    return bare.count(delimiter) + 1


def share_of_numbers(cells: list[str]) -> float:
    """Return which part of a line's cells is numbers, times or missing; 0: no row."""
    if not any(map(NUMBER.fullmatch, cells)):
        return 0.0
    told = [
        cell.lower() in MISSING or NUMBER.fullmatch(cell) or _TIME.fullmatch(cell)
        for cell in cells
    ]
    return sum(map(bool, told)) / len(told)


def _names_rows(body: Sequence[str], delimiter: str) -> bool:
    firsts = [split(line[:MAX_SEEN], delimiter)[:1] for line in body]
    named = [cells for cells in firsts if cells and lead_name(split_unit(cells[0])[0])]
    return len(named) >= 2


def is_counted(cells: list[str]) -> bool:
    """Tell a row of names that only counts, as of a table without names."""
    numbers = [int(cell) for cell in cells if cell.isdigit()]
    blanks = len(cells) - len(numbers)
    return (
        len(numbers) >= 3
        and blanks <= 1
        and numbers[0] in (0, 1)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def _decimal(lines: Sequence[str], delimiter: str) -> str:
    if delimiter == ",":
        return "," if any(map(_QUOTED_COMMA.search, lines)) else "."
    cells = [cell for line in lines for cell in split(line, delimiter)]
    numbers = [cell for cell in cells if NUMBER.fullmatch(cell)]
    return "," if any("," in cell for cell in numbers) else "."


def is_lead(cell: str) -> bool:
    """Tell the name of a lead, with its unit or without."""
    return lead_name(split_unit(cell)[0]) is not None
