import io

import pytest

from ecgkt.pipeline.export_report import export_report
from ecgkt.serving.client import ServingClient
from ecgkt.serving.inference_worker import answer_to
from ecgkt.serving.protocol import Message, decode_message, encode_message, reader_of
from ecgkt.serving.report_message import (
    files_from_message,
    report_from_message,
    report_to_message,
)
from ecgkt.types.report_wish import ReportWish
from tests.builders.readings import planted_reading

WISH = ReportWish(formats=("md", "json"), stem="a", text="Fine.", is_named=True)


def sent(message):
    content = b"".join(encode_message(message))
    return decode_message(reader_of(io.BytesIO(content)), limit=2**26)


def test_wish_travels_whole(record):
    reading = planted_reading()
    found = report_from_message(sent(report_to_message(record, reading, WISH)))
    assert found[1:] == (reading, WISH)
    assert (found[0].signal == record.signal).all()


def test_worker_writes_what_the_pipeline_writes(record):
    reading = planted_reading()
    job = sent(report_to_message(record, reading, WISH))
    answer = sent(answer_to(job, None))
    assert files_from_message(answer) == export_report(record, reading, WISH)


@pytest.mark.parametrize(
    "change",
    [
        {"reading": None},
        {"reading": {}},
        {"wish": {"formats": ["exe"]}},
        {"wish": {"stem": "../a"}},
        {"wish": None},
    ],
)
def test_job_that_is_malformed_is_refused(change, record):
    job = report_to_message(record, planted_reading(), WISH)
    with pytest.raises((ValueError, TypeError), match=r"\w+"):
        report_from_message(Message({**job.fields, **change}, job.blobs))


def test_names_without_contents_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        files_from_message(Message({"names": ["a.md"]}))


@pytest.mark.slow
def test_page_comes_from_the_worker_process(tiny_model, record):
    with ServingClient(model=tiny_model) as client:
        reading = client.read(record)
        (content,) = client.report(record, reading, ReportWish()).values()
    assert content.startswith(b"%PDF")
