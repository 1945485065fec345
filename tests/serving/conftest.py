"""Stand-ins for the workers that misbehave on demand."""

import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ecgkt.config import ServingConfig
from ecgkt.serving.client import ServingClient
from ecgkt.serving.upload import UploadedFile
from ecgkt.types.record import EcgRecord

START = """
import os, sys, time
import numpy as np
from ecgkt.errors import CheckpointError, RecordError
from ecgkt.record import (EcgRecord)
from ecgkt.serving.child_pipes import claim_pipes, error_message
from ecgkt.serving.limits import limit_this_process
from ecgkt.serving.protocol import Message, decode_message
from ecgkt.serving.record_message import record_from_message, record_to_message
read_exactly, answer = claim_pipes()
"""
# The name of the first file says what to do.
PARSER = (
    START
    + """
limit_this_process()
answer(Message({"kind": "ready"}))
try:
    job = decode_message(read_exactly, limit=2**28)
except EOFError:
    sys.exit(0)
deed = job.fields["names"][0]
if deed == "hang":
    time.sleep(600)
if deed == "die":
    os.kill(os.getpid(), 9)
if deed == "grow":
    kept = [np.empty(2**28, np.uint8) for _ in range(64)]
if deed == "spin":
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
    while True:
        pass
if deed == "flood":
    while True:
        answer(Message({}, (bytes(2**20),)))
if deed == "lie":
    answer(Message({"kind": "record"}, (b"no array",)))
if deed == "refuse":
    answer(error_message(RecordError("expected 12 leads, found 3")))
text = " ".join([str(os.getpid()), *sorted(os.environ)])
record = EcgRecord(record_id=text, signal=np.zeros((12, 10), np.float32), fs=500.0,
                   format="csv", warnings=tuple(job.fields["names"]))
answer(record_to_message(record, kind="record"))
"""
)
# The name of the recording says what to do.
WORKER = (
    START
    + """
from dataclasses import (replace)
from ecgkt.measured import Measurement
from ecgkt.reading import (ModelIdentity, Quality, Reading, RecordSummary)
from ecgkt.report.reading_json import reading_to_dict
if "--broken" in sys.argv:
    answer(error_message(CheckpointError("the weights do not fit the card")))
    sys.exit(1)
answer(Message({"kind": "ready"}))
while True:
    try:
        job = decode_message(read_exactly, limit=2**26)
    except EOFError:
        sys.exit(0)
    record = record_from_message(job)
    said = {"id": job.fields["id"]}
    deed = record.record_id
    if deed == "hang":
        time.sleep(600)
    if deed == "die":
        os.kill(os.getpid(), 9)
    if deed == "slow":
        time.sleep(0.3)
    if deed == "stale":
        said = {"id": "of another job"}
    if deed in ("fail", "refuse"):
        error = RecordError("no signal") if deed == "refuse" else ValueError("ZZPHI")
        answer(Message({**error_message(error).fields, **said}))
        continue
    if deed == "nonsense":
        answer(Message({"kind": "reading", "reading": {"file": 3}, **said}))
        continue
    if job.fields["kind"] == "filter":
        n_samples = 7 if deed == "cut" else None
        drawn = replace(record, signal=record.signal[:, :n_samples] / 2)
        done = record_to_message(drawn, kind="filtered")
        blobs = () if deed == "empty" else done.blobs
        answer(Message({**done.fields, **said}, blobs))
        continue
    reading = Reading(
        file=job.fields["file"],
        record=RecordSummary(id=deed, format="csv", fs=record.fs, duration_s=1.0,
                             leads=(), derived_leads=(), warnings=(str(os.getpid()),)),
        quality=Quality(verdict="accept"),
        model=ModelIdentity(name="fake", version="0", sha256="0"),
        measurements={"heart_rate_bpm": Measurement(value=float(record.signal[0, 0]))},
    )
    answer(Message({"kind": "reading", "reading": reading_to_dict(reading), **said}))
"""
)


@pytest.fixture
def make_client():
    """Give a function that makes clients of the fake workers, closed after the test."""
    clients = []

    def make(*, parser=PARSER, worker=WORKER, arguments=(), **settings):
        client = ServingClient(
            ServingConfig(**settings),
            parse_command=[sys.executable, "-c", parser],
            read_command=[sys.executable, "-c", worker, *arguments],
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
        until = time.monotonic() + 30
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
