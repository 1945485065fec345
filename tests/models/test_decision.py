import json

import numpy as np
import pytest

from ecgkt.models.decision import (
    GROUP_RULES,
    SUPERCLASS_MEMBERS,
    Calibration,
    Decision,
    group_scores,
    sigmoid,
)
from ecgkt.vocab.statements import CODES, DIAGNOSES, SUPERCLASSES

RNG = np.random.default_rng(3)


def test_sigmoid_equals_the_formula_where_that_is_safe():
    x = np.linspace(-30, 30, 101)
    np.testing.assert_allclose(sigmoid(x), 1 / (1 + np.exp(-x)), rtol=1e-14)


def test_noisy_or_equals_the_product_formula():
    logits = RNG.normal(size=(50, 4))
    scores = group_scores(logits, [(0, 1, 3), (2,)], rule="noisy_or")
    plain = 1 - np.prod(1 - sigmoid(logits[:, [0, 1, 3]]), axis=1)
    np.testing.assert_allclose(sigmoid(scores[:, 0]), plain, rtol=1e-12)
    np.testing.assert_allclose(scores[:, 1], logits[:, 2], atol=1e-9)


@pytest.mark.parametrize("rule", GROUP_RULES)
def test_rule_rises_with_every_member_and_stays_finite(rule):
    logits = np.array([[-900.0, -900.0], [-900.0, 1.0], [2.0, 1.0], [900.0, 900.0]])
    scores = group_scores(logits, [(0, 1)], rule=rule)[:, 0]
    assert np.isfinite(scores).all()
    assert (np.diff(scores) > 0).all()


def test_unknown_rule_is_named():
    with pytest.raises(ValueError, match="rule must be one of"):
        group_scores(np.zeros((1, 2)), [(0,)], rule="sum")


def test_members_are_the_vocabulary_s():
    for name, members in zip(SUPERCLASSES, SUPERCLASS_MEMBERS, strict=True):
        assert members
        assert {DIAGNOSES[i].superclass for i in members} == {name}
    assert sum(map(len, SUPERCLASS_MEMBERS)) == 44


def test_calibration_is_affine_and_keeps_the_order():
    platt = tuple((0.5 + i / 50, i / 10 - 3) for i in range(71))
    scale = Calibration(platt=platt, thresholds=(0.5,) * 71)
    logits = RNG.normal(size=(20, 71)).astype(np.float32)
    calibrated = scale.calibrate(logits)
    assert calibrated.dtype == np.float64
    np.testing.assert_array_equal(calibrated.argsort(0), logits.argsort(0))
    np.testing.assert_allclose(calibrated[:, 7], logits[:, 7] * 0.64 - 2.3, atol=1e-6)


def test_calibration_refuses_another_number_of_labels():
    with pytest.raises(ValueError, match=r"expected \(n, 71\) logits, got \(2, 5\)"):
        Decision.neutral().probabilities(np.zeros((2, 5)))


def test_decision_has_a_number_for_every_code_and_survives_json():
    decision = Decision.neutral()
    document = json.loads(json.dumps(decision.to_dict()))
    assert len(document["platt"]) == len(document["thresholds"]) == len(CODES)
    assert len(document["superclass"]["thresholds"]) == len(SUPERCLASSES)
    assert Decision.from_dict(document) == decision


def test_superclass_probability_follows_its_strongest_statement():
    logits = np.full((2, 71), -6.0)
    logits[1, CODES.index("CLBBB")] = 6.0
    probability = Decision.neutral().superclass_probabilities(logits)
    rise = probability[1] - probability[0]
    assert rise[list(SUPERCLASSES).index("CD")] > 0.9
    assert np.sort(np.abs(rise))[-2] == 0


@pytest.mark.parametrize(
    ("platt", "thresholds", "message"),
    [
        (((1.0, 0.0),), (0.5, 0.5), "expected n pairs and n thresholds"),
        (((0.0, 0.0),), (0.5,), "every slope must be positive"),
        (((1.0, float("nan")),), (0.5,), "every slope must be positive"),
        (((1.0, 0.0),), (1.5,), "every threshold must be in 0-1"),
    ],
)
def test_impossible_scale_is_refused(platt, thresholds, message):
    with pytest.raises(ValueError, match=message):
        Calibration(platt=platt, thresholds=thresholds)
