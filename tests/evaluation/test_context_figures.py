"""AUROC within strata against counting pairs, and gains that are paired."""

import numpy as np
import pytest

from ecgkt.evaluation.context_figures import (
    ContextScores,
    context_figures,
    statement_gains,
)
from ecgkt.vocab.statements import CODES


@pytest.fixture(scope="module")
def scores():
    rng = np.random.default_rng(2)
    n = 240
    alone = rng.normal(-1, 1, (n, len(CODES)))
    labels = (rng.random(alone.shape) < 1 / (1 + np.exp(-alone))).astype(int)
    labels[:, 7] = 0
    strata = rng.choice(["40-59 male", "60-74 female"], n)
    # One statement is told by the stratum alone, which within it is worth nothing.
    labels[:, 3] = strata == "60-74 female"
    alone[:, 3] = rng.normal(size=n)
    known = alone.copy()
    known[:, 3] += 5.0 * labels[:, 3]
    patients = np.arange(n) // 2
    return ContextScores(alone, known, alone.copy(), labels, patients, strata)


def pairs_won(labels, log_odds, strata):
    won = total = 0.0
    for i in np.flatnonzero(labels == 1):
        for j in np.flatnonzero((labels == 0) & (strata == strata[i])):
            won += (log_odds[i] > log_odds[j]) + 0.5 * (log_odds[i] == log_odds[j])
            total += 1
    return won / total if total else np.nan


def test_pairs_within_strata_are_those_that_one_counts(scores):
    found = context_figures(scores, n_draws=20)
    enough = scores.labels.sum(0) >= 50
    counted = [
        pairs_won(scores.labels[:, j], scores.alone[:, j], scores.strata)
        for j in np.flatnonzero(enough)
    ]
    assert found.within.alone.value == pytest.approx(np.nanmean(counted), abs=1e-6)


def test_mere_prevalence_gains_overall_and_nothing_within(scores):
    found = context_figures(scores, n_draws=20)
    assert found.frequent.gain.value > 0
    assert found.frequent.gain.ci[0] > 0
    assert found.within.gain.value == pytest.approx(0, abs=1e-9)
    assert found.loss_change.value < 0
    assert found.all.n_labels == len(CODES) - 1


def test_what_changes_nothing_gains_exactly_nothing(scores):
    found = context_figures(scores, n_draws=20)
    assert (found.all.plain_gain.value, found.all.plain_gain.ci) == (0, (0, 0))
    gains = statement_gains(scores, n_draws=20)
    assert [one.code for one in gains] == list(CODES)
    assert gains[0].gain.value == 0
    assert gains[3].gain.value > 0.3
    assert gains[7].alone.value is None
