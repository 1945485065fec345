"""The flow for one record: scores for a good one, none for a refused one."""

import inspect
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from ecgkt.checkpoint import load_bundle
from ecgkt.measure.beats import FEATURES
from ecgkt.pipeline import Reader
from ecgkt.reading import LabScore
from ecgkt.vocab import CODES, DIAGNOSES, SUPERCLASSES


@pytest.fixture(scope="module")
def reader(tiny_model):
    return Reader(load_bundle(tiny_model))


class InventedHeads:
    """Two heads of an invented formula; their figures are no measurements."""

    def __init__(self):
        potassium = SimpleNamespace(
            name="Potassium",
            direction="high",
            threshold=0.5,
            auroc=0.6,
            auroc_ci=(0.55, 0.65),
            n_patients=29,
            readable=True,
            taught_by="patients",
            reference_range=(3.3, 5.1),
            unit="mEq/L",
        )
        foreign = SimpleNamespace(**{**vars(potassium), "name": "A lab of elsewhere"})
        self.targets = (potassium, foreign)
        self.asked = []

    def probabilities(self, embedding, features):
        self.asked.append((embedding, features))
        return np.array([[0.75, 0.25]])


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


def test_labs_are_estimated_from_embedding_and_beats_of_the_same_ecg(reader, record):
    heads = InventedHeads()
    labs = Reader(reader.bundle, heads).read(record).labs
    ((embedding, features),) = heads.asked
    assert embedding.shape == (1, sum(reader.bundle.model.encoder.widths))
    assert features.shape == (1, len(FEATURES))
    assert features[0][FEATURES.index("heart_rate_bpm")] == pytest.approx(70, abs=15)
    assert labs[0] == LabScore(
        code="2823-3",
        name="Potassium",
        direction="high",
        probability=0.75,
        auroc=0.6,
        auroc_ci=(0.55, 0.65),
        threshold=0.5,
        positive=True,
        n_patients=29,
        readable=True,
        taught_by="patients",
        reference_range=(3.3, 5.1),
        unit="mEq/L",
    )
    assert (labs[1].code, labs[1].positive) == (None, False)


def test_model_without_heads_estimates_no_labs(reader, record):
    assert reader.read(record).labs == ()


def test_refused_record_has_no_labs(reader, record):
    heads = InventedHeads()
    short = replace(record, signal=record.signal[:, : int(4 * record.fs)])
    assert Reader(reader.bundle, heads).read(short).labs == ()
    assert not heads.asked


def test_heads_do_not_change_the_diagnoses(reader, record):
    with_heads = Reader(reader.bundle, InventedHeads()).read(record)
    assert with_heads.diagnoses == reader.read(record).diagnoses
