"""A bounded queue of threads: first come, first served, a clear no when it is full."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from ecgkt.errors import ServingError

BUSY = "The server is busy with other recordings; try again in a few seconds."


class JobQueue:
    """
    Lets some threads work at once, some wait in order, and sends the others away.

    Parameters
    ----------
    n_at_once : int
        Threads that work at the same time.
    n_waiting : int
        Threads that may queue.
    patience : float
        Seconds a thread stands at the door of a full queue before it is sent away.
    deadline : float
        Seconds a thread waits in the queue before it is sent away.

    Raises
    ------
    ValueError
        If nobody could ever work.
    """

    def __init__(
        self, n_at_once: int, n_waiting: int, *, patience: float, deadline: float
    ) -> None:
        if n_at_once < 1:
            raise ValueError(f"n_at_once must be positive, got {n_at_once}")
        self._n_at_once, self._n_waiting = n_at_once, n_waiting
        self._patience, self._deadline = patience, deadline
        self._changed = threading.Condition()
        self._queue: deque[object] = deque()
        self._n_working = 0

    def __len__(self) -> int:
        """Threads that work or wait."""
        return self._n_working + len(self._queue)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """
        Wait for a turn and hold it for the body of the ``with``.

        Raises
        ------
        ServingError
            If the queue stays full, or the turn does not come in time.
        """
        with self._changed:
            if not self._changed.wait_for(self._has_place, self._patience):
                raise ServingError(BUSY)
            self._queue_up()
            self._n_working += 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._n_working -= 1
                self._changed.notify_all()

    def _queue_up(self) -> None:
        ticket = object()

        def is_next() -> bool:
            return self._queue[0] is ticket and self._n_working < self._n_at_once

        self._queue.append(ticket)
        try:
            if not self._changed.wait_for(is_next, self._deadline):
                raise ServingError(BUSY)
        finally:
            self._queue.remove(ticket)
            self._changed.notify_all()

    def _has_place(self) -> bool:
        return len(self) < self._n_at_once + self._n_waiting
