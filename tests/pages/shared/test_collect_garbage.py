"""Memory that only circles hold is given back, though nobody asks for it."""

import gc
import time
import weakref

import pytest

from pages.shared import collect_garbage


class Circle:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_only_itself_holds_is_freed_in_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(collect_garbage, "SECONDS", 0.01)
    gc.disable()
    try:
        left = weakref.ref(Circle())
        assert left() is not None
        collect_garbage.collect_garbage()
        until = time.monotonic() + 60
        while left() is not None:
            assert time.monotonic() < until
            time.sleep(0.01)
    finally:
        gc.enable()
