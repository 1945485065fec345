"""The flow for one record: scores for a good one, none for a refused one."""

import inspect
from dataclasses import replace

import numpy as np
import pytest

from ecgkt.checkpoint import load_bundle
from ecgkt.pipeline import Reader
from ecgkt.vocab import CODES, DIAGNOSES, SUPERCLASSES


@pytest.fixture(scope="module")
def reader(tiny_model):
    return Reader(load_bundle(tiny_model))


def test_every_statement_and_superclass_is_scored(reader, record):
    reading = reader.read(record, file="a.hea")
    assert tuple(score.code for score in reading.diagnoses) == CODES
    assert tuple(score.code for score in reading.superclasses) == tuple(SUPERCLASSES)
    assert reading.file == "a.hea"
    assert reading.model == reader.bundle.identity


def test_score_carries_its_measured_validity(reader, record):
    card = {one["code"]: one for one in reader.bundle.card["labels"]}
    for score, diagnosis in zip(reader.read(record).diagnoses, DIAGNOSES, strict=True):
        assert score.auroc == card[score.code]["auroc"]
        assert list(score.auroc_ci) == card[score.code]["auroc_ci"]
        assert score.validated == card[score.code]["validated"]
        assert score.positive == (score.probability >= score.threshold)
        assert (score.name, score.group) == (diagnosis.name, diagnosis.group)


def test_statement_and_superclass_of_one_name_keep_their_own_figures(reader, record):
    reading, card = reader.read(record), reader.bundle.card
    statement = next(score for score in reading.diagnoses if score.code == "NORM")
    assert statement.auroc == card["labels"][CODES.index("NORM")]["auroc"]
    assert reading.superclasses[0].auroc == card["superclasses"][0]["auroc"]
    assert statement.auroc != reading.superclasses[0].auroc


def test_refused_record_has_empty_lists(reader, record):
    short = replace(record, signal=record.signal[:, : int(4 * record.fs)])
    reading = reader.read(short)
    assert reading.quality.verdict == "refuse"
    assert reading.quality.reasons
    assert reading.diagnoses == ()
    assert reading.superclasses == ()


def test_reading_twice_gives_the_same(reader, record):
    assert reader.read(record) == reader.read(record)


def test_scores_ignore_what_lies_beyond_the_window(reader, record):
    longer = np.concatenate([record.signal, -record.signal], axis=1)
    scores = reader.read(replace(record, signal=longer)).diagnoses
    assert scores == reader.read(record).diagnoses


def test_order_of_leads_in_the_model_is_that_of_the_record(reader, record):
    swapped = record.signal.copy()
    swapped[[6, 11]] = swapped[[11, 6]]
    ours = [score.probability for score in reader.read(record).diagnoses]
    other = [
        s.probability for s in reader.read(replace(record, signal=swapped)).diagnoses
    ]
    assert not np.allclose(ours, other)


def test_reading_takes_nothing_but_the_ecg():
    parameters = list(inspect.signature(Reader.read).parameters)
    assert parameters == ["self", "record", "file"]


def test_card_without_a_statement_is_refused(tiny_model):
    bundle = load_bundle(tiny_model)
    card = {**bundle.card, "labels": bundle.card["labels"][1:]}
    with pytest.raises(KeyError, match="the card lacks"):
        Reader(replace(bundle, card=card))
