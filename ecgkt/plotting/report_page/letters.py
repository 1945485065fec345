"""How wide words are in print, and where their lines break."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

FONT = "DejaVu Sans"
"""Comes with matplotlib: the same page on every machine."""
MM_PER_POINT = 25.4 / 72
UNKNOWN = "?"
"""Stands for a letter that the font lacks."""
EM = 1000.0
"""Units of an advance: thousandths of the size."""


@lru_cache(maxsize=4096)
def _advance(letter: str, *, bold: bool) -> float | None:
    """Return how far a letter moves on, for a size of 1; None if the font lacks it."""
    path = findfont(FontProperties(family=FONT, weight="bold" if bold else "normal"))
    font = get_font(path)
    if font.get_char_index(ord(letter)) == 0:
        return None
    font.set_size(EM, 72)
    glyph = font.load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / EM


def printable(text: str) -> str:
    """
    Put a question mark in the place of what the font cannot print.

    Examples
    --------
    >>> printable("QTc 450 ms ✈漢")
    'QTc 450 ms ✈?'
    """
    spaced = (" " if letter.isspace() else letter for letter in text)
    return "".join(
        UNKNOWN if _advance(letter, bold=False) is None else letter for letter in spaced
    )


def width_mm(text: str, size: float, *, bold: bool = False) -> float:
    """
    Return how wide a printable text is.

    Parameters
    ----------
    text : str
        From `printable`.
    size : float
        Of the letters in points.
    bold : bool
        Whether it is bold.

    Returns
    -------
    float
        mm.
    """
    total = sum(_advance(letter, bold=bold) or 0.0 for letter in text)
    return total * size * MM_PER_POINT


class Run(NamedTuple):
    """Some words of one look."""

    text: str
    colour: str
    bold: bool = False


class Piece(NamedTuple):
    """Words of one line and one look, and where they begin in mm from its left edge."""

    x: float
    run: Run


def wrap(
    runs: Sequence[Run], width: float, size: float, *, indent: float = 0.0
) -> list[tuple[Piece, ...]]:
    """
    Break words of several looks into lines.

    Parameters
    ----------
    runs : sequence of Run
        One after another, a space between them.
    width : float
        Room in mm.
    size : float
        Of the letters in points.
    indent : float
        Of all lines but the first, in mm.

    Returns
    -------
    list of tuple of Piece
        At least one line, which may be empty. None is wider than the room: a longer
        word is broken.
    """
    lines: list[list[Piece]] = [[]]
    x = 0.0
    for run in runs:
        space = width_mm(" ", size, bold=run.bold)
        for word in _words(run, width - indent, size):
            wide = width_mm(word, size, bold=run.bold)
            begin = x + space if lines[-1] else x
            if lines[-1] and begin + wide > width:
                lines.append([])
                begin = indent
            lines[-1].append(Piece(begin, run._replace(text=word)))
            x = begin + wide
    return [tuple(_joined(line)) for line in lines]


def _words(run: Run, width: float, size: float) -> Iterator[str]:
    """Yield the words, those that fill more than a line in pieces."""
    for word in printable(run.text).split():
        piece = ""
        for letter in word:
            if piece and width_mm(piece + letter, size, bold=run.bold) > width:
                yield piece
                piece = ""
            piece += letter
        yield piece


def _joined(line: Sequence[Piece]) -> Iterator[Piece]:
    """Put the words of one look together: what is searched for is found."""
    for _, words in groupby(line, key=lambda piece: piece.run[1:]):
        same = list(words)
        text = " ".join(piece.run.text for piece in same)
        yield Piece(same[0].x, same[0].run._replace(text=text))
