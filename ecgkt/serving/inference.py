"""Inference jobs: one long-lived worker, restarted when it dies, one job at a time."""

import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Mapping, Sequence

from ecgkt.config import ServingConfig
from ecgkt.errors import CheckpointError, EcgktError, RecordError, ServingError
from ecgkt.serving.child_process import CLOSED, ChildProcess, clean_environment
from ecgkt.serving.job_queue import JobQueue
from ecgkt.serving.protocol import MAX_ANSWER_BYTES, Message

LOGGER = logging.getLogger("ecgkt.serving")
NO_START = "The inference worker could not be started; try again."
STOPPED = (
    "The inference worker stopped while it read this recording and is being restarted; "
    "try again."
)
UNHURRIED = frozenset(("explain", "check", "exact", "report", "make_case", "cases"))
"""Kinds of jobs that take seconds: a reading goes before those that wait."""
FOR_USERS: dict[object, type[EcgktError]] = {
    "RecordError": RecordError,
    "CheckpointError": CheckpointError,
}


class InferenceWorker:
    """
    The app's one inference worker and the queue before it.

    Parameters
    ----------
    command : sequence of str
        How the worker is started.
    config : ServingConfig
        Deadlines and numbers.
    variables : mapping of str to str, optional
        Of its environment, beside those that every worker has.
    """

    def __init__(
        self,
        command: Sequence[str],
        config: ServingConfig,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self._command, self._config = command, config
        self._environment = clean_environment(**(variables or {}))
        self._turnstile = JobQueue(
            1,
            config.max_waiting,
            patience=config.patience,
            deadline=config.read_deadline,
        )
        # Held by whoever speaks to the worker or waits until it is ready.
        self._lock = threading.Lock()
        # Held for the moment of a start, so that none escapes `close`.
        self._starting = threading.Lock()
        self._child: ChildProcess | None = None
        self._is_ready = False
        self._is_closed = False

    @property
    def queue_length(self) -> int:
        """Jobs at work and waiting."""
        return len(self._turnstile)

    @property
    def is_ready(self) -> bool:
        """Whether the model is loaded and the worker awaits or does a job."""
        child = self._child
        return self._is_ready and child is not None and child.is_alive

    def warm(self) -> None:
        """Start the worker in the background unless it runs."""
        threading.Thread(target=self._warm, name="ecgkt-warm", daemon=True).start()

    def ask(self, job: Message) -> Message:
        """
        Queue up and give one job to the worker.

        Parameters
        ----------
        job : Message
            It gets a random id that the answer must repeat.

        Returns
        -------
        Message
            Any kind but "error".

        Raises
        ------
        RecordError, CheckpointError
            If the worker says so.
        ServingError
            If the queue is full, or the worker is too slow, dies or fails otherwise.
        """
        is_urgent = job.fields.get("kind") not in UNHURRIED
        with self._turnstile.turn(is_urgent=is_urgent), self._lock:
            return _without_error(self._exchange(self._running_child(), job))

    def rest(self) -> None:
        """End the worker until there is another job: its memory is free until then."""
        with self._lock:
            self._drop()

    def close(self) -> None:
        """End the worker; a job in progress fails, later ones are refused."""
        with self._starting:
            self._is_closed = True
            if self._child:
                self._child.stop()
        with self._lock:
            self._drop()

    def _warm(self) -> None:
        # The next job meets the same error and tells its user.
        with self._lock, contextlib.suppress(EcgktError):
            self._running_child()

    def _running_child(self) -> ChildProcess:
        if self._child and self._child.is_alive:
            return self._child
        self._drop()
        try:
            child = self._start()
            until = time.monotonic() + self._config.start_deadline
            ready = _without_error(child.receive(limit=10_000, until=until))
            if ready.fields != {"kind": "ready"}:
                raise ValueError("the first message is not that of a ready worker")
        except (EcgktError, EOFError, OSError, ValueError) as error:
            self._drop()
            LOGGER.error("inference worker: %s at the start", type(error).__name__)
            if isinstance(error, EcgktError):
                raise
            raise ServingError(NO_START) from error
        self._is_ready = True
        return child

    def _start(self) -> ChildProcess:
        with self._starting:
            if self._is_closed:
                raise ServingError(CLOSED)
            self._child = ChildProcess(self._command, self._environment)
            return self._child

    def _exchange(self, child: ChildProcess, job: Message) -> Message:
        token = secrets.token_hex(8)
        until = time.monotonic() + self._config.read_deadline
        try:
            child.send(Message({**job.fields, "id": token}, job.blobs), until=until)
            answer = child.receive(limit=MAX_ANSWER_BYTES, until=until)
            if answer.fields.get("id") != token:
                raise ValueError("the answer to another job")
        except TimeoutError as error:
            self._replace()
            raise ServingError(
                f"The reading took longer than {self._config.read_deadline:g} s and "
                "was stopped; try again."
            ) from error
        except (EOFError, OSError, ValueError) as error:
            self._replace()
            raise ServingError(STOPPED) from error
        return answer

    def _replace(self) -> None:
        self._drop()
        if not self._is_closed:
            self.warm()

    def _drop(self) -> None:
        self._is_ready = False
        child, self._child = self._child, None
        if child:
            child.close()


def _without_error(answer: Message) -> Message:
    """Raise what an answer of kind "error" stands for."""
    if answer.fields.get("kind") != "error":
        return answer
    name, text = answer.fields.get("error"), answer.fields.get("text")
    if name in FOR_USERS:
        raise FOR_USERS[name](str(text))
    LOGGER.error("inference worker: a job failed with %.80s", name)
    raise ServingError(
        "The reading of this recording failed; try again or another file."
    )
