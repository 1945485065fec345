"""The real inference worker with a tiny model."""

import io
import json
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import CheckpointError, RecordError
from ecgkt.pipeline.explain_record import check_record, explain_record
from ecgkt.pipeline.reader import Reader
from ecgkt.pipeline.second_opinion import read_second_opinion
from ecgkt.preprocess.display_filter import display_filter
from ecgkt.serving.client import ServingClient
from ecgkt.serving.explanation_message import (
    check_to_message,
    explanation_from_message,
    request_to_message,
)
from ecgkt.serving.inference_worker import answer_to, serve
from ecgkt.serving.protocol import Message, encode_message, reader_of
from ecgkt.serving.record_message import record_from_message, record_to_message
from ecgkt.types.explanation import ExplanationRequest, TargetName
from ecgkt.types.record import EcgRecord
from ecgkt.types.second_opinion import SecondOpinionReading

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
    request = ExplanationRequest(IMI, "gradient_times_signal", "line")
    answer = answer_to(request_to_message(record, request), reader)
    found = explanation_from_message(answer)
    expected = explain_record(reader.bundle, reader.heads, record, request)
    assert found.target == IMI
    assert np.array_equal(found.bands, expected.bands)
    assert found.lead_shares == expected.lead_shares


def test_refused_recording_is_not_explained(reader, record):
    flat = type(record)(
        record_id="a", signal=np.zeros_like(record.signal), fs=500.0, format="csv"
    )
    job = request_to_message(flat, ExplanationRequest(IMI, "occlusion", "line"))
    with pytest.raises(RecordError, match="Leads without signal"):
        answer_to(job, reader)


@pytest.mark.slow
def test_client_asks_the_real_worker(tiny_model, reader, record):
    with ServingClient(model=tiny_model) as client:
        request = ExplanationRequest(IMI, "grad_cam", "line")
        found = client.explain(record, request)
        passed = client.check(record, request, found.bands)
    assert found.bands.shape == (8, 250)
    parts = reader.bundle, reader.heads, record, request
    assert passed is check_record(*parts, found.bands)


def test_map_is_checked_as_the_pipeline_checks_it(reader, record):
    request = ExplanationRequest(IMI, "gradient_times_signal", "line")
    parts = reader.bundle, reader.heads, record, request
    bands = explain_record(*parts).bands
    for sign in (1, -1):
        answer = answer_to(check_to_message(record, request, sign * bands), reader)
        assert answer.fields["passed"] == check_record(*parts, sign * bands)


def test_map_of_another_recording_is_refused(reader, record):
    request = ExplanationRequest(IMI, "occlusion", "line")
    job = check_to_message(record, request, np.zeros((8, 9), np.float32))
    with pytest.raises(ValueError, match="a map of 250 bins"):
        answer_to(job, reader)


def test_answer_that_cannot_be_sent_becomes_an_error(reader):
    answers = []

    def answer(message):
        if message.fields["kind"] == "pong":
            raise ValueError("out of range")
        answers.append(message.fields)

    frame = b"".join(encode_message(Message({"kind": "ping", "id": "1"})))
    serve(reader, reader_of(io.BytesIO(frame)), answer)
    assert answers == [{"kind": "error", "error": "ValueError", "text": "", "id": "1"}]


@pytest.mark.slow
def test_filter_through_the_worker_and_the_reading_never_sees_it(
    tiny_model, reader, record
):
    before = record.signal.copy()
    expected = reader.read(record, file="a")
    with ServingClient(model=tiny_model) as client:
        drawn = client.filtered(record, "0.5-40")
        found = client.read(record, file="a")
    np.testing.assert_array_equal(
        drawn.signal, display_filter(record.signal, 500.0, "0.5-40")
    )
    assert not np.array_equal(drawn.signal, before)
    np.testing.assert_array_equal(record.signal, before)
    # Another number of threads may sum in another order: last digits differ.
    for name, measured in expected.measurements.items():
        ours = found.measurements[name]
        assert ours == replace(measured, value=ours.value, spread=ours.spread)
        numbers = [measured.value or 0.0, measured.spread or 0.0]
        assert [ours.value or 0.0, ours.spread or 0.0] == pytest.approx(numbers)
    assert found.measurements.keys() == expected.measurements.keys()
    for ours, theirs in zip(found.diagnoses, expected.diagnoses, strict=True):
        assert ours.probability == pytest.approx(theirs.probability, abs=1e-5)


def test_filter_job_answers_with_the_recording(reader, record):
    job = record_to_message(record, kind="filter", filter="notch-50")
    answer = answer_to(job, reader)
    assert answer.fields["kind"] == "filtered"
    drawn = record_from_message(answer)
    assert drawn.fs == record.fs
    assert drawn.signal.shape == record.signal.shape


@pytest.mark.parametrize("name", ["35", "", "0.05-150"])
def test_a_filter_that_is_not_offered_is_refused(reader, name):
    slow = EcgRecord(
        record_id="", signal=np.zeros((12, 500), np.float32), fs=100.0, format="csv"
    )
    job = record_to_message(slow, kind="filter", filter=name)
    with pytest.raises(ValueError, match="expected a filter"):
        answer_to(job, reader)


def test_blobs_of_an_answer_are_sent(reader, record):
    job = record_to_message(record, kind="filter", filter="0.5-40", id="7")
    answers = []
    frame = b"".join(encode_message(job))
    serve(reader, reader_of(io.BytesIO(frame)), answers.append)
    assert answers[0].fields["id"] == "7"
    assert len(answers[0].blobs) == 1


def test_reading_is_json_without_nan(reader, record):
    flat = np.zeros_like(record.signal)
    for signal in (record.signal, flat):
        changed = type(record)(record_id="a", signal=signal, fs=500.0, format="csv")
        job = record_to_message(changed, kind="read", file="a")
        json.dumps(answer_to(job, reader).fields, allow_nan=False)


def test_second_opinion_is_asked_through_the_worker(tiny_model, second_opinion, record):
    reader = Reader(load_bundle(tiny_model), second=second_opinion)
    job = record_to_message(record, kind="exact", code="AFIB")
    answer = answer_to(job, reader).fields
    text = json.dumps(answer, allow_nan=False)
    opinion = msgspec.convert(json.loads(text)["opinion"], SecondOpinionReading)
    assert opinion == read_second_opinion(second_opinion, record, "AFIB")


def test_model_without_second_opinion_says_so(reader, record):
    job = record_to_message(record, kind="exact", code="AFIB")
    with pytest.raises(CheckpointError, match="no second opinion"):
        answer_to(job, reader)
