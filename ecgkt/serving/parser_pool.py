"""The parsing children: one a job, forked from a process that knows no other file."""

import logging
import sys
import threading
import time
from collections.abc import Sequence

from ecgkt.config import ServingConfig
from ecgkt.errors import EcgktError, RecordError, ServingError
from ecgkt.serving.child_process import CLOSED, clean_environment
from ecgkt.serving.forked_child import ForkedChild, ForkServer
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
    The fork server that parsing children come from, and those at work.

    Parameters
    ----------
    command : sequence of str
        How the fork server is started.
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
        self._server: ForkServer | None = None
        self._at_work: set[ForkedChild] = set()
        self._is_closed = False

    def warm(self) -> None:
        """Start the fork server unless it runs; it gets ready by itself."""
        try:
            self._running_server()
        except ServingError:
            LOGGER.info("parsing: the next job will say so aloud")

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
            child = self._fork()
            try:
                return self._exchange(child, job)
            except EcgktError as error:
                if self._is_closed:
                    raise ServingError(CLOSED) from error
                raise
            finally:
                with self._lock:
                    self._at_work.discard(child)
                child.close()

    def close(self) -> None:
        """End all children; jobs in progress fail, later ones are refused."""
        with self._lock:
            self._is_closed = True
            server, self._server = self._server, None
            for child in self._at_work:
                child.stop()
        if server:
            server.close()

    def _running_server(self) -> ForkServer:
        with self._lock:
            if self._is_closed:
                raise ServingError(CLOSED)
            if self._server and not self._server.is_alive:
                self._server.close()
                self._server = None
            try:
                self._server = self._server or ForkServer(self._command, _variables())
            except OSError as error:
                LOGGER.error("parsing: %s at the start", type(error).__name__)
                raise ServingError(NO_START) from error
            return self._server

    def _fork(self) -> ForkedChild:
        server = self._running_server()
        until = time.monotonic() + self._config.start_deadline
        try:
            child = server.fork(until=until)
        except OSError as error:
            LOGGER.error("parsing: %s before there was a child", type(error).__name__)
            self._drop(server)
            raise ServingError(CLOSED if self._is_closed else NO_START) from error
        with self._lock:
            self._at_work.add(child)
            if self._is_closed:
                child.stop()
        return child

    def _drop(self, server: ForkServer) -> None:
        """Have the next job start another."""
        with self._lock:
            if self._server is server:
                self._server = None
        server.close()

    def _exchange(self, child: ForkedChild, job: Message) -> Message:
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


def _variables() -> dict[str, str]:
    # A BLAS thread pool would take half of a child's address space, and no thread
    # survives a fork; macOS wants to be told that this one knows what it does.
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    if sys.platform == "darwin":
        threads["VECLIB_MAXIMUM_THREADS"] = "1"
        threads["OBJC_DISABLE_INITIALIZE_FORK_SAFETY"] = "YES"
    return clean_environment(**threads)
