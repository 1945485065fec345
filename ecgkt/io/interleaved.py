"""Samples of several signals, so many of each in turn: the body of many formats."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Stored = NDArray[Any]
INT_24 = "i3"
"""Whole numbers of three bytes, which numpy does not know."""


class Column(NamedTuple):
    """
    One signal in every record.

    Attributes
    ----------
    kind : str
        Type as numpy spells it, byte order included, or `INT_24`.
    n_samples : int
        Samples of this signal in each record.
    """

    kind: str
    n_samples: int

    @property
    def n_bytes(self) -> int:
        """Bytes of this signal in each record."""
        return self.n_samples * (3 if self.kind == INT_24 else self._dtype.itemsize)

    @property
    def _dtype(self) -> np.dtype[Any]:
        return np.dtype(self.kind)


def rows_of(
    content: bytes, start: int, columns: Sequence[Column], n_records: int
) -> list[Stored]:
    """
    Part the signals.

    Parameters
    ----------
    content : bytes
        Holds at least so many records; the caller has held its size against them.
    start : int
        Where the first record begins.
    columns : sequence of Column
        In the order of a record.
    n_records : int
        Records to read.

    Returns
    -------
    list of numpy.ndarray of shape (n_records * n_samples,)
        One per column, as stored.

    Examples
    --------
    >>> columns = [Column("<i2", 2), Column("u1", 1)]
    >>> [row.tolist() for row in rows_of(bytes([1, 0, 2, 0, 9] * 2), 0, columns, 2)]
    [[1, 2, 1, 2], [9, 9]]
    """
    size = sum(column.n_bytes for column in columns)
    count = n_records * size
    records = np.frombuffer(content, np.uint8, count, start).reshape(n_records, size)
    rows, at = [], 0
    for column in columns:
        part = np.ascontiguousarray(records[:, at : at + column.n_bytes])
        is_wide = column.kind == INT_24
        rows.append(_wide(part) if is_wide else part.reshape(-1).view(column.kind))
        at += column.n_bytes
    return rows


def _wide(part: NDArray[np.uint8]) -> Stored:
    stored = part.reshape(-1, 3)
    wide = np.zeros((len(stored), 4), np.uint8)
    wide[:, 1:] = stored
    return wide.view("<i4")[:, 0] >> 8
