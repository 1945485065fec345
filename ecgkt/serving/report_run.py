"""All reports of a worklist: written in the background by its workers, then one zip."""

import threading
import time
import weakref
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ecgkt.errors import EcgktError, RecordError, ServingError
from ecgkt.report.draft.draft_text import draft_text
from ecgkt.report.exports.deidentify import without_names
from ecgkt.report.exports.report_files import zip_files
from ecgkt.report.worklist.over_read_text import over_read_text
from ecgkt.serving.bulk import BulkReader
from ecgkt.serving.worklist import Worklist
from ecgkt.types.report_wish import ReportWish
from ecgkt.types.worklist import NOT_OVERREAD, OverRead, Progress

NOT_HELD = "The list has no room for its signal any more: open its file by itself."


class ReportItem(NamedTuple):
    """One report to be written: of which row, how, and what its reader said."""

    key: str
    wish: ReportWish
    over_read: OverRead = NOT_OVERREAD


class ReportRun:
    """
    Reports that are being written.

    Parameters
    ----------
    worklist : Worklist
        Has the recordings and readings.
    reader : BulkReader
        Its workers write.
    items : sequence of ReportItem
        With stems that differ.
    beside : mapping of str to bytes, optional
        More files for the zip, by name.
    """

    def __init__(
        self,
        worklist: Worklist,
        reader: BulkReader,
        items: Sequence[ReportItem],
        beside: Mapping[str, bytes] | None = None,
    ) -> None:
        self._worklist, self._reader = worklist, reader
        self._lock = threading.Lock()
        self._waiting = deque(items)
        self._n_all, self._n_done = len(items), 0
        self._files = dict(beside or {})
        self._failures: list[tuple[str, str]] = []
        self._zip: bytes | None = None
        self._n_hands = reader.n_workers
        self._began = time.monotonic()
        for _ in range(self._n_hands):
            me = weakref.ref(self)
            threading.Thread(target=_write_for, args=(me,), daemon=True).start()

    def stop(self) -> None:
        """Write nothing more, and make no zip."""
        with self._lock:
            self._waiting.clear()

    @property
    def progress(self) -> Progress:
        """How far it is."""
        with self._lock:
            n_left = self._n_all - self._n_done
            pace = (
                (time.monotonic() - self._began) / self._n_done if self._n_done else 0
            )
            return Progress(
                n_all=self._n_all,
                n_done=self._n_done,
                is_opening=False,
                is_running=self._n_hands > 0,
                seconds_left=pace * n_left if self._n_hands and pace else None,
            )

    @property
    def archive(self) -> bytes | None:
        """The zip, once all is written; None before, and where it was stopped."""
        return self._zip

    @property
    def failures(self) -> list[tuple[str, str]]:
        """Stem and reason of each report that could not be written."""
        with self._lock:
            return list(self._failures)

    def write_one(self) -> bool:
        """Write the next report, for a hand; False if none waits."""
        with self._lock:
            item = self._waiting.popleft() if self._waiting else None
            if item is None:
                self._n_hands -= 1
                is_last = self._n_hands == 0 and self._n_done == self._n_all
                if is_last:
                    self._zip = zip_files(dict(sorted(self._files.items())))
                return False
        try:
            files = self._write(item)
        except EcgktError as error:
            files = {}
            with self._lock:
                self._failures.append((item.wish.stem, str(error)))
        with self._lock:
            self._files.update(files)
            self._n_done += 1
        return True

    def _write(self, item: ReportItem) -> dict[str, bytes]:
        record = self._worklist.record(item.key)
        reading = self._worklist.reading(item.key)
        if record is None or reading is None:
            raise RecordError(NOT_HELD)
        if not item.wish.is_named:
            reading = without_names(reading, item.wish.stem)
        text = over_read_text(draft_text(reading), item.over_read)
        wish = replace(item.wish, text=text)
        try:
            return self._reader.report(record, reading, wish)
        except ServingError:
            # The worker may have died of something else: once more, then no more.
            return self._reader.report(record, reading, wish)


def _write_for(me: "weakref.ref[ReportRun]") -> None:
    """Write as long as anybody waits for it."""
    while True:
        run = me()
        if run is None or not run.write_one():
            return
        del run
