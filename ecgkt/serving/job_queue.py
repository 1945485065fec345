"""A bounded queue of threads: the urgent first, a clear no when it is full."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ecgkt.errors import ServingError

BUSY = "The server is busy with other recordings; try again in a few seconds."


class _Ticket:
    """A place in the queue; no two are equal."""

    def __init__(self, is_urgent: bool) -> None:
        self.is_urgent = is_urgent


class JobQueue:
    """
    Lets some threads work at once, some wait in order, and sends the others away.

    What is urgent goes before what is not, however long that has waited: a reading
    before a map of seconds. Nothing that has begun is interrupted.

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
        self._queue: list[_Ticket] = []
        self._n_working = 0

    def __len__(self) -> int:
        """Threads that work or wait."""
        return self._n_working + len(self._queue)

    @contextmanager
    def turn(self, *, is_urgent: bool = True) -> Iterator[None]:
        """
        Wait for a turn and hold it for the body of the ``with``.

        Parameters
        ----------
        is_urgent : bool
            Whether it goes before those that are not.

        Raises
        ------
        ServingError
            If the queue stays full, or the turn does not come in time.
        """
        with self._changed:
            if not self._changed.wait_for(self._has_place, self._patience):
                raise ServingError(BUSY)
            self._queue_up(_Ticket(is_urgent))
            self._n_working += 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._n_working -= 1
                self._changed.notify_all()

    def _queue_up(self, ticket: _Ticket) -> None:
        def is_next() -> bool:
            return self._queue[0] is ticket and self._n_working < self._n_at_once

        self._queue.append(ticket)
        # Sorting is stable: among equals the order of arrival stays.
        self._queue.sort(key=lambda one: not one.is_urgent)
        try:
            if not self._changed.wait_for(is_next, self._deadline):
                raise ServingError(BUSY)
        finally:
            self._queue.remove(ticket)
            self._changed.notify_all()

    def _has_place(self) -> bool:
        return len(self) < self._n_at_once + self._n_waiting
