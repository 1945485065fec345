"""What a file holds before anybody knows which of its columns is which lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.io.person import Person
from ecgkt.types.table_map import Side

NOBODY = Person()
MIN_SAMPLES = 32
"""A shorter table holds values of another kind."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """
    Columns of numbers, or rows where leads lie in rows.

    Attributes
    ----------
    rows : sequence of numpy.ndarray of shape (n_samples,)
        One per column, in the unit of the file; NaN where there is no number.
    labels : sequence of str
        One per column, as the file names it; empty without a name.
    units : sequence of (str or None)
        One per column, as the file states it.
    fs : float or None
        Hz, if the file states it.
    clocks : sequence of int
        Places of columns that hold the time, and no lead.
    clock_problem : str
        Why a column of times gives no frequency; empty if it does, or there is none.
    foreign : mapping of int to int
        By the place of a column, the line of its first cell that is neither a number
        nor missing.
    n_words : mapping of int to int
        By the place of a column, how many such cells it has.
    person : Person
        Age and sex.
    warnings : tuple of str
        What the user should know.
    parts : tuple of str
        Sheets or arrays to choose from.
    part : str
        The one that this is.
    leads_in : str
        "columns" or "rows".
    skip_lines : int or None
        Of a text.
    delimiter, decimal : str
        Of a text.
    head : tuple of str
        First lines of a text.
    """

    rows: Sequence[NDArray[np.floating[Any]]]
    labels: Sequence[str]
    units: Sequence[str | None]
    fs: float | None = None
    clocks: Sequence[int] = ()
    clock_problem: str = ""
    foreign: Mapping[int, int] = field(default_factory=dict)
    n_words: Mapping[int, int] = field(default_factory=dict)
    person: Person = NOBODY
    warnings: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    part: str = ""
    leads_in: Side = "columns"
    skip_lines: int | None = None
    delimiter: str = ""
    decimal: str = ""
    head: tuple[str, ...] = ()

    @property
    def n_samples(self) -> int:
        """Of each column."""
        return len(self.rows[0]) if len(self.rows) else 0
