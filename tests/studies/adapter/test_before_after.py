"""Before and after are judged on patients that had not taught the adapter."""

import numpy as np
import pytest

from ecgkt.models.decision import Decision
from ecgkt.studies.adapter import before_after
from ecgkt.studies.adapter.before_after import FOLDS, cross_fit, judge_adapters
from ecgkt.training.stages.adapt import fit_adapter, no_change
from tests.builders.adapters import FREQUENT, WIDTH, local_ecgs

NEUTRAL = Decision.neutral()
COLUMNS = np.array([FREQUENT, FREQUENT + 1, FREQUENT + 2])


def test_planted_shift_is_measured_as_better():
    found = cross_fit(local_ecgs(300), NEUTRAL, seed=0)
    assert found.is_better
    assert found.auroc_gain.ci[0] > 0
    assert found.loss_gain.ci[1] < 0
    assert (found.n_records, found.n_patients, found.n_statements) == (300, 150, 3)


def test_where_the_model_fits_nothing_is_claimed():
    found = cross_fit(local_ecgs(300, shift=0.0), NEUTRAL, seed=0)
    assert not found.is_better


def test_no_patient_is_on_both_sides(monkeypatch):
    local, taught = local_ecgs(100), []

    def spy(part, decision):
        taught.append(set(part.patient_ids.tolist()))
        return no_change(WIDTH)

    monkeypatch.setattr(before_after, "fit_adapter", spy)
    found = cross_fit(local, NEUTRAL, seed=0)
    everyone = set(local.patient_ids.tolist())
    left_out = [everyone - patients for patients in taught]
    assert len(taught) == FOLDS
    assert set().union(*left_out) == everyone
    assert sum(map(len, left_out)) == len(everyone)
    assert found.auroc_gain.value == 0
    assert not found.is_better


def test_figures_are_those_of_a_slow_plain_version():
    local, adapters = local_ecgs(200, seed=3), []
    for seed in (0, 1):
        adapters.append(fit_adapter(local_ecgs(100, seed=seed), NEUTRAL))
    found = judge_adapters(adapters, local, COLUMNS, NEUTRAL)
    aurocs, losses = [], []
    for adapter in adapters:
        for column in COLUMNS:
            score = adapter.adapt(local.prediction).logits[:, column].astype(float)
            truth = local.labels[:, column] == 1
            wins = score[truth][:, None] > score[~truth][None, :]
            aurocs.append(wins.mean())
            p = 1 / (1 + np.exp(-score))
            losses.append(-np.log(np.where(truth, p, 1 - p)).mean())
    assert found.auroc_after.value == pytest.approx(np.mean(aurocs), abs=1e-6)
    assert found.loss_after.value == pytest.approx(np.mean(losses), abs=1e-6)
    gain = found.auroc_after.value - found.auroc_before.value
    assert found.auroc_gain.value == pytest.approx(gain)
    low, high = found.auroc_gain.ci
    assert low < found.auroc_gain.value < high


def test_statement_of_one_class_is_left_out():
    local = local_ecgs(200)
    local.labels[:, FREQUENT] = 0
    found = judge_adapters([no_change(WIDTH)], local, COLUMNS, NEUTRAL)
    assert found.n_statements == 2


def test_nothing_to_judge_is_not_defined():
    found = judge_adapters(
        [no_change(WIDTH)], local_ecgs(60), np.array([], int), NEUTRAL
    )
    assert found.auroc_gain.value is None
    assert not found.is_better
