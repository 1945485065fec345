"""An inference worker that misbehaves as the recording's name says."""

import os
import sys
import time
from dataclasses import replace

import numpy as np

from ecgkt.errors import CheckpointError, RecordError
from ecgkt.report.reading_json import reading_to_dict
from ecgkt.serving.child_pipes import claim_pipes, error_message
from ecgkt.serving.protocol import Message, decode_message
from ecgkt.serving.record_message import record_from_message, record_to_message
from ecgkt.types.measurements import Measurement
from ecgkt.types.reading import ModelIdentity, Quality, Reading, RecordSummary
from ecgkt.types.record import EcgRecord


def main() -> None:
    read_exactly, answer = claim_pipes()
    if "--broken" in sys.argv:
        answer(error_message(CheckpointError("the weights do not fit the card")))
        sys.exit(1)
    answer(Message({"kind": "ready"}))
    while True:
        try:
            job = decode_message(read_exactly, limit=2**26)
        except EOFError:
            return
        answer(answer_to(job))


def answer_to(job: Message) -> Message:
    """Return the answer to one job, if it is to be answered at all."""
    record = record_from_message(job)
    deed = record.record_id
    if deed == "hang":
        time.sleep(600)
    if deed == "die":
        os.kill(os.getpid(), 9)
    if deed == "slow":
        time.sleep(0.3)
    if deed in ("fail", "refuse"):
        error = RecordError("no signal") if deed == "refuse" else ValueError("ZZPHI")
        done = error_message(error)
    elif deed == "nonsense":
        done = Message({"kind": "reading", "reading": {"file": 3}})
    elif job.fields["kind"] == "filter":
        done = filtered(record, deed)
    else:
        done = reading_of(record, job.fields["file"])
    job_id = "of another job" if deed == "stale" else job.fields["id"]
    return Message({**done.fields, "id": job_id}, done.blobs)


def filtered(record: EcgRecord, deed: str) -> Message:
    n_samples = 7 if deed == "cut" else None
    drawn = replace(record, signal=record.signal[:, :n_samples] / np.float32(2))
    done = record_to_message(drawn, kind="filtered")
    return Message(done.fields) if deed == "empty" else done


def reading_of(record: EcgRecord, file: str) -> Message:
    """Return a reading that tells the first sample and the worker's process."""
    first = float(record.signal[0, 0])
    reading = Reading(
        file=file,
        record=RecordSummary(
            id=record.record_id,
            format="csv",
            fs=record.fs,
            duration_s=1.0,
            leads=(),
            derived_leads=(),
            warnings=(str(os.getpid()),),
        ),
        quality=Quality(verdict="accept"),
        model=ModelIdentity(name="fake", version="0", sha256="0"),
        measurements={"heart_rate_bpm": Measurement(value=first)},
    )
    return Message({"kind": "reading", "reading": reading_to_dict(reading)})


if __name__ == "__main__":
    main()
