"""Patience for what happens in another thread, but not for ever."""

import time
from collections.abc import Callable

SECONDS = 60


def wait_until(is_true: Callable[[], object]) -> None:
    """Wait for something to become true; an AssertionError if it does not."""
    until = time.monotonic() + SECONDS
    while not is_true():
        assert time.monotonic() < until
        time.sleep(0.01)
