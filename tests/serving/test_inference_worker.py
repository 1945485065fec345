"""The real inference worker with a tiny model."""

import io
import json

import numpy as np
import pytest

from ecgkt.attribution import TargetName
from ecgkt.checkpoint import load_bundle
from ecgkt.errors import CheckpointError, RecordError
from ecgkt.explain.explain_record import explain_record
from ecgkt.explain.explain_score import Request
from ecgkt.pipeline import Reader
from ecgkt.serving.client import ServingClient
from ecgkt.serving.explanation_message import (
    Question,
    explanation_from_message,
    question_to_message,
)
from ecgkt.serving.inference_worker import answer_to, serve
from ecgkt.serving.protocol import Message, encode_message, reader_of
from ecgkt.serving.record_message import record_to_message

IMI = TargetName("statement", "IMI")


@pytest.fixture(scope="module")
def reader(tiny_model):
    return Reader(load_bundle(tiny_model))


@pytest.mark.slow
def test_reading_through_the_worker_is_that_of_the_pipeline(tiny_model, reader, record):
    expected = reader.read(record, file="a.csv")
    with ServingClient(model=tiny_model) as client:
        found = client.read(record, file="a.csv")
        again = client.read(record, file="a.csv")
    assert found == again
    assert found.quality == expected.quality
    assert found.record == expected.record
    assert len(found.diagnoses) == 71
    for ours, theirs in zip(found.diagnoses, expected.diagnoses, strict=True):
        # The number of threads may differ between the two processes.
        assert ours.probability == pytest.approx(theirs.probability, abs=1e-5)


@pytest.mark.slow
def test_model_folder_that_is_none_is_named(tmp_path, record):
    with (
        ServingClient(model=tmp_path / "none") as client,
        pytest.raises(CheckpointError, match=r"\w+"),
    ):
        client.read(record)


def test_a_failing_job_does_not_end_the_loop(reader, record):
    jobs = [
        Message({"kind": "ping", "id": "1"}),
        Message({"kind": "read", "id": "2"}),
        Message({"kind": "exec", "id": "3"}),
        record_to_message(record, kind="read", file="a", id="4"),
    ]
    stream = io.BytesIO(b"".join(b"".join(encode_message(job)) for job in jobs))
    answers = []
    serve(reader, reader_of(stream), answers.append)
    kinds = [(one.fields["id"], one.fields["kind"]) for one in answers]
    assert kinds == [("1", "pong"), ("2", "error"), ("3", "error"), ("4", "reading")]


def test_explanation_through_the_worker_is_that_of_the_method(reader, record):
    question = Question(IMI, "gradient_times_signal", "line")
    answer = answer_to(question_to_message(record, question), reader)
    found = explanation_from_message(answer)
    expected = explain_record(reader.bundle, reader.heads, record, Request(*question))
    assert found.target == IMI
    assert np.array_equal(found.bands, expected.bands)
    assert found.lead_shares == expected.lead_shares


def test_refused_recording_is_not_explained(reader, record):
    flat = type(record)(
        record_id="a", signal=np.zeros_like(record.signal), fs=500.0, format="csv"
    )
    job = question_to_message(flat, Question(IMI, "occlusion", "line"))
    with pytest.raises(RecordError, match="nothing to explain"):
        answer_to(job, reader)


@pytest.mark.slow
def test_client_asks_the_real_worker(tiny_model, record):
    with ServingClient(model=tiny_model) as client:
        found = client.explain(record, Question(IMI, "grad_cam", "line"))
    assert found.bands.shape == (8, 250)


def test_answer_that_cannot_be_sent_becomes_an_error(reader):
    answers = []

    def answer(message):
        if message.fields["kind"] == "pong":
            raise ValueError("out of range")
        answers.append(message.fields)

    frame = b"".join(encode_message(Message({"kind": "ping", "id": "1"})))
    serve(reader, reader_of(io.BytesIO(frame)), answer)
    assert answers == [{"kind": "error", "error": "ValueError", "text": "", "id": "1"}]


def test_reading_is_json_without_nan(reader, record):
    flat = np.zeros_like(record.signal)
    for signal in (record.signal, flat):
        changed = type(record)(record_id="a", signal=signal, fs=500.0, format="csv")
        job = record_to_message(changed, kind="read", file="a")
        json.dumps(answer_to(job, reader).fields, allow_nan=False)
