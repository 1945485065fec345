"""What a worklist keeps: its rows, and packed what they were made from."""

import threading
from dataclasses import dataclass
from typing import Any

from ecgkt.serving.intake import Pending
from ecgkt.serving.packed import unpack_dict, unpack_reading, unpack_record
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.worklist import Row


@dataclass(frozen=True)
class Kept:
    """
    One row.

    Attributes
    ----------
    row : Row
        What the list shows.
    file_sha256 : tuple of str or None
        Of each of its files; None for a simulated one.
    reading, record : bytes or None
        Packed; None of what could not be read or found no room.
    table : Pending or None
        A file that could not be read because the user must say how.
    """

    row: Row
    file_sha256: tuple[str, ...] | None = None
    reading: bytes | None = None
    record: bytes | None = None
    table: Pending | None = None

    @property
    def n_bytes(self) -> int:
        """Bytes that leave with it."""
        return len(self.record or b"") + (self.table.n_bytes if self.table else 0)


class KeptRows:
    """Rows by their keys, for threads that read and one that shows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, Kept] = {}

    @property
    def rows(self) -> list[Row]:
        """What has a row, by what needs eyes first, then in the order of reading."""
        with self._lock:
            rows = [kept.row for kept in self._kept.values()]
        return sorted(rows, key=lambda row: row.urgency)

    def row(self, key: str) -> Row | None:
        """Return one row, if there is one."""
        kept = self._find(key)
        return kept.row if kept else None

    def file_sha256(self, key: str) -> tuple[str, ...] | None:
        """Return the sha256 of a recording's files; None for a simulated one."""
        kept = self._find(key)
        return kept.file_sha256 if kept else None

    def reading(self, key: str) -> Reading | None:
        """Return a reading; None of what could not be read."""
        kept = self._find(key)
        return unpack_reading(kept.reading) if kept and kept.reading else None

    def reading_dict(self, key: str) -> dict[str, Any] | None:
        """Return a reading as it is written to JSON."""
        kept = self._find(key)
        return unpack_dict(kept.reading) if kept and kept.reading else None

    def record(self, key: str) -> EcgRecord | None:
        """Return a recording as it was read; None if it is not held."""
        kept = self._find(key)
        return unpack_record(kept.record) if kept and kept.record else None

    def table(self, key: str) -> Pending | None:
        """Return a file of which the user must say how it is read, with its bytes."""
        kept = self._find(key)
        return kept.table.load() if kept and kept.table else None

    def is_held(self, key: str) -> bool:
        """Tell whether a recording can be opened: it was read, and there was room."""
        kept = self._find(key)
        return kept is not None and kept.record is not None

    def is_open(self, key: str) -> bool:
        """Tell whether the user can say how a file is read that could not be."""
        kept = self._find(key)
        return kept is not None and kept.table is not None

    def _find(self, key: str) -> Kept | None:
        with self._lock:
            return self._kept.get(key)
