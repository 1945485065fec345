"""What is said of one score beside its bar."""

from dataclasses import replace

import pytest

from ecgkt.errors import CheckpointError
from ecgkt.results.model_card import load_card
from ecgkt.types.reading import ModelIdentity
from ecgkt.vocab.statements import CODES, SUPERCLASSES
from pages.read_ecg import score_detail
from pages.read_ecg.score_detail import detail_text, known_of
from tests.builders.doubt_documents import doubt_table
from tests.builders.readings import score_of

MODEL = ModelIdentity(name="model", version="1.0.0", sha256="0" * 64)


@pytest.fixture
def shipped(tiny_model, monkeypatch):
    """A card, and limits of every statement and super-class, low in the latter."""
    table = doubt_table()
    one = table.labels[1]
    rows = [replace(one, code=code) for code in CODES]
    rows += [replace(one, code=code, low=0.01) for code in SUPERCLASSES]
    table = replace(table, labels=tuple(rows))
    card = load_card(tiny_model)
    monkeypatch.setattr(score_detail, "get_card", lambda: card)
    monkeypatch.setattr(score_detail, "get_document", lambda kind: table)
    return card


def test_detail_says_how_well_it_is_known(shipped):
    figures, limits = known_of(MODEL)("statement", "AFIB")
    text = detail_text(score_of("AFIB", 0.9), figures, limits)
    assert "Threshold 0.50. AUROC 0.90 on held-out patients." in text
    assert f"of {figures.positives} cases" in text
    assert text.endswith("without it: nine in ten of them score lower.")
    unknown = replace(score_of("AFIB", 0.9), auroc=None)
    assert "AUROC not measured" in detail_text(unknown, None, None)


def test_normal_ecg_is_a_statement_and_a_super_class(shipped):
    known = known_of(MODEL)
    assert known("statement", "NORM").limits.low == 0.1
    assert known("superclass", "NORM").limits.low == 0.01
    assert known("superclass", "NORM").figures == shipped.superclasses[0]


def test_limits_of_other_weights_are_not_used(shipped):
    known = known_of(replace(MODEL, sha256="1" * 64))("statement", "AFIB")
    assert known.figures is not None
    assert known.limits is None


def test_damaged_card_leaves_the_score_alone(monkeypatch):
    def damaged():
        raise CheckpointError("damaged")

    monkeypatch.setattr(score_detail, "get_card", damaged)
    assert known_of(MODEL)("statement", "AFIB") == (None, None)
