"""Limits of doubt: they keep what they promise on ECGs from the same place."""

import numpy as np
import pytest

from ecgkt.dataset.store import open_store
from ecgkt.evaluation.doubt import (
    LEAST,
    conformal_limits,
    count_referred,
    evaluate_doubt,
)
from ecgkt.results.doubt import DoubtTable


def drawn(rng, n=400, distance=1.5):
    labels = (rng.random(n) < 0.4).astype(int)
    return rng.normal(distance * labels, 1.0), labels


@pytest.mark.parametrize("distance", [0.5, 1.5, 4.0])
def test_either_kind_keeps_the_level_over_many_draws(distance):
    rng = np.random.default_rng(0)
    kept = []
    for _ in range(200):
        low, high = conformal_limits(*drawn(rng, distance=distance))
        scores, labels = drawn(rng, distance=distance)
        kept.append(
            ((scores[labels == 1] >= low).mean(), (scores[labels == 0] <= high).mean())
        )
    assert np.mean(kept, axis=0) == pytest.approx([0.9, 0.9], abs=0.01)


def test_limits_cross_where_scores_tell_the_kinds_well_apart():
    rng = np.random.default_rng(0)
    low, high = conformal_limits(*drawn(rng, distance=5.0))
    assert high < low
    low, high = conformal_limits(*drawn(rng, distance=0.5))
    assert low < high


def test_few_ecgs_exclude_nothing():
    low, high = conformal_limits(np.array([0.3, 0.6]), np.array([0, 1]))
    assert (low, high) == (0.0, 1.0)


def test_both_sides_of_the_limit_of_doubt_are_counted():
    doubt, is_wrong = np.array([0.1, 0.2, 0.9, 0.9]), np.array([0, 1, 1, 1], bool)
    found = count_referred(doubt, is_wrong, 0.9)
    assert (found.referred.hits, found.referred.n) == (2, 4)
    assert found.wrong_referred.share == 1.0
    assert found.wrong_kept.share == 0.5


def test_document_has_a_row_for_everything_and_no_limits_for_the_rare(
    small_store, tiny_model
):
    document = evaluate_doubt(small_store, model=tiny_model)
    assert document.pop("schema") == DoubtTable.SCHEMA
    table = DoubtTable.from_dict(document)
    assert len(table.labels) == 76
    tuning = open_store(small_store).split("tuning")
    labels = open_store(small_store).labels[tuning]
    for row, known in zip(table.labels, labels.T, strict=False):
        assert row.n_present == known.sum()
        is_rare = min(row.n_present, row.n_absent) < LEAST
        assert (row.low is None) == is_rare == (row.open is None)
