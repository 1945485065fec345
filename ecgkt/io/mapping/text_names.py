"""What stands above the samples of a text: names and units of its columns."""

from collections.abc import Sequence
from typing import NamedTuple

from ecgkt.io.mapping.text_shape import (
    COMMENTS,
    HEAD_LINES,
    MAX_SEEN,
    MIN_NUMBERS,
    Shape,
    is_counted,
    is_lead,
    share_of_numbers,
    split,
)
from ecgkt.io.units import split_unit, unit_name


class Names(NamedTuple):
    """What stands above the samples: a label and a unit for each column."""

    labels: list[str]
    units: list[str | None]


def find_names(lines: Sequence[str], shape: Shape) -> Names:
    """
    Look in the lines above the samples, the nearest first.

    Examples
    --------
    >>> lines = ["day;I;II (uV)", ";mV;", "Mo;0,5;1"]
    >>> find_names(lines, Shape(2, ";", ",", 3, False))
    Names(labels=['day', 'I', 'II'], units=[None, 'mV', 'uV'])
    """
    n_cells = shape.n_cells
    labels = [""] * n_cells
    units: list[str | None] = [None] * n_cells
    above = [line for line in lines[: shape.first] if line.strip()]
    for line in reversed(above[-HEAD_LINES:]):
        cells = _aligned(line[:MAX_SEEN], shape)
        if cells is None:
            continue
        bare = [unit_name(cell.strip("()[]")) for cell in cells]
        if any(bare) and not any(units):
            units = bare
            continue
        if share_of_numbers(cells) < MIN_NUMBERS or is_counted(cells):
            named = [split_unit(cell) for cell in cells]
            labels = [label for label, _unit in named]
            units = [
                unit or below for (_l, unit), below in zip(named, units, strict=True)
            ]
            break
    return Names(labels, units)


def _aligned(line: str, shape: Shape) -> list[str] | None:
    """Return a line's cells, one for each column, if it can be a row of names."""
    is_comment = line.lstrip().startswith(COMMENTS)
    bare = line.lstrip("#%/ ") if is_comment else line
    for delimiter in dict.fromkeys(shape.delimiter + (" " if is_comment else "")):
        cells = split(bare, delimiter)
        if len(cells) == shape.n_cells - 1 and any(map(is_lead, cells)):
            # R writes no name over the names of the rows.
            return ["", *cells]
        if len(cells) == shape.n_cells and shape.n_cells > 0 and any(cells):
            return cells
    return None
