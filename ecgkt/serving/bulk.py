"""
Many recordings at once: workers of their own, so that nobody else waits behind them.

One reader serves all worklists of a server. Its workers start with the first of them,
have one thread each, step back behind the worker that single readings ask, and end
after a while without work.
"""

import atexit
import os
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from ecgkt.config import ServingConfig
from ecgkt.errors import ServingError
from ecgkt.report.reading_json import reading_from_dict
from ecgkt.serving.child_process import worker_command
from ecgkt.serving.inference import InferenceWorker
from ecgkt.serving.job_log import logged
from ecgkt.serving.parse_many import (
    Outcome,
    Unpacked,
    group_many,
    leaves_open,
    parse_many,
    unpack_archives,
)
from ecgkt.serving.parser_pool import ParserPool
from ecgkt.serving.protocol import Message
from ecgkt.serving.record_message import record_to_message
from ecgkt.serving.report_message import files_from_message, report_to_message
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.report_wish import ReportWish
from ecgkt.types.upload import (
    NOTHING_STATED,
    StatedMetadata,
    UploadedFile,
    UploadedRecording,
)

MOST_WORKERS = 4
"""Each holds a model of its own, 0.4 GB."""
NICE = "5"
"""What they give up of their priority."""
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
REST_SECONDS = 300.0
"""Without work until their memory is given back."""
MAX_NAME = 255
"""Characters of a file name that reach a reading."""
Answered = TypeVar("Answered")


class BulkReader:
    """
    Parses and reads the recordings of worklists.

    Parameters
    ----------
    config : ServingConfig, optional
        Deadlines.
    n_workers : int, optional
        One per core, at most four, by default.
    model : pathlib.Path, optional
        Folder of the model; the bundled one by default.
    parse_command, read_command : sequence of str, optional
        Other programs in the place of the workers, for tests.
    """

    def __init__(
        self,
        config: ServingConfig | None = None,
        *,
        n_workers: int | None = None,
        model: Path | None = None,
        parse_command: Sequence[str] | None = None,
        read_command: Sequence[str] | None = None,
    ) -> None:
        config = config or ServingConfig()
        self.n_workers = n_workers or min(os.cpu_count() or 1, MOST_WORKERS)
        arguments = ["--threads", "1", "--nice", NICE]
        if model is not None:
            arguments += ["--model", str(model.absolute())]
        command = read_command or worker_command("inference_worker", *arguments)
        self._workers = [
            InferenceWorker(command, config, ONE_THREAD) for _ in range(self.n_workers)
        ]
        self._free: queue.SimpleQueue[InferenceWorker] = queue.SimpleQueue()
        for worker in self._workers:
            self._free.put(worker)
        self._parsing = ParserPool(
            parse_command or worker_command("parser_worker"), config
        )
        # However many lists there are, none of them hears that a queue is full.
        self._turns = threading.BoundedSemaphore(self.n_workers)
        self._rest: threading.Timer | None = None
        self._lock = threading.Lock()
        atexit.register(self.close)

    @property
    def is_ready(self) -> bool:
        """Whether a model is loaded."""
        return any(worker.is_ready for worker in self._workers)

    def warm(self) -> None:
        """Start the workers in the background; they rest again if nothing comes."""
        self._parsing.warm()
        for worker in self._workers:
            worker.warm()
        self._put_off_rest()

    def unpack(self, files: Sequence[UploadedFile]) -> Unpacked:
        """Take archives apart; what is none stays as it is."""
        with self._turns:
            return unpack_archives(self._parsing, files)

    def group(self, files: Sequence[UploadedFile]) -> list[UploadedRecording]:
        """Sort files into recordings; a RecordError if they are too many."""
        with self._turns:
            return group_many(self._parsing, files)

    def parse(
        self,
        groups: Sequence[Sequence[UploadedFile]],
        stated: StatedMetadata = NOTHING_STATED,
    ) -> list[Outcome]:
        """Parse some recordings; each comes back as itself or as its error."""
        with self._turns:
            return parse_many(self._parsing, groups, stated)

    def leaves_open(self, file: UploadedFile) -> bool:
        """Tell whether a file that failed is a table that needs the user's word."""
        with self._turns:
            return leaves_open(self._parsing, file)

    def read(self, record: EcgRecord, *, file: str = "") -> Reading:
        """
        Let the model read one recording; waits for a worker as long as it takes.

        Parameters
        ----------
        record : EcgRecord
            From `parse`.
        file : str
            Name to show in the reading.

        Returns
        -------
        Reading
            As the pipeline gives it.

        Raises
        ------
        EcgktError
            As `ServingClient.read`.
        """
        job = record_to_message(record, kind="read", file=file[:MAX_NAME], start_s=None)
        return self._ask(
            job, lambda answer: reading_from_dict(answer.fields["reading"]), "reading"
        )

    def report(
        self, record: EcgRecord, reading: Reading, wish: ReportWish
    ) -> dict[str, bytes]:
        """Have reports written, by file name; waits and fails as `read`."""
        job = report_to_message(record, reading, wish)
        return self._ask(job, files_from_message, "report")

    def _ask(
        self, job: Message, unpack: Callable[[Message], Answered], thing: str
    ) -> Answered:
        """Ask the first worker that is free; what it may not say is a ServingError."""
        worker = self._free.get()
        try:
            with logged(str(job.fields["kind"]), job):
                answer = worker.ask(job)
        finally:
            self._free.put(worker)
            self._put_off_rest()
        try:
            return unpack(answer)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            message = f"The inference worker gave no valid {thing}; try again."
            raise ServingError(message) from error

    def close(self) -> None:
        """End all workers; calls in progress fail with an EcgktError."""
        atexit.unregister(self.close)
        with self._lock:
            if self._rest:
                self._rest.cancel()
        self._parsing.close()
        for worker in self._workers:
            worker.close()

    def _put_off_rest(self) -> None:
        with self._lock:
            if self._rest:
                self._rest.cancel()
            self._rest = threading.Timer(REST_SECONDS, self._go_to_rest)
            self._rest.daemon = True
            self._rest.start()

    def _go_to_rest(self) -> None:
        for worker in self._workers:
            worker.rest()
