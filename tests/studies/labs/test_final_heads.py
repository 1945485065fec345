"""Heads learned from all patients: their threshold, and what a score adds."""

from types import SimpleNamespace

import numpy as np
import pytest

from ecgkt.evaluation.calibration import fit_platt
from ecgkt.models.decision import sigmoid
from ecgkt.results.statistics.bootstrap import patient_weights
from ecgkt.studies.labs.final_heads import fit_heads, fit_shift


def test_the_threshold_calls_as_many_as_there_are(lab_data):
    rng = np.random.default_rng(0)
    scores = rng.normal(size=lab_data.targets.shape)
    judged = [
        {
            **dict(zip(("name", "direction"), name.rsplit(" ", 1), strict=True)),
            **dict.fromkeys(("n", "positives", "n_patients"), 3),
            "auroc": 0.6,
            "auroc_ci": [0.5, 0.7],
            "readable": False,
        }
        for name in lab_data.names
    ]
    limits = {"lower": None, "upper": 2.0, "unit": None}
    manifest = {"labs": dict.fromkeys(lab_data.labs, limits)}
    store = SimpleNamespace(manifest=manifest)
    heads = fit_heads(lab_data, scores, judged, store=store)[0]
    for column, target in enumerate(heads.targets):
        truth = lab_data.targets[:, column]
        known = ~np.isnan(truth)
        p = sigmoid(target.platt[0] * scores[known, column] + target.platt[1])
        assert abs((p >= target.threshold).sum() - truth[known].sum()) <= 1
        assert p.mean() == pytest.approx(truth[known].mean(), abs=0.05)


def planted(n_patients, *, slope=1.0, seed=0):
    """Invent scores whose log-odds of an abnormality of half the ECGs are known."""
    rng = np.random.default_rng(seed)
    patients = np.repeat(np.arange(n_patients), 3)
    scores = rng.normal(size=len(patients))
    truth = (rng.random(len(patients)) < sigmoid(slope * scores)).astype(np.int64)
    return scores, truth, patient_weights(patients, n_draws=200)


def test_planted_ratio_lies_within_its_interval_and_is_near():
    shift = fit_shift(*planted(1000), slope=1.0)
    found = shift.of(np.array([-1.0, 0.0, 1.0]))
    np.testing.assert_allclose(np.log(found.ratio), [-1, 0, 1], atol=0.15)
    assert (found.low < np.exp([-1, 0, 1])).all()
    assert (found.high > np.exp([-1, 0, 1])).all()


def test_ratio_is_the_calibrated_odds_over_those_of_the_share():
    scores, truth, weights = planted(60)
    slope, intercept = fit_platt(scores, truth, prior=(1.0, _logit(truth.mean())))
    found = fit_shift(scores, truth, weights, slope=1.0).of(scores)
    share = truth.mean()
    odds = np.exp(slope * scores + intercept) / (share / (1 - share))
    np.testing.assert_allclose(found.ratio, odds)


def test_fewer_patients_give_a_wider_interval():
    few, many = (fit_shift(*planted(n), slope=1.0).of(np.array(1.5)) for n in (30, 500))
    assert np.log(few.high / few.low) > 2 * np.log(many.high / many.low)


def test_percentile_is_the_share_of_scores_below():
    scores, truth, weights = planted(300)
    shift = fit_shift(scores, truth, weights, slope=1.0)
    found = shift.of(np.array([-9.0, 0.3, 9.0])).percentile
    assert found[[0, 2]].tolist() == [0, 100]
    assert found[1] == pytest.approx(100 * (scores < 0.3).mean(), abs=2)


def _logit(share):
    return np.log(share / (1 - share))
