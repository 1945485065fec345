import numpy as np
import pytest

from ecgkt.results.statistics.bootstrap import patient_weights
from ecgkt.studies.labs.prevalence_ratios import (
    MIN_CASES,
    MIN_PATIENTS,
    permute_patients,
    prevalence_ratios,
)


def invented(n_patients=60, seed=0, link=0.0):
    """Patients of 1-9 ECGs, two diagnoses and three labs; the first go together."""
    rng = np.random.default_rng(seed)
    patients = np.repeat(np.arange(n_patients), rng.integers(1, 10, n_patients))
    whose = patients[:, None]
    ill = (rng.random((n_patients, 2)) < 0.5)[whose[:, 0]]
    positive = ill ^ (rng.random(ill.shape) < 0.2)
    level = rng.normal(size=(n_patients, 3))[patients]
    level[:, 0] += link * positive[:, 0]
    targets = (level + 0.5 * rng.normal(size=level.shape) > 0.3).astype(float)
    targets[rng.random(targets.shape) < 0.3] = np.nan
    return positive, targets, patients


def plain(positive, target, patients, counts):
    """Give prevalence on both sides, patient by patient."""
    means = []
    for side in (positive, ~positive):
        shares = []
        for one, count in enumerate(counts):
            rows = (patients == one) & side & ~np.isnan(target)
            if rows.any():
                shares += [target[rows].mean()] * count
        means.append(np.mean(shares) if shares else np.nan)
    return means


def test_ratio_and_interval_are_those_of_a_plain_loop():
    positive, targets, patients = invented()
    found = prevalence_ratios(positive, targets, patients, n_draws=40)
    draws = patient_weights(np.arange(60), n_draws=40)[:, 1:]
    for d in range(2):
        for t in range(3):
            pair = positive[:, d], targets[:, t], patients
            with_it, without = plain(*pair, [1] * 60)
            assert found.prevalence[:, d, t] == pytest.approx([with_it, without])
            assert found.ratio[d, t] == pytest.approx(with_it / without)
            ratios = [np.divide(*plain(*pair, draw)) for draw in draws.T]
            limits = np.percentile(ratios, (2.5, 97.5))
            assert (found.low[d, t], found.high[d, t]) == pytest.approx(limits)


def test_patient_with_many_ecgs_weighs_as_much_as_one_with_few():
    positive, targets, patients = invented()
    mine = np.flatnonzero(patients == 5)
    rows = np.concatenate([np.arange(len(patients)), np.tile(mine, 20)])
    one = prevalence_ratios(positive, targets, patients, n_draws=20)
    many = prevalence_ratios(positive[rows], targets[rows], patients[rows], n_draws=20)
    for ours, theirs in zip(one, many, strict=True):
        np.testing.assert_allclose(ours, theirs)


def test_planted_link_is_found_and_the_others_are_not():
    found = prevalence_ratios(*invented(n_patients=200, link=2.0))
    assert found.low[0, 0] > 1.5
    assert not found.excludes_one[1].any()


def test_pairs_with_too_few_patients_have_no_ratio():
    positive, targets, patients = invented()
    rare = np.flatnonzero(positive[:, 0])
    positive[:, 0] = False
    few = np.unique(patients[rare])[: MIN_PATIENTS - 1]
    positive[np.isin(patients, few), 0] = True
    cases = np.unique(patients[targets[:, 2] == 1])[: MIN_CASES - 1]
    targets[~np.isin(patients, cases) & (targets[:, 2] == 1), 2] = 0
    found = prevalence_ratios(positive, targets, patients, n_draws=20)
    assert not found.is_measured[0].any()
    assert list(found.is_measured[1]) == [True, True, False]
    assert not found.excludes_one[0].any()
    assert found.patients[0, 0].max() == MIN_PATIENTS - 1
    none = prevalence_ratios(positive[:, :1], targets, patients, n_draws=20)
    assert not none.is_measured.any()


def test_dealt_diagnoses_are_anothers_and_every_patient_gives_once():
    patients = np.array([0, 0, 0, 1, 2, 2])
    positive = np.eye(6, dtype=bool)
    orders = set()
    for seed in range(20):
        permuted = permute_patients(positive, patients, np.random.default_rng(seed))
        assert (permuted.sum(axis=1) == 1).all()
        givers = patients[permuted.argmax(axis=1)]
        given = [np.unique(givers[patients == one]) for one in range(3)]
        assert sorted(np.concatenate(given)) == [0, 1, 2]
        orders.add(tuple(np.concatenate(given)))
    assert len(orders) > 3


def test_where_nothing_goes_together_few_intervals_exclude_one():
    positive, targets, patients = invented(link=2.0)
    rng = np.random.default_rng(0)
    found = [
        prevalence_ratios(
            permute_patients(positive, patients, rng), targets, patients, n_draws=200
        ).excludes_one
        for _ in range(60)
    ]
    assert 0.02 < np.mean(found) < 0.1
