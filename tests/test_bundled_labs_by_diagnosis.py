"""The shipped document on labs and diagnoses is of the shipped model and its heads."""

import json

import pytest

from ecgkt.report.labs_by_diagnosis_words import answer_text
from ecgkt.results.document import load_document
from ecgkt.results.labs_by_diagnosis import ARMS, LabsByDiagnosis
from ecgkt.results.model_card import BUNDLED
from ecgkt.vocab.statements import CODES

PATH = BUNDLED / "results" / "labs-by-diagnosis.json"


@pytest.fixture(scope="module")
def table() -> LabsByDiagnosis:
    return load_document(PATH, LabsByDiagnosis)


def test_it_speaks_of_the_shipped_weights(table):
    card = json.loads((BUNDLED / "card.json").read_text(encoding="utf-8"))
    assert table.model.sha256 == card["sha256"]


def test_it_compares_the_labs_that_have_heads(table):
    heads = json.loads((BUNDLED / "labs.json").read_text(encoding="utf-8"))
    known = {(one["name"], one["direction"]) for one in heads["targets"]}
    compared = {(one.name, one.direction) for one in table.cohort.labs}
    assert compared <= known
    paired = {
        (pair.name, pair.direction) for one in table.statements for pair in one.pairs
    }
    assert paired <= compared


def test_its_counts_are_those_of_its_pairs(table):
    pairs = [pair for one in table.statements for pair in one.pairs]
    assert table.n_pairs == len(table.statements) * len(table.cohort.labs)
    assert table.n_pairs_measured == len(pairs) > 0
    assert table.n_pairs_excluding_one == sum(pair.excludes_one for pair in pairs) > 0
    assert {one.code for one in table.statements} <= set(CODES)
    for pair in pairs:
        assert min(pair.patients_with, pair.patients_without) >= table.min_patients
        assert max(pair.patients_with, pair.patients_without) <= table.n_patients
        assert pair.low <= pair.ratio <= pair.high


def test_constant_is_a_coin_and_the_answer_has_an_interval(table):
    assert table.cohort.mean_auroc["constant"] == 0.5
    assert set(table.cohort.mean_auroc) == set(ARMS)
    assert table.cohort.differences[0].ci is not None
    assert "difference" in answer_text(table)


def test_it_is_small():
    assert PATH.stat().st_size < 150_000
