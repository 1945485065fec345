"""The live figure against scikit-learn."""

import numpy as np
import pytest

from ecgkt.training.loop.tuning_score import macro_auroc


def test_equals_scikit_learn_with_ties():
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, (50, 4))
    scores = rng.integers(0, 5, (50, 4)).astype(np.float32)
    expected = metrics.roc_auc_score(labels, scores, average="macro")
    assert macro_auroc(labels, scores) == pytest.approx(expected)


def test_label_of_one_class_is_left_out():
    labels = np.array([[0, 1], [1, 1]])
    scores = np.array([[0.1, 0.2], [0.3, 0.1]], np.float32)
    assert macro_auroc(labels, scores) == 1.0
    assert np.isnan(macro_auroc(labels[:, 1:], scores[:, 1:]))


def test_different_shapes_are_refused():
    with pytest.raises(ValueError, match="differ"):
        macro_auroc(np.zeros((2, 1)), np.zeros((2, 2), np.float32))
