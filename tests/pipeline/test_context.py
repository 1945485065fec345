"""The second result stands beside the reading and never changes it."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import CheckpointError, RecordError
from ecgkt.pipeline.context import read_with_context, second_result
from ecgkt.pipeline.reader import Reader
from ecgkt.types.adapter import AdapterIdentity
from ecgkt.types.context import Context
from tests.builders.contexts import tiny_context

WOMAN = Context(age=63, sex="female")


@pytest.fixture
def reader(tiny_model):
    made = Reader(load_bundle(tiny_model))
    made.context = tiny_context(made.bundle)
    return made


def test_off_is_the_reading_of_the_ecg_alone_to_the_bit(reader, tiny_model, record):
    plain = Reader(load_bundle(tiny_model)).read(record)
    assert reader.read(record) == plain
    assert second_result(reader, record, plain, None) is None


def test_second_result_begins_with_the_very_scores_of_the_reading(reader, record):
    reading = reader.read(record)
    result = second_result(reader, record, reading, WOMAN)
    assert [one.probability for one in result.scores] == [
        score.probability for score in reading.diagnoses
    ]
    assert [one.code for one in result.scores] == [s.code for s in reading.diagnoses]
    assert any(one.is_turned for one in result.scores)
    assert reader.read(record) == reading


def test_rows_of_attention_sum_to_one_and_parts_to_the_shift(reader, record):
    result = second_result(reader, record, reader.read(record), WOMAN)
    assert [*result.attention] == ["age", "sex"]
    for row in result.attention.values():
        assert sum(row) == pytest.approx(1, abs=1e-6)
    for one in result.scores:
        before = np.log(one.probability / (1 - one.probability))
        after = np.log(one.with_context / (1 - one.with_context))
        assert after - before == pytest.approx(one.shift, abs=1e-6)


def test_only_what_is_known_has_a_part(reader, record):
    result = second_result(reader, record, reader.read(record), Context(sex="male"))
    assert [*result.attention] == ["sex"]
    assert all([*one.log_odds] == ["sex"] for one in result.scores)


def test_network_that_learned_nothing_changes_nothing(reader, record):
    with torch.no_grad():
        reader.context.net.out.zero_()
    result = second_result(reader, record, reader.read(record), WOMAN)
    assert all(one.with_context == one.probability for one in result.scores)


def test_age_and_sex_of_the_record_are_not_looked_at(reader, record):
    other = replace(record, age=30.0, sex="male")
    ours, theirs = (
        read_with_context(reader.bundle, reader.context, one, WOMAN, start_s=0.0)
        for one in (record, other)
    )
    assert ours == theirs


def test_refused_recording_has_no_second_result(reader, record):
    flat = replace(record, signal=np.zeros_like(record.signal))
    assert second_result(reader, flat, reader.read(flat), WOMAN) is None
    with pytest.raises(RecordError):
        read_with_context(reader.bundle, reader.context, flat, WOMAN)


def test_scores_of_a_site_adapter_are_not_corrected(reader, record):
    identity = AdapterIdentity(
        sha256="d" * 64, site="ward", n_records=20, is_better=True
    )
    reading = reader.read(record)
    adapted = replace(reading, model=replace(reading.model, adapter=identity))
    with pytest.raises(CheckpointError, match="leave one of the two out"):
        second_result(reader, record, adapted, WOMAN)


def test_model_without_the_network_says_so(reader, record):
    reader.context = None
    with pytest.raises(CheckpointError, match="no network for age and sex"):
        second_result(reader, record, reader.read(record), WOMAN)
