"""The second result through the worker's protocol."""

import msgspec
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import CheckpointError, EcgktError
from ecgkt.pipeline.context import read_with_context
from ecgkt.pipeline.reader import Reader
from ecgkt.serving.context_message import (
    context_from_message,
    result_from_message,
    result_to_message,
)
from ecgkt.serving.inference_worker import answer_to
from ecgkt.serving.protocol import Message
from ecgkt.serving.record_message import record_to_message
from ecgkt.types.context import Context
from tests.builders.contexts import context_reading, tiny_context

WOMAN = Context(age=63, sex="female")


@pytest.fixture
def reader(tiny_model):
    made = Reader(load_bundle(tiny_model))
    made.context = tiny_context(made.bundle)
    return made


def job(record, **changes):
    fields = {"context": msgspec.to_builtins(WOMAN), "start_s": 0.0, **changes}
    return record_to_message(record, kind="context", **fields)


def test_worker_answers_what_the_pipeline_says(reader, record):
    answer = answer_to(job(record), reader)
    assert answer.fields["kind"] == "context"
    ours = read_with_context(reader.bundle, reader.context, record, WOMAN, start_s=0.0)
    assert result_from_message(answer) == ours


def test_result_comes_back_as_it_was_sent():
    sent = context_reading()
    assert result_from_message(result_to_message(sent)) == sent


@pytest.mark.parametrize(
    "context", [{"age": 400, "sex": None}, {"age": None, "sex": None}]
)
def test_impossible_context_is_refused(reader, record, context):
    with pytest.raises(EcgktError, match="context: expected"):
        answer_to(job(record, context=context), reader)


@pytest.mark.parametrize(
    "context", [None, "age=63", {"age": "old"}, {"age": 50, "sex": "x"}]
)
def test_malformed_context_is_no_context(context):
    with pytest.raises(ValueError, match=r"Expected|Invalid"):
        context_from_message(Message({"kind": "context", "context": context}))


def test_model_without_the_network_says_so(reader, record):
    reader.context = None
    with pytest.raises(CheckpointError, match="no network for age and sex"):
        answer_to(job(record), reader)
