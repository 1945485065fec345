import numpy as np
import pytest

from ecgkt.results.statistics.bootstrap import patient_weights
from ecgkt.results.statistics.clusters import (
    auroc_of,
    clustered_error,
    rank_label,
    share_of,
)
from ecgkt.results.statistics.metrics import auroc_and_ap


@pytest.fixture
def sample():
    """3000 ECGs, two of each patient and much alike, with ties among the scores."""
    rng = np.random.default_rng(0)
    patients = np.repeat(np.arange(1500), 2)
    labels = rng.random(3000) < 0.2
    common = rng.normal(size=1500)[patients]
    scores = np.round(labels * 1.2 + 0.8 * common + rng.normal(size=3000), 1)
    return labels, scores, patients, rng.random(3000) < 0.3


def test_area_is_that_of_the_ranking_ties_included(sample):
    labels, scores, patients, kept = sample
    ranked = rank_label(labels, scores, patients)
    whole = auroc_and_ap(labels, scores).auroc[0]
    assert auroc_of(ranked).value == pytest.approx(whole, abs=1e-12)
    part = auroc_and_ap(labels[kept], scores[kept]).auroc[0]
    found = auroc_of(ranked, kept[ranked.order])
    assert found.value == pytest.approx(part, abs=1e-12)
    assert not found.influence[~kept[ranked.order]].any()


def test_errors_are_those_of_the_bootstrap_of_patients(sample):
    labels, scores, patients, kept = sample
    weights = patient_weights(patients, n_draws=600)
    whole = auroc_and_ap(labels, scores, weights).auroc
    part = auroc_and_ap(labels[kept], scores[kept], weights[kept]).auroc
    ranked = rank_label(labels, scores, patients)
    one, other = auroc_of(ranked), auroc_of(ranked, kept[ranked.order])
    error = clustered_error(one.influence, ranked.patients)
    assert error == pytest.approx(whole[1:].std(), rel=0.1)
    gap = clustered_error(other.influence - one.influence, ranked.patients)
    assert gap == pytest.approx((part - whole)[1:].std(), rel=0.1)


def test_area_without_both_classes_is_not_defined():
    ranked = rank_label(np.zeros(3, bool), np.arange(3.0), np.arange(3))
    assert np.isnan(auroc_of(ranked).value)


def test_share_of_many_patients_is_wilson_s_and_of_few_is_wider():
    hits = np.repeat(np.array([True, False]), [30, 70])
    alone = share_of(hits, np.arange(100))
    # Wilson's interval of 30 in 100, as tables of statistics have it.
    assert alone.interval == pytest.approx((0.2189, 0.3958), abs=2e-4)
    shared = share_of(hits, np.arange(100) // 10)
    assert shared.interval[0] < alone.interval[0] < 0.3 < alone.interval[1]
    assert shared.interval[1] > alone.interval[1]
    assert share_of(hits[:0], np.arange(0)).value is None
    assert share_of(hits[:20], np.arange(20)).interval[1] == pytest.approx(1)
