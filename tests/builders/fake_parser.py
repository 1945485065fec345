"""A parsing child that misbehaves on demand: the first file's name says what to do."""

import os
import resource
import time

import numpy as np

from ecgkt.errors import RecordError
from ecgkt.serving.child_pipes import error_message
from ecgkt.serving.fork_server import fork_for_each_job
from ecgkt.serving.limits import limit_this_process
from ecgkt.serving.protocol import Message, decode_message
from ecgkt.serving.record_message import record_to_message
from ecgkt.types.record import EcgRecord


def main() -> None:
    read_exactly, answer = fork_for_each_job()
    limit_this_process()
    try:
        job = decode_message(read_exactly, limit=2**28)
    except EOFError:
        return
    names = job.fields["names"]
    misbehave(deed := names[0])
    while deed == "flood":
        answer(Message({}, (bytes(2**20),)))
    if deed == "lie":
        answer(Message({"kind": "record"}, (b"no array",)))
    if deed == "refuse":
        answer(error_message(RecordError("expected 12 leads, found 3")))
    record = EcgRecord(
        record_id=" ".join([str(os.getpid()), *sorted(os.environ)]),
        signal=np.zeros((12, 10), np.float32),
        fs=500.0,
        format="csv",
        warnings=tuple(names),
    )
    answer(record_to_message(record, kind="record"))


def misbehave(deed: str) -> None:
    """Do what ends or stops the process, if that is the deed."""
    if deed in ("hang", "wait"):
        time.sleep(600 if deed == "hang" else 0.5)
    if deed == "die":
        os.kill(os.getpid(), 9)
    if deed == "grow":
        _kept = [np.empty(2**28, np.uint8) for _ in range(64)]
    if deed == "spin":
        resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
        while True:
            pass


if __name__ == "__main__":
    main()
