"""Stand-ins for the workers that misbehave on demand."""

import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ecgkt.config import ServingConfig
from ecgkt.serving.client import ServingClient
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import UploadedFile

FAKE = "tests.builders.fake_"


@pytest.fixture
def make_client():
    """
    Give a function that makes clients of the fake workers, closed after the test.

    Another worker is given as its code.
    """
    clients = []

    def make(*, parser="", worker="", arguments=(), **settings):
        parse = ["-c", parser] if parser else ["-m", f"{FAKE}parser"]
        read = ["-c", worker] if worker else ["-m", f"{FAKE}worker"]
        client = ServingClient(
            ServingConfig(**settings),
            parse_command=[sys.executable, *parse],
            read_command=[sys.executable, *read, *arguments],
        )
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def upload():
    """Give a function that makes the one file of an upload."""
    return lambda name="ok", content=b"1": [UploadedFile(name, content)]


@pytest.fixture
def ecg():
    """Give a function that makes a short recording with a name and a constant value."""

    def make(record_id="ok", value=0.0):
        signal = np.full((12, 100), value, np.float32)
        return EcgRecord(record_id=record_id, signal=signal, fs=100.0, format="csv")

    return make


@pytest.fixture
def wait_until():
    """Give a function that waits for something to become true, not for ever."""

    def wait(is_true):
        until = time.monotonic() + 120
        while not is_true():
            assert time.monotonic() < until
            time.sleep(0.005)

    return wait


@pytest.fixture
def has_ended():
    """Give a function that says whether a process is gone, or waits to be collected."""

    def ended(pid):
        try:
            return ") Z " in Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return True

    return ended
