"""A report's parts as lines of print, each block with its heading."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ecgkt.plotting.report_page.letters import (
    MM_PER_POINT,
    Piece,
    Run,
    width_mm,
    wrap,
)
from ecgkt.report.context_words import TITLE as TITLE_CONTEXT
from ecgkt.report.exports.content import Content, Row
from ecgkt.report.lab_words import ESTIMATED

INK, QUIET, OFF = "#17212b", "#4d5a65", "#9a3409"
"""Text, what is said beside it, and values out of range."""
SIZE = 6.4
"""Letters of the tables, in points."""
LEADING = 1.16
"""Of a line over its letters."""
VALUE_X, NORMAL_X = 22.0, 39.0
"""Where values and normal ranges stand, in mm from the column's edge."""
INDENT, GAP = 1.5, 1.2
CITATION = re.compile(r"^.*?\d{4};\d+:[A-Za-z]?\d+")
"""Of a source: authors, what it is, journal, year, volume, page."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    One line of print.

    Attributes
    ----------
    pieces : tuple of Piece
        From left to right.
    size : float
        Of the letters in points.
    fill : str
        Colour behind the line; empty for paper.
    """

    pieces: tuple[Piece, ...]
    size: float = SIZE
    fill: str = ""

    @property
    def height(self) -> float:
        """Room that it takes, in mm."""
        return self.size * (1.45 if self.fill else LEADING) * MM_PER_POINT


@dataclass(frozen=True, kw_only=True)
class Block:
    """A heading and its lines; the heading never stands alone at a column's foot."""

    title: str
    lines: tuple[Line, ...]

    @property
    def heading(self) -> Line:
        """The heading as a line."""
        run = Run(self.title, INK, bold=True)
        return Line(pieces=(Piece(0, run),), size=SIZE + 0.6)


def blocks_of(content: Content, width: float) -> list[Block]:
    """
    Set a report in columns.

    Parameters
    ----------
    content : Content
        From `content_of`.
    width : float
        Of a column in mm.

    Returns
    -------
    list of Block
        In the order of reading; what is empty is left out.
    """
    sources = " ".join(f"[{n}] {s}." for n, s in enumerate(citations(content), 1))
    parts = {
        "Measurements": _measurements(content, width),
        content.authorship: _own_text(content, width),
        "Findings": _findings(content, width),
        "Statements of the model": _rows(content.scores, width),
        f"Labs. {ESTIMATED}": _rows(content.labs, width),
        TITLE_CONTEXT: [
            *_rows(content.context, width),
            *_texts(content.context_notes, width),
        ],
        content.fewer_title: _rows(content.fewer, width),
        "Quality": _texts(content.quality, width),
        "Not listed": _texts(content.notes, width),
        "Limits from": _texts([sources] if sources else [], width),
    }
    set_parts = {title: tuple(lines) for title, lines in parts.items()}
    return [Block(title=t, lines=lines) for t, lines in set_parts.items() if lines]


def citations(content: Content) -> list[str]:
    """Return the sources without what they say, each once."""
    return list(dict.fromkeys(map(citation, content.sources)))


def citation(source: str) -> str:
    """
    Return where a source is published, in short.

    Examples
    --------
    >>> citation("Spodick, Am Heart J 1992;124:1119: argues for 50-90")
    'Spodick, Am Heart J 1992;124:1119'
    >>> citation("Limit of this project: P before most beats")
    'Limit of this project'
    """
    found = CITATION.match(source)
    return found.group() if found else source.partition(":")[0]


def _mark(content: Content, row: Row) -> str:
    if not row.source:
        return ""
    return f"[{citations(content).index(citation(row.source)) + 1}]"


def _own_text(content: Content, width: float) -> Iterator[Line]:
    if content.is_edited:
        for line in content.text.splitlines():
            for pieces in wrap([Run(line, INK)], width, SIZE + 0.6):
                yield Line(pieces=pieces, size=SIZE + 0.6)


def _measurements(content: Content, width: float) -> Iterator[Line]:
    for row in content.measurements:
        value = Run(row.value, OFF if row.is_off else INK, bold=True)
        note = Run(f"{row.note} {_mark(content, row)}", QUIET)
        beside = VALUE_X + width_mm(row.value, SIZE, bold=True) + GAP
        # A state in words is longer than a number: its reason follows it.
        at = NORMAL_X if row.is_number else beside
        first, *rest = wrap([note], width - max(at, beside), SIZE)
        head = (Piece(0, Run(row.title, QUIET)), Piece(VALUE_X, value))
        yield Line(pieces=(*head, *_moved(first, max(at, beside))))
        for pieces in rest:
            yield Line(pieces=_moved(pieces, max(at, beside)))


def _moved(pieces: Iterable[Piece], x: float) -> tuple[Piece, ...]:
    return tuple(piece._replace(x=piece.x + x) for piece in pieces)


def _findings(content: Content, width: float) -> Iterator[Line]:
    for row in content.findings:
        text = Run(f"{row.note} {_mark(content, row)}", INK)
        for pieces in wrap([text], width, SIZE, indent=INDENT):
            yield Line(pieces=pieces)


def _rows(rows: tuple[Row, ...], width: float) -> Iterator[Line]:
    for row in rows:
        runs = [
            Run(row.title, INK),
            Run(row.value, INK, bold=True),
            Run(row.note, QUIET),
        ]
        for pieces in wrap(runs, width, SIZE, indent=INDENT):
            yield Line(pieces=pieces)


def _texts(texts: Iterable[str], width: float) -> Iterator[Line]:
    for text in texts:
        for pieces in wrap([Run(text, QUIET)], width, SIZE - 0.4):
            yield Line(pieces=pieces, size=SIZE - 0.4)
