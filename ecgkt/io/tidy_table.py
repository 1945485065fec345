"""Tables as everyday programs write them, rewritten as the plain table that is read."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from ecgkt.errors import RecordError
from ecgkt.io.sniff import is_text
from ecgkt.io.units import split_unit, unit_name
from ecgkt.types.upload import LIMITS
from ecgkt.vocab.lead_names import is_counted, lead_name, only_count

HEAD_LINES = 60
HEAD_BYTES = 64 * 2**10
MIN_NAMED = 2
"""Leads that a line must name to be the row of names."""

COMMENTS = ("#", "%", "//")
MISSING = frozenset(
    ("", "na", "n/a", "nan", "null", "none", "nil", "-", "--", ".", "?", "#n/a")
)
TIMES = frozenset(
    (
        *("time", "t", "seconds", "sec", "timestamp", "datetime", "date", "clock"),
        *("elapsed time", "elapsed", "zeit", "tiempo", "temps", "tempo", "tijd"),
    )
)
_SEP = re.compile(r"sep=(\\t|.)", re.IGNORECASE)
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,12}[.,]?[0-9]{0,20}|[.,][0-9]{1,20})(?:[eE][+-]?[0-9]{1,3})?"
)
_CLOCK = re.compile(
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[T ])?(?:([0-9]{1,3}):)?([0-9]{1,2}):"
    r"([0-9]{1,2}(?:[.,][0-9]{1,9})?)Z?"
)


class TidyTable(NamedTuple):
    """
    A table in one spelling.

    Attributes
    ----------
    content : bytes
        Comments, a row of names with their units, and rows of plain numbers with tabs
        between them; only the columns that are leads or time.
    n_unused : int
        Columns that were left out.
    """

    content: bytes
    n_unused: int


class _Row(NamedTuple):
    """One line's cells, with its place in the file."""

    line: int
    cells: list[str]


def names_leads(content: bytes) -> bool:
    """Tell whether a text has a row, or a first column, with the names of leads."""
    text = decoded(content[:HEAD_BYTES])
    if not is_text(text.encode()):
        return False
    lines = _content_lines(text)
    head = list(islice(lines, HEAD_LINES))
    return any(_n_named(line) >= MIN_NAMED for _n, line in head) or _is_sideways(head)


def tidy_table(content: bytes) -> TidyTable:
    r"""
    Rewrite a table.

    Parameters
    ----------
    content : bytes
        The whole file: any usual encoding, delimiter, quoting and mark of comments;
        lines before the names, a row of units, words for missing cells, rows of leads.

    Returns
    -------
    TidyTable

    Raises
    ------
    RecordError
        If no line names leads, or a cell of a lead is neither a number nor missing; it
        names the line.

    Examples
    --------
    >>> text = b"sep=;\nday;I;II\n;mV;mV\nMo;0,5;NA\nTu;1;2\n"
    >>> tidy_table(text).content
    b'I (mV)\tII (mV)\n0.5\tnan\n1\t2\n'
    """
    lines = list(_lines(decoded(content)))
    given = _SEP.fullmatch(lines[0][1]) if lines else None
    if given:
        lines = lines[1:]
    comments = [line.lstrip("#%/ ") for _n, line in lines if line.startswith(COMMENTS)]
    body = [pair for pair in lines if not pair[1].startswith(COMMENTS)]
    named = (_n_named(line) >= MIN_NAMED for _n, line in body[:HEAD_LINES])
    at = next((place for place, is_named in enumerate(named) if is_named), None)
    if at is not None:
        comments += [line for _n, line in body[:at]]
        delimiter = _unescaped(given[1]) if given else _delimiter(body[at][1])
        rows = list(_cells(body[at:], delimiter))
    elif _is_sideways(body):
        delimiter = _unescaped(given[1]) if given else _delimiter(body[-1][1])
        rows = _upright(list(_cells(body, delimiter)))
    else:
        rows = _named_in_comment(comments, body)
    return _rewritten(comments, rows)


def decoded(content: bytes) -> str:
    """Turn bytes into text by what they show: UTF-8, UTF-16, or one byte a letter."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if content[1:8:2] == bytes(4):
        return content.decode("utf-16-le", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Give the lines that are not blank, with their numbers."""
    plain_ends = text.replace("\r\n", "\n").replace("\r", "\n")
    for n, line in enumerate(plain_ends.split("\n")):
        plain = line.strip(" \0")
        if plain.strip():
            yield n + 1, plain


def _content_lines(text: str) -> Iterator[tuple[int, str]]:
    return (pair for pair in _lines(text) if not pair[1].startswith(COMMENTS[1:]))


def _delimiter(line: str) -> str:
    """Return the most frequent of the usual ones, outside of quotes; else blanks."""
    bare = re.sub(r"\"[^\"]*\"", "", line)
    best = max(",;\t|", key=bare.count)
    return best if bare.count(best) else " "


def _unescaped(mark: str) -> str:
    return "\t" if mark == "\\t" else mark


def _split(line: str, delimiter: str) -> list[str]:
    if delimiter == " ":
        return [cell.strip("\"'") for cell in line.split()]
    quote = '"' if '"' in line else "'"
    cells = next(csv.reader([line], delimiter=delimiter, quotechar=quote), [])
    return [cell.strip().strip("\"'").strip() for cell in cells]


def _cells(lines: Sequence[tuple[int, str]], delimiter: str) -> Iterator[_Row]:
    return (_Row(n, _split(line, delimiter)) for n, line in lines)


