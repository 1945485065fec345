"""A CSV file's text, measured before it is parsed, and parsed without guessing."""

import re
import warnings
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.noted import Noted, noted
from ecgkt.types.upload import LIMITS

DELIMITERS = ",;\t"
NAMELESS = "The first row of a table must name the leads (I, II, V1 …); this one"
NAME_THEM = (
    "Add a row of names, or say which column is which (--leads, --map): they are never "
    "taken by place."
)
MAX_NOTES = 100
MAX_LABELS = 8 * 2**10
"""Bytes of the row of names."""

PLAIN = b"0123456789+-.eE"
_BLANK_INSIDE = re.compile(rb"[^\s,;] +[^\s,;]")


class CsvTable(NamedTuple):
    """
    A table that was measured but not yet parsed.

    Attributes
    ----------
    labels : tuple of str
        The first row's cells.
    notes : Noted
        What the comment lines state of frequency and unit.
    comments : tuple of str
        All of them, without their mark; they may hold patient data: never shown.
    body : bytes
        The other rows, checked to be plain numbers in rows of equal length.
    delimiter : str
        Between two cells of the body.
    warnings : tuple of str
        What the user should know.
    """

    labels: tuple[str, ...]
    notes: Noted
    body: bytes
    delimiter: str
    warnings: tuple[str, ...]
    comments: tuple[str, ...] = ()

    def parse(self, columns: Sequence[int]) -> NDArray[np.float64]:
        """
        Turn the cells of some columns into numbers.

        Parameters
        ----------
        columns : sequence of int
            Places of the columns wanted.

        Returns
        -------
        numpy.ndarray of shape (len(columns), n_rows), float64
            NaN where a cell is empty.

        Raises
        ------
        RecordError
            If a cell is not one number, or too large for one.
        """
        values = parse_plain(self.body, self.delimiter.encode(), len(self.labels))
        return values[list(columns)]


def parse_plain(body: bytes, delimiter: bytes, n_columns: int) -> NDArray[np.float64]:
    r"""
    Turn rows of plain numbers into columns.

    Parameters
    ----------
    body : bytes
        Rows of equal length without empty cells, a line each.
    delimiter : bytes
        Between two cells.
    n_columns : int
        Cells in a row.

    Returns
    -------
    numpy.ndarray of shape (n_columns, n_rows), float64

    Raises
    ------
    RecordError
        If a cell is not one number, or too large for one.

    Examples
    --------
    >>> parse_plain(b"1,2\n3,nan", b",", 2).tolist()
    [[1.0, 3.0], [2.0, nan]]
    """
    flat = body.strip(b"\n").replace(b"\n", delimiter).decode("ascii")
    n_rows = body.strip(b"\n").count(b"\n") + 1
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        try:
            values = np.fromstring(flat, np.float64, sep=delimiter.decode())
            values = values.reshape(n_rows, n_columns)
        except (DeprecationWarning, ValueError) as error:
            raise RecordError(
                "Every cell below the names must be one plain number such as -0.125; "
                "at least one is not. Correct it or leave it empty."
            ) from error
    if np.isinf(values).any():
        raise RecordError(
            "A number of the table is too large to be a voltage. Correct it or "
            "leave its cell empty."
        )
    return values.T


def split_table(content: bytes) -> CsvTable:
    r"""
    Take a table apart and check its size and letters.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    CsvTable

    Raises
    ------
    RecordError
        If it is not UTF-8, too large, ragged, without a row of names or not of numbers.

    Examples
    --------
    >>> table = split_table(b"# fs: 500\nI,II\n0.5,\n1,2\n")
    >>> table.labels, table.notes, table.parse([0, 1]).tolist()
    (('I', 'II'), Noted(fs=500.0, unit=None), [[0.5, 1.0], [nan, 2.0]])
    """
    content = content.removeprefix(b"\xef\xbb\xbf")
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").strip(b"\n")
    n_rows = content.count(b"\n")
    if n_rows > LIMITS.csv_rows + MAX_NOTES:
        raise RecordError(
            f"A table may have {LIMITS.csv_rows} rows; this one has {n_rows}. Export "
            "the part that matters."
        )
    notes, names, body = _split_head(content)
    labels = _labels(names)
    delimiter = delimiter_of(names)
    body, said = _plain_body(body, delimiter.encode(), first_line=notes.count("\n"))
    _check_columns(body, delimiter.encode(), len(labels))
    lines = tuple(line.strip() for line in notes.split("\n"))
    filled = fill_empty(body, delimiter.encode())
    comments = tuple(line.lstrip("#").strip() for line in lines)
    return CsvTable(labels, noted(comments), filled, delimiter, said, comments)


