import numpy as np
import pytest

from ecgkt.evaluation.fit_decision import (
    RULE_TEXTS,
    choose_rule,
    fit_decision,
    superclass_rule_text,
)
from ecgkt.evaluation.macros import group_labels
from ecgkt.models.decision import GROUP_RULES, SUPERCLASS_MEMBERS, Decision
from ecgkt.vocab.statements import CODES


def test_calibrated_logits_need_little_calibration(answers):
    slopes, intercepts = np.array(fit_decision(*answers).statements.platt).T
    assert np.median(slopes) == pytest.approx(1, abs=0.1)
    assert np.median(intercepts) == pytest.approx(0, abs=0.1)
    assert (np.delete(slopes, CODES.index("PSVT")) > 0.7).all()


def test_temperature_is_taken_back(answers):
    logits, labels = answers
    hot = fit_decision(4 * logits, labels)
    plain = fit_decision(logits, labels)
    np.testing.assert_allclose(
        hot.probabilities(4 * logits), plain.probabilities(logits), atol=0.03
    )


def test_every_code_has_a_threshold_that_calls_somebody(answers):
    decision = fit_decision(*answers)
    thresholds = np.array(decision.statements.thresholds)
    assert thresholds.shape == (len(CODES),)
    assert (decision.probabilities(answers[0]) >= thresholds).any(axis=0).all()
    groups = np.array(decision.superclasses.thresholds)
    assert (decision.superclass_probabilities(answers[0]) >= groups).any(axis=0).all()


def test_superclass_probabilities_fit_their_frequency(answers):
    decision = fit_decision(*answers)
    truth = group_labels(answers[1], SUPERCLASS_MEMBERS)
    means = decision.superclass_probabilities(answers[0]).mean(axis=0)
    np.testing.assert_allclose(means, truth.mean(axis=0), atol=0.03)


def test_decision_survives_its_own_dict(answers):
    decision = fit_decision(*answers)
    assert Decision.from_dict(decision.to_dict()) == decision


def test_rule_that_made_the_truth_is_chosen():
    rng = np.random.default_rng(1)
    logits = rng.normal(size=(3000, 71))
    for rule in ("max", "noisy_or"):
        combine = GROUP_RULES[rule]
        scores = [combine(logits[:, list(group)]) for group in SUPERCLASS_MEMBERS]
        truth = np.stack([one > np.quantile(one, 0.7) for one in scores], axis=1)
        assert choose_rule(logits, truth.astype(np.uint8)) == rule


def test_nothing_to_choose_by_is_refused():
    with pytest.raises(ValueError, match="no super-class has both classes"):
        choose_rule(np.zeros((4, 71)), np.zeros((4, 5), int))


def test_every_rule_has_a_text():
    assert RULE_TEXTS.keys() == GROUP_RULES.keys()
    assert all(RULE_TEXTS[rule] in superclass_rule_text(rule) for rule in GROUP_RULES)
