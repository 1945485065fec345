"""
One session's worklist: files become rows in the background, a few at a time.

It holds no thread by itself: when its session ends, nobody refers to it any more, and
what still works for it ends at the next recording.
"""

import threading
import time
import weakref
from collections import deque
from collections.abc import Callable
from hashlib import sha256

from ecgkt.errors import EcgktError, RecordError, ServingError
from ecgkt.report.worklist.row import error_row, row_of
from ecgkt.serving.audit import OFF, Trail
from ecgkt.serving.bulk import BulkReader
from ecgkt.serving.intake import Intake, Pending
from ecgkt.serving.kept_rows import Kept, KeptRows
from ecgkt.serving.packed import pack_reading, pack_record
from ecgkt.serving.parse_many import Outcome
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import LIMITS, LIST_RECORDINGS, MEBIBYTE
from ecgkt.types.worklist import Progress

CHUNK, CHUNK_BYTES = 12, 4 * MEBIBYTE
"""Recordings that one parsing child gets: its start is shared, its limits suffice."""
KEPT_BYTES = 256 * MEBIBYTE
"""Of packed recordings: 3,500 of 10 s at 500 Hz; longer ones fill it sooner."""


class Worklist(KeptRows):
    """
    Recordings that wait, are read or have their row.

    Parameters
    ----------
    reader : BulkReader
        Shared by all lists of the server.
    trail : Trail, optional
        Where it is written down what was read.
    """

    def __init__(self, reader: BulkReader, trail: Trail = OFF) -> None:
        super().__init__()
        self._reader, self._trail = reader, trail
        self._claimed: set[str] = set()
        self._waiting: deque[Pending] = deque()
        self._n_in_hand = self._n_hands = self._n_opening = 0
        self._is_stopped = False
        self._began, self._done_before = 0.0, 0
        self._again: list[str] = []
        self._n_left_out = self._n_bytes = 0

    def add(self, open_files: Callable[[BulkReader], Intake]) -> None:
        """
        Take recordings and read them in the background.

        Parameters
        ----------
        open_files : callable
            Gives them, in a thread of its own: a function of `intake` with its files.
        """
        with self._lock:
            self._n_opening += 1
            self._is_stopped = False
        arguments = (weakref.ref(self), self._reader, open_files)
        threading.Thread(target=_open_for, args=arguments, daemon=True).start()

    def stop(self) -> None:
        """Read nothing more until `go_on`; what waits stays."""
        with self._lock:
            self._is_stopped = True

    def go_on(self) -> None:
        """Read on where it was stopped."""
        with self._lock:
            self._is_stopped = False
        self._start_hands()

    @property
    def again(self) -> list[str]:
        """Names of files that were there already; they are read once."""
        with self._lock:
            return list(self._again)

    @property
    def n_left_out(self) -> int:
        """Recordings for which there was no room."""
        return self._n_left_out

    @property
    def progress(self) -> Progress:
        """How far it is."""
        with self._lock:
            n_done = len(self._kept)
            n_left = len(self._waiting) + self._n_in_hand
            n_now = n_done - self._done_before
            is_running = self._n_hands > 0 and not self._is_stopped
            pace = (time.monotonic() - self._began) / n_now if n_now > 0 else None
            return Progress(
                n_all=n_done + n_left,
                n_done=n_done,
                is_opening=self._n_opening > 0,
                is_running=is_running,
                seconds_left=pace * n_left if is_running and pace else None,
            )

    def forget(self, key: str) -> None:
        """Let go of one recording and its row."""
        with self._lock:
            kept = self._kept.pop(key, None)
            self._claimed.discard(key)
            self._n_bytes -= kept.n_bytes if kept else 0

    def answer(self, key: str, record: EcgRecord) -> None:
        """Read a table on as the user says it is; its row comes anew."""
        row = self.row(key)
        if row is None:
            return
        hashes = self.file_sha256(key)
        self.forget(key)
        with self._lock:
            again = Pending(row.name, record=record, known_key=key, known_sha256=hashes)
            self._waiting.append(again)
            self._is_stopped = False
        self._start_hands()

    def take_in(self, intake: Intake) -> None:
        """Let recordings wait, and give what is none its row; for the opener."""
        with self._lock:
            self._n_opening -= 1
            for name, text in intake.failures:
                key = sha256(f"{name}\n{text}".encode()).hexdigest()
                self._kept[key] = Kept(error_row(key, name, text))
            known = len(self._kept) + len(self._waiting) + self._n_in_hand
            n_bytes = sum(pending.n_bytes for pending in self._waiting)
            for pending in intake.waiting:
                n_bytes += pending.n_bytes
                if known < LIST_RECORDINGS and n_bytes <= LIMITS.batch_bytes:
                    self._waiting.append(pending)
                    known += 1
                else:
                    self._n_left_out += 1
        self._start_hands()

    def _start_hands(self) -> None:
        with self._lock:
            if not self._n_hands:
                self._began, self._done_before = time.monotonic(), len(self._kept)
            n_new = self._reader.n_workers - self._n_hands if self._waiting else 0
            self._n_hands += n_new
        for _ in range(n_new):
            me = weakref.ref(self)
            threading.Thread(target=_read_for, args=(me,), daemon=True).start()

    def read_some(self) -> bool:
        """Parse and read the next few recordings for a hand; False if none waits."""
        chunk = self._take()
        if not chunk:
            return False
        loaded: list[tuple[str, Pending]] = []
        for pending in chunk:
            try:
                file = pending.load()
            except RecordError as error:
                key = sha256(pending.name.encode()).hexdigest()
                self._put(Kept(error_row(key, pending.name, str(error))))
                continue
            if self._claim(key := file.key, file.name):
                loaded.append((key, file))
        if loaded:
            self._read(loaded)
        return True

    def _read(self, loaded: list[tuple[str, Pending]]) -> None:
        files = [file.files for _key, file in loaded if file.record is None]
        parsed = iter(self._reader.parse(files) if files else ())
        outcomes = [file.record or next(parsed) for _key, file in loaded]
        for place, (key, file) in enumerate(loaded):
            if self._is_stopped:
                self._put_back(loaded[place:])
                return
            self._put(self._read_one(key, file, outcomes[place]))

    def _read_one(self, key: str, file: Pending, outcome: Outcome) -> Kept:
        name, hashes = file.name, file.file_sha256
        try:
            if isinstance(outcome, EcgktError):
                self._trail.note("refused", hashes)
                raise outcome
            try:
                reading = self._reader.read(outcome, file=name)
            except ServingError:
                # The worker may have died of something else: once more, then no more.
                reading = self._reader.read(outcome, file=name)
            self._trail.note("worklist", hashes, reading.model.sha256)
        except EcgktError as error:
            table = file if self._is_open_table(file, error) else None
            rest = table and table.rest()
            return Kept(error_row(key, name, str(error)), hashes, table=rest)
        packed, said = pack_record(outcome), pack_reading(reading)
        has_room = self._n_bytes + len(packed) <= KEPT_BYTES
        row = row_of(key, name, reading)
        return Kept(row, hashes, said, packed if has_room else None)

    def _is_open_table(self, file: Pending, error: EcgktError) -> bool:
        has_room = self._n_bytes + file.n_bytes <= KEPT_BYTES
        if not (isinstance(error, RecordError) and len(file.files) == 1 and has_room):
            return False
        return self._reader.leaves_open(file.files[0])

    def _take(self) -> list[Pending]:
        chunk: list[Pending] = []
        n_bytes = 0
        with self._lock:
            while (
                self._waiting
                and not self._is_stopped
                and len(chunk) < CHUNK
                and n_bytes < CHUNK_BYTES
            ):
                chunk.append(self._waiting.popleft())
                n_bytes += chunk[-1].n_bytes
            self._n_in_hand += len(chunk)
            self._n_hands -= not chunk
        return chunk

    def _claim(self, key: str, name: str) -> bool:
        """Take a recording on, unless it is there already; an error is tried again."""
        with self._lock:
            kept = self._kept.get(key)
            if key in self._claimed and (kept is None or kept.row.level != "error"):
                self._again.append(name)
                self._n_in_hand -= 1
                return False
            self._claimed.add(key)
            before = self._kept.pop(key, None)
            self._n_bytes -= before.n_bytes if before else 0
            return True

    def _put(self, kept: Kept) -> None:
        with self._lock:
            self._n_in_hand -= 1
            self._n_bytes += kept.n_bytes
            self._kept[kept.row.key] = kept

    def _put_back(self, rest: list[tuple[str, Pending]]) -> None:
        with self._lock:
            self._claimed.difference_update(key for key, _file in rest)
            self._n_in_hand -= len(rest)
            self._waiting.extendleft(file for _key, file in reversed(rest))


def _open_for(
    me: "weakref.ref[Worklist]",
    reader: BulkReader,
    open_files: Callable[[BulkReader], Intake],
) -> None:
    intake = open_files(reader)
    worklist = me()
    if worklist:
        worklist.take_in(intake)


def _read_for(me: "weakref.ref[Worklist]") -> None:
    """Read as long as there is a list; between two steps nothing here refers to it."""
    while True:
        worklist = me()
        if worklist is None or not worklist.read_some():
            return
        del worklist