def split_cells(line: str) -> list[str]:
    """Split a line into cells without quotes and surrounding blanks."""
    return [cell.strip().strip('"').strip() for cell in line.split(delimiter_of(line))]


def delimiter_of(line: str) -> str:
    """Return the delimiter of a line: the most frequent of comma, semicolon and tab."""
    return max(DELIMITERS, key=line.count)


def _split_head(content: bytes) -> tuple[str, str, bytes]:
    """Return the comment lines, the row of names and the rest."""
    notes: list[bytes] = []
    rest = content
    while rest.startswith((b"#", b"\n")) and len(notes) < MAX_NOTES:
        line, _, rest = rest.partition(b"\n")
        notes.append(line)
    names, _, body = rest.partition(b"\n")
    if len(names) > MAX_LABELS:
        raise _too_wide(names.count(b",") + 1)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(
            "A table must be UTF-8 text; this one is not. Save it as CSV (UTF-8)."
        ) from error
    return b"\n".join([*notes, b""]).decode(), names.decode(), body


def _labels(names: str) -> tuple[str, ...]:
    labels = tuple(split_cells(names))
    if len(labels) > LIMITS.csv_columns:
        raise _too_wide(len(labels))
    if all(re.fullmatch(r"[-+.,\deE]{0,40}", label) for label in labels):
        raise RecordError(f"{NAMELESS} begins with numbers. {NAME_THEM}")
    return labels


def _plain_body(
    body: bytes, delimiter: bytes, *, first_line: int
) -> tuple[bytes, tuple[str, ...]]:
    """Bring numbers to one spelling; refuse letters that no number has."""
    said: tuple[str, ...] = ()
    if b" " in body:
        if _BLANK_INSIDE.search(body):
            if delimiter not in body:
                raise RecordError(f"{NAMELESS} has none of them. {NAME_THEM}")
            raise RecordError(
                "A cell of the table holds a blank between two characters; every cell "
                "must be one plain number such as -0.125."
            )
        body = body.replace(b" ", b"")
    if delimiter != b"," and b"," in body:
        if b"." in body:
            raise RecordError(
                "The table uses both comma and point within numbers. Export it with "
                "points as decimal marks and without marks for thousands."
            )
        body = body.replace(b",", b".")
        said = ("Commas within the numbers were read as decimal marks.",)
    foreign = body.translate(None, PLAIN + b"nNaA\n" + delimiter)
    if foreign:
        line = first_line + 2 + body.count(b"\n", 0, body.index(foreign[:1]))
        raise RecordError(
            f"Every cell below the names must be one plain number such as -0.125; line "
            f"{line} holds something else. Correct it or leave the cell empty."
        )
    return body, said


def _check_columns(body: bytes, delimiter: bytes, n_columns: int) -> None:
    if not body:
        raise RecordError("The table has names but no samples below them.")
    letters = np.frombuffer(body + b"\n", np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    marks = np.cumsum(letters == ord(delimiter), dtype=np.int32)[ends]
    counts = np.diff(marks, prepend=0) + 1
    wrong = np.flatnonzero(counts != n_columns)
    if len(wrong):
        raise RecordError(
            f"Every row must have {n_columns} cells, as the row of names has; row "
            f"{wrong[0] + 1} below it has {counts[wrong[0]]}. Correct the table."
        )


def fill_empty(body: bytes, delimiter: bytes) -> bytes:
    """Write "nan" into empty cells, twice for neighbours that share a delimiter."""
    body = b"\n" + body + b"\n"
    for before, after in (
        (delimiter, delimiter),
        (b"\n", delimiter),
        (delimiter, b"\n"),
    ):
        for _ in range(2):
            body = body.replace(before + after, before + b"nan" + after)
    return body[1:-1]


def _too_wide(n_columns: int) -> RecordError:
    return RecordError(
        f"A table may have {LIMITS.csv_columns} columns; this one has {n_columns}. "
        "Rows are samples and columns are leads: if it lies on its side, transpose it."
    )
