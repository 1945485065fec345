"""What was detected of a table, with a small picture of each column."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.detect import detect
from ecgkt.types.table_map import ColumnPicture, TableLayout
from ecgkt.types.upload import StatedMetadata, display_name

PICTURE_S = 4.0
"""Seconds of a picture: a few beats."""

PICTURE_SAMPLES = 2000
"""Of a picture where the rate is not known: four seconds at 500 Hz."""

PIECES = 160
DIGITS = 4


def layout_of_columns(found: Columns, stated: StatedMetadata, kind: str) -> TableLayout:
    """
    Describe columns for the user, who confirms or corrects.

    Parameters
    ----------
    found : Columns
        What the file holds.
    stated : StatedMetadata
        What the user states.
    kind : str
        Name of the format.

    Returns
    -------
    TableLayout

    Examples
    --------
    >>> found = Columns(rows=[np.arange(99.0)], labels=["x"], units=[None])
    >>> layout = layout_of_columns(found, StatedMetadata(), "npy")
    >>> layout.columns[0].high, len(layout.doubts)
    (98.0, 3)
    """
    made = detect(found, stated)
    fs = made.map.fs or stated.fs
    n_shown = int(PICTURE_S * fs) if fs else PICTURE_SAMPLES
    return TableLayout(
        map=made.map,
        kind=kind,
        n_samples=found.n_samples,
        columns=tuple(_picture(found, at, n_shown) for at in range(len(found.rows))),
        parts=tuple(display_name(part) for part in found.parts),
        head=found.head,
        doubts=made.doubts,
        notes=(*made.notes, *found.warnings),
    )


def _picture(found: Columns, at: int, n_shown: int) -> ColumnPicture:
    row = np.asarray(found.rows[at], np.float64)
    there = row[np.isfinite(row)]
    n_words = found.n_words.get(at, 0)
    return ColumnPicture(
        name=found.labels[at],
        unit=found.units[at] or "",
        low=_short(there.min()) if len(there) else None,
        high=_short(there.max()) if len(there) else None,
        is_time=at in found.clocks,
        n_missing=len(row) - len(there) - n_words,
        n_words=n_words,
        points=_course(row[:n_shown]),
    )


def _course(row: NDArray[np.float64]) -> tuple[float | None, ...]:
    """Return least and greatest number of each piece, in turn."""
    points: list[float | None] = []
    for piece in np.array_split(row, min(PIECES, max(len(row), 1))):
        there = piece[np.isfinite(piece)]
        ends = (there.min(), there.max()) if len(there) else (None, None)
        points += [None if end is None else _short(end) for end in ends]
    return tuple(points)


def _short(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")
