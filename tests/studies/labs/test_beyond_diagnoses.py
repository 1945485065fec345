from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from ecgkt.models.decision import Decision
from ecgkt.studies.labs.beyond_diagnoses import (
    ARMS,
    COMPARED,
    compare_out_of_fold,
    judge_arms,
    with_diagnoses,
)
from ecgkt.studies.labs.cross_validation import cross_validate
from ecgkt.training.loop.tuning_score import masked_macro_auroc
from ecgkt.vocab.statements import CODES

NEUTRAL = SimpleNamespace(decision=Decision.neutral())


@pytest.fixture(scope="module")
def told(lab_data):
    """Labs that follow the embedding, and diagnoses that know nothing of them."""
    logits = np.random.default_rng(1).normal(size=(len(lab_data.patients), len(CODES)))
    blocks = {**lab_data.blocks, "shown": logits}
    return with_diagnoses(replace(lab_data, blocks=blocks), NEUTRAL)


@pytest.fixture(scope="module")
def scores(told):
    return compare_out_of_fold(told, seeds=(0, 1), n_folds=4)


def test_positives_are_the_models_own_verdicts(told):
    probability = NEUTRAL.decision.probabilities(told.blocks["shown"])
    np.testing.assert_array_equal(told.blocks["positives"], probability >= 0.5)
    np.testing.assert_allclose(told.blocks["diagnoses"], told.blocks["shown"])


def test_lab_head_is_the_one_that_evaluate_labs_judges(lab_data, scores):
    found = cross_validate(lab_data, n_folds=4, seeds=(0, 1))
    np.testing.assert_array_equal(scores["lab_head"], found.scores["ours"])
    np.testing.assert_array_equal(scores["constant"], found.scores["constant"])


def test_heads_know_more_than_diagnoses_that_know_nothing(told, scores):
    judged = judge_arms(told, scores)
    assert judged["mean_auroc"]["constant"] == 0.5
    gain = judged["differences"][0]
    assert (gain["of"], gain["less"]) == ("lab_head", "diagnoses")
    assert gain["ci"][0] > 0
    assert judged["mean_auroc"]["diagnoses_and_embedding"] > 0.55
    assert [(one["of"], one["less"]) for one in judged["differences"]] == [*COMPARED]


def test_heads_add_nothing_where_the_labs_follow_the_diagnoses(unrelated_labs):
    targets = unrelated_labs.targets
    n, rng = len(targets), np.random.default_rng(2)
    logits = rng.normal(size=(n, len(CODES)))
    logits[:, : targets.shape[1]] += 6 * np.nan_to_num(targets) - 3
    blocks = {**unrelated_labs.blocks, "shown": logits}
    told = with_diagnoses(replace(unrelated_labs, blocks=blocks), NEUTRAL)
    judged = judge_arms(told, compare_out_of_fold(told, seeds=(0,), n_folds=4))
    assert judged["differences"][0]["ci"][1] < 0
    assert judged["mean_auroc"]["positives"] > 0.6


def test_a_patients_own_labs_do_not_reach_their_scores(told):
    mine = told.patients == 3
    values = np.where(mine[:, None], -7.0, told.values)
    targets = np.where(mine[:, None], 1 - told.targets, told.targets)
    other = replace(told, values=values, targets=targets)
    one = compare_out_of_fold(told, seeds=(5,), n_folds=4)
    two = compare_out_of_fold(other, seeds=(5,), n_folds=4)
    for name in ARMS:
        np.testing.assert_array_equal(one[name][mine], two[name][mine])
    assert (one["diagnoses"][~mine] != two["diagnoses"][~mine]).any()


def test_difference_is_that_of_the_means_and_every_lab_has_its_own(told, scores):
    judged = judge_arms(told, scores)
    means = judged["mean_auroc"]
    for one in judged["differences"]:
        apart = means[one["of"]] - means[one["less"]]
        assert one["value"] == pytest.approx(apart)
        assert one["ci"][0] <= one["value"] <= one["ci"][1]
    assert len(judged["labs"]) == len(told.names)
    first, target = judged["labs"][0], told.targets[:, :1]
    known = ~np.isnan(told.targets[:, 0])
    assert first["n_patients"] == len(set(told.patients[known]))
    for arm in ("lab_head", "diagnoses"):
        expected = masked_macro_auroc(target, scores[arm][:, :1])
        assert first[f"{arm}_auroc"] == pytest.approx(expected)
    apart = first["lab_head_auroc"] - first["diagnoses_auroc"]
    assert first["difference"]["value"] == pytest.approx(apart)
