"""The parsing children: one a job, started in advance and used once."""

import contextlib
import logging
import threading
import time
from collections.abc import Sequence

from ecgkt.config import ServingConfig
from ecgkt.errors import EcgktError, RecordError, ServingError
from ecgkt.serving.child_process import CLOSED, ChildProcess, clean_environment
from ecgkt.serving.job_queue import JobQueue
from ecgkt.serving.limits import ADDRESS_SPACE_BYTES, CPU_SECONDS
from ecgkt.serving.protocol import MAX_ANSWER_BYTES, Message
from ecgkt.vocab.formats import ANY_TITLE

LOGGER = logging.getLogger("ecgkt.serving")
NO_START = "The reader for uploaded files could not be started; try again."
ADVICE = (
    f"Check that the file is complete, or export the recording again ({ANY_TITLE})."
)


class ParserPool:
    """
    One spare child that waits for a job, and those at work.

    Parameters
    ----------
    command : sequence of str
        How a child is started.
    config : ServingConfig
        Deadlines and numbers.
    """

    def __init__(self, command: Sequence[str], config: ServingConfig) -> None:
        self._command, self._config = command, config
        self._queue = JobQueue(
            config.n_parsers,
            config.max_waiting,
            patience=config.patience,
            deadline=config.read_deadline,
        )
        self._lock = threading.Lock()
        self._spare: ChildProcess | None = None
        self._at_work: set[ChildProcess] = set()
        self._is_closed = False

    def prepare_spare(self) -> None:
        """Start a spare child unless there is one; it gets ready by itself."""
        with self._lock:
            if self._is_closed or (self._spare and self._spare.is_alive):
                return
            if self._spare:
                self._spare.close()
            # Without a spare the next job starts its own child and says so aloud.
            with contextlib.suppress(OSError):
                self._spare = self._start()

    def ask(self, job: Message) -> Message:
        """
        Give one job to a fresh child.

        Parameters
        ----------
        job : Message
            Files of strangers.

        Returns
        -------
        Message
            From a process that a hostile file may have taken over: check it.

        Raises
        ------
        RecordError
            If the child is too slow, dies or answers nonsense once it has the job.
        ServingError
            If there is no child to be had.
        """
        with self._queue.turn():
            child = self._take()
            try:
                self._await_ready(child)
                return self._exchange(child, job)
            except EcgktError as error:
                if self._is_closed:
                    raise ServingError(CLOSED) from error
                raise
            finally:
                with self._lock:
                    self._at_work.discard(child)
                child.close()
                self.prepare_spare()

    def close(self) -> None:
        """End all children; jobs in progress fail, later ones are refused."""
        with self._lock:
            self._is_closed = True
            spare, self._spare = self._spare, None
            for child in self._at_work:
                child.stop()
        if spare:
            spare.close()

    def _start(self) -> ChildProcess:
        # A BLAS thread pool would take half of the child's address space.
        environment = clean_environment(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
        return ChildProcess(self._command, environment)

    def _take(self) -> ChildProcess:
        with self._lock:
            if self._is_closed:
                raise ServingError(CLOSED)
            child, self._spare = self._spare, None
            if child and not child.is_alive:
                child.close()
                child = None
            try:
                child = child or self._start()
            except OSError as error:
                LOGGER.error("parsing child: %s at the start", type(error).__name__)
                raise ServingError(NO_START) from error
            self._at_work.add(child)
            return child

    def _await_ready(self, child: ChildProcess) -> None:
        until = time.monotonic() + self._config.start_deadline
        try:
            ready = child.receive(limit=1000, until=until)
        except (EOFError, OSError, ValueError) as error:
            LOGGER.error("parsing child: %s before it was ready", type(error).__name__)
            raise ServingError(NO_START) from error
        if ready.fields != {"kind": "ready"}:
            raise ServingError(NO_START)

    def _exchange(self, child: ChildProcess, job: Message) -> Message:
        deadline = self._config.parse_deadline
        until = time.monotonic() + deadline
        try:
            child.send(job, until=until)
            return child.receive(limit=MAX_ANSWER_BYTES, until=until)
        except TimeoutError as error:
            raise RecordError(
                f"The file took longer than {deadline:g} s to read and was stopped; a "
                f"10-second ECG takes well under one. {ADVICE}"
            ) from error
        except (EOFError, OSError, ValueError) as error:
            raise RecordError(
                "The reader stopped at this file, which is damaged or needs more than "
                f"{ADDRESS_SPACE_BYTES // 2**30} GB of memory or {CPU_SECONDS} s of "
                f"computing. {ADVICE}"
            ) from error
