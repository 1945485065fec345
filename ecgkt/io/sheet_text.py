"""The rows of a large sheet as text, taken from its XML without a tree of objects."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

SHEETS = "xl/worksheets/"
LARGE = 2**18
"""Bytes of a sheet above which its rows are not made objects of: about 600 rows."""

HEAD_ROWS = 40
"""Rows of a sheet that are made objects of: the names of leads are looked for there."""

HEAD_BYTES = 2**20
CHUNK = 8 * 2**20
"""Bytes of XML that are looked at together."""

_ROW = re.compile(rb"<row\b[^>]*>(.*?)</row>", re.DOTALL)
_CELL = re.compile(rb'<c r="([A-Z]{1,3})[0-9]+"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_VALUE = re.compile(rb"<[vt]\b[^>]*>([^<]*)</[vt]>")
_FIRST = re.compile(rb'<row\b[^>]*><c r="A[0-9]+"')
_PLAIN_TYPE = re.compile(rb' t="(?!n")')
_ROW_NUMBER = re.compile(rb'<row r="([0-9]{1,7})"')
LT, GT = ord("<"), ord(">")


def rows_as_text(
    xml: IO[bytes], first: int, n_columns: int, strings: Sequence[str]
) -> Iterator[bytes]:
    r"""
    Write rows of a sheet as lines of cells with tabs between them.

    Parameters
    ----------
    xml : binary file
        The sheet, as it is unpacked.
    first : int
        Number of the first row that is wanted.
    n_columns : int
        Cells of each line.
    strings : sequence of str
        Words that cells name by their number.

    Returns
    -------
    iterator of bytes
        Whole lines, many at a time.

    Examples
    --------
    >>> import io
    >>> row = b'<row r="2"><c r="A2"><v>0.5</v></c><c r="B2" t="s"><v>7</v></c></row>'
    >>> b"".join(rows_as_text(io.BytesIO(row), 2, 3, [""] * 7 + ["NA"]))
    b'0.5\tNA\t\n'
    """
    rest, is_begun = b"", False
    while piece := xml.read(CHUNK):
        whole, mark, rest = (rest + piece).rpartition(b"</row>")
        chunk = whole + mark
        if not is_begun:
            chunk = _from_row(chunk, first)
            is_begun = bool(chunk)
        if chunk:
            yield _dense(chunk, n_columns) or _placed(chunk, n_columns, strings)


def with_short_sheets(
    content: bytes, large_bytes: int | None = None
) -> tuple[bytes, frozenset[str]]:
    """
    Copy a workbook with the first rows of its large sheets alone.

    Parameters
    ----------
    content : bytes
        The whole workbook.
    large_bytes : int, optional
        What is large; `LARGE` by default.

    Returns
    -------
    content : bytes
        A workbook that opens quickly, or the same where no sheet is large.
    paths : frozenset of str
        The sheets that were cut.
    """
    least = LARGE if large_bytes is None else large_bytes
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        large = {
            entry.filename
            for entry in entries
            if entry.file_size > least and entry.filename.startswith(SHEETS)
        }
        heads = {path: _head_of(archive, path) for path in large}
        cut = {path: head for path, head in heads.items() if head}
        if not cut:
            return content, frozenset()
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as short:
            for entry in entries:
                body = cut.get(entry.filename) or archive.read(entry)
                short.writestr(entry.filename, body)
    return stream.getvalue(), frozenset(cut)


def _head_of(archive: zipfile.ZipFile, path: str) -> bytes:
    """Return the beginning of a sheet; empty if its rows are not spelled as usual."""
    with archive.open(path) as xml:
        whole, mark, _rest = xml.read(HEAD_BYTES).rpartition(b"</row>")
    if not mark or not _ROW_NUMBER.search(whole):
        return b""
    after = next(
        (row for row in _ROW_NUMBER.finditer(whole) if int(row[1]) > HEAD_ROWS), None
    )
    kept = whole[: after.start()] if after else whole + mark
    return kept + b"</sheetData></worksheet>"


def _from_row(chunk: bytes, first: int) -> bytes:
    for match in _ROW_NUMBER.finditer(chunk):
        if int(match[1]) >= first:
            return chunk[match.start() :]
    return b""


def _dense(chunk: bytes, n_columns: int) -> bytes:
    """
    Take rows of nothing but numbers, from A on without a gap; empty if they are not.

    Between two tags stands text in values alone: its bytes are kept, and of what
    follows one byte becomes the mark between two cells.
    """
    if _PLAIN_TYPE.search(chunk) or b"<f" in chunk or not _FIRST.match(chunk):
        return b""
    letters = np.frombuffer(chunk, np.uint8)
    opened, closed = np.flatnonzero(letters == LT), np.flatnonzero(letters == GT)
    if len(opened) != len(closed):
        return b""
    inside = np.flatnonzero(opened[1:] - closed[:-1] > 1)
    starts, ends = closed[inside] + 1, opened[inside + 1]
    is_value = letters[starts - 2] == ord("v")
    tags = letters[opened + 1]
    n_cells = int((tags == ord("c")).sum())
    row_ends = opened[(tags == ord("/")) & (letters[opened + 2] == ord("r"))]
    places = np.searchsorted(ends, row_ends)
    counts = np.diff(places, prepend=0)
    if n_cells != len(starts) or not is_value.all() or (counts != n_columns).any():
        return b""
    return _cut(letters, starts, ends, ends[places - 1])


def _cut(letters: NDArray[Any], starts: Any, ends: Any, lasts: Any) -> bytes:
    edges = np.zeros(len(letters) + 1, np.int8)
    edges[starts] = 1
    # One byte behind each value is kept for the mark.
    edges[ends + 1] = -1
    kept = np.cumsum(edges[:-1], dtype=np.int8).astype(bool)
    written = letters.copy()
    written[ends] = ord("\t")
    written[lasts] = ord("\n")
    return written[kept].tobytes()


def _placed(chunk: bytes, n_columns: int, strings: Sequence[str]) -> bytes:
    """Take rows with words or gaps in them, cell by cell."""
    lines = []
    for row in _ROW.finditer(chunk):
        cells = [b""] * n_columns
        for cell in _CELL.finditer(row[1]):
            at = _column(cell[1])
            if at < n_columns:
                cells[at] = _shown(cell[2], cell[3] or b"", strings)
        if any(cells):
            lines.append(b"\t".join(cells) + b"\n")
    return b"".join(lines)


def _shown(attributes: bytes, inner: bytes, strings: Sequence[str]) -> bytes:
    """Return what a cell shows: a number, or a word of the workbook's list."""
    value = _VALUE.search(inner)
    if value is None:
        return b""
    if b't="s"' not in attributes:
        return b" ".join(value[1].split())
    at = int(value[1]) if value[1].isdigit() else len(strings)
    return " ".join(strings[at].split()).encode() if at < len(strings) else b""


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + letter - ord("A") + 1
    return place - 1