def _n_named(line: str) -> int:
    cells = _split(line.lstrip("#% /")[:HEAD_BYTES], _delimiter(line))
    return sum(lead_name(split_unit(cell)[0]) is not None for cell in cells)


def _is_sideways(lines: Sequence[tuple[int, str]]) -> bool:
    """Tell rows of leads: names in the first column, numbers behind them."""
    parts = [re.split(r"[,;\t|]", line, maxsplit=1) for _n, line in lines[:HEAD_LINES]]
    firsts = [part[0].strip("\"' ") for part in parts if len(part) > 1]
    named = [first for first in firsts if lead_name(split_unit(first)[0])]
    return len(named) >= MIN_NAMED


def _upright(rows: list[_Row]) -> list[_Row]:
    """Turn rows of leads into columns."""
    leads = [row for row in rows if lead_name(split_unit(row.cells[0])[0])]
    length = min(len(row.cells) for row in leads)
    columns = [row.cells[:length] for row in leads]
    turned = [list(cells) for cells in zip(*columns, strict=True)]
    return [_Row(rows[0].line, cells) for cells in turned]


def _named_in_comment(comments: list[str], body: list[tuple[int, str]]) -> list[_Row]:
    """Find the names in a comment, where NumPy's savetxt writes them."""
    for comment in comments:
        if _n_named(comment) >= MIN_NAMED and body:
            names = _split(comment, _delimiter(comment))
            return [_Row(0, names), *_cells(body, _delimiter(body[0][1]))]
    raise RecordError(
        "No line of the table names its leads (I, II, V1 …): add a row of names. Leads "
        "are never taken by place."
    )


def _rewritten(comments: list[str], rows: list[_Row]) -> TidyTable:
    labels, body = _with_units(rows)
    if not body:
        raise RecordError("The table has names but no samples below them.")
    if len(labels) > LIMITS.csv_columns or len(body) > LIMITS.csv_rows:
        raise RecordError(
            f"A table may have {LIMITS.csv_columns} columns and {LIMITS.csv_rows} "
            f"rows; this one has {len(labels)} and {len(body)}. Export the part that "
            "matters."
        )
    counted = only_count(labels)
    leads = [
        at
        for at, label in enumerate(labels)
        if lead_name(split_unit(label)[0]) and not is_counted(label, counted)
    ]
    if not leads:
        raise RecordError("The columns of the table are only numbered: name the leads.")
    columns = {at: [_number(row, at, len(labels)) for row in body] for at in leads}
    names = [_label(labels[at]) for at in leads]
    times = _times(labels, body)
    if times is not None:
        names, columns = [times[0], *names], {-1: times[1], **columns}
    head = [f"# {comment}" for comment in comments] + ["\t".join(names)]
    lines = head + ["\t".join(cells) for cells in zip(*columns.values(), strict=True)]
    n_unused = len([label for label in labels if label]) - len(names)
    return TidyTable(("\n".join(lines) + "\n").encode(), max(n_unused, 0))


def _label(label: str) -> str:
    """Spell a lead and its unit as a plain table does."""
    name, unit = split_unit(label)
    return f"{lead_name(name)} ({unit})" if unit else lead_name(name) or name


def _with_units(rows: list[_Row]) -> tuple[list[str], list[_Row]]:
    """Join a row of units to the names above it."""
    labels = rows[0].cells
    if len(rows) < 2:
        return labels, []
    below = rows[1].cells
    is_of_units = any(unit_name(cell.strip("()[]")) for cell in below)
    if not is_of_units or any(map(_NUMBER.fullmatch, below)):
        return labels, rows[1:]
    joined = []
    for at, label in enumerate(labels):
        unit = below[at].strip("()[]") if at < len(below) else ""
        joined.append(f"{label} ({unit})" if unit_name(unit) else label)
    return joined, rows[2:]


def _number(row: _Row, at: int, n_columns: int) -> str:
    cell = row.cells[at] if at < len(row.cells) else None
    extra = row.cells[n_columns:]
    if cell is None or any(extra):
        raise RecordError(
            f"Every row must have {n_columns} cells, as the row of names has; line "
            f"{row.line} has {len(row.cells)}. Correct the table."
        )
    if cell.lower() in MISSING:
        return "nan"
    if not _NUMBER.fullmatch(cell):
        raise RecordError(
            "Every cell of a lead must be one plain number such as -0.125, or empty; "
            f"line {row.line} holds something else. Correct it or leave the cell empty."
        )
    return cell.replace(",", ".")


def _times(labels: list[str], body: list[_Row]) -> tuple[str, list[str]] | None:
    """Return a time column in seconds, of numbers or of a clock that goes on."""
    for at, label in enumerate(labels):
        name, unit = split_unit(label)
        if name.lower() not in TIMES:
            continue
        cells = [row.cells[at] if at < len(row.cells) else "" for row in body]
        plain = ["nan" if cell.lower() in MISSING else cell for cell in cells]
        are_numbers = all(one == "nan" or _NUMBER.fullmatch(one) for one in plain)
        if are_numbers and name.lower() in ("time", "t"):
            return label, [cell.replace(",", ".") for cell in plain]
        matches = [_CLOCK.fullmatch(cell) for cell in cells]
        if unit is None and None not in matches:
            seconds = [_seconds(match) for match in matches if match]
            if all(b > a for a, b in pairwise(seconds)):
                return "time (s)", [f"{second:.9f}" for second in seconds]
    return None


def _seconds(match: re.Match[str]) -> float:
    hours, minutes, seconds = match.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
