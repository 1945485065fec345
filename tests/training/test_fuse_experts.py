"""A gate believes whom the features speak for; a stack whom the statement does."""

import numpy as np
import pytest

from ecgkt.training.fuse_experts import fit_gate, fit_stack

N = 600


@pytest.fixture(scope="module")
def planted():
    """Two experts of 6 statements; one is right while the feature is high."""
    rng = np.random.default_rng(3)
    labels = (rng.random((N, 6)) < 0.4).astype(int)
    feature = rng.normal(size=(N, 1))
    right = 4.0 * (labels - 0.5) + rng.normal(0, 0.5, labels.shape)
    lost = rng.normal(0, 1.5, labels.shape)
    is_high = feature > 0
    votes = np.stack([np.where(is_high, right, lost), np.where(is_high, lost, right)])
    return votes, feature, labels


def entropy(logits, labels):
    return float(np.mean(np.logaddexp(0, logits) - labels * logits))


def test_gate_follows_the_feature_and_beats_the_average(planted):
    votes, feature, labels = planted
    first, second = slice(0, 300), slice(300, None)
    gate = fit_gate(votes[:, first], feature[first], labels[first])
    shares = gate.shares(feature[second])
    assert shares.sum(axis=1) == pytest.approx(1)
    is_high = feature[second, 0] > 0.5
    assert shares[is_high, 0].mean() > 0.8 > 0.2 > shares[~is_high, 0].min()
    fused = gate.fuse(votes[:, second], feature[second])
    average = votes[:, second].mean(axis=0)
    assert entropy(fused, labels[second]) < 0.7 * entropy(average, labels[second])


def test_gate_of_features_that_say_nothing_stays_even(planted):
    votes, _feature, labels = planted
    same = np.stack([votes[0], votes[0]])
    gate = fit_gate(same, np.zeros((N, 1)), labels)
    assert gate.shares(np.ones((3, 1))) == pytest.approx(0.5, abs=1e-3)


def test_stack_believes_the_expert_of_each_statement(planted):
    rng = np.random.default_rng(4)
    _votes, _feature, labels = planted
    right = 4.0 * (labels - 0.5) + rng.normal(0, 1, labels.shape)
    lost = rng.normal(0, 1.5, labels.shape)
    knows = np.arange(6) < 3
    votes = np.stack([np.where(knows, right, lost), np.where(knows, lost, right)])
    stack = fit_stack(votes, labels)
    assert (stack.weights[0, :3] > 0.5).all()
    assert (stack.weights[0, 3:] < 0.2).all()
    average = votes.mean(axis=0)
    assert entropy(stack.fuse(votes), labels) < entropy(average, labels)


def test_stack_of_a_statement_that_nobody_has_keeps_equal_weights(planted):
    votes, _feature, labels = planted
    none = np.zeros_like(labels)
    none[:, 1:] = labels[:, 1:]
    stack = fit_stack(np.clip(votes, -3, 3) * 0, none)
    assert stack.weights == pytest.approx(0.5)
