"""Figures of collapse and of matching, on spaces of known shape."""

import numpy as np
import pytest

from ecgkt.training.stages.embedding_checks import (
    effective_rank,
    matching_auroc,
    median_std,
)


def normal(n=400, d=8, seed=0):
    return np.random.default_rng(seed).normal(size=(n, d)).astype(np.float32)


def test_full_space_has_its_rank_and_a_line_has_rank_one():
    assert effective_rank(normal()) == pytest.approx(8, abs=0.2)
    line = normal(d=1) @ np.ones((1, 8), np.float32)
    assert effective_rank(line) == pytest.approx(1, abs=0.01)
    assert effective_rank(np.ones((5, 3), np.float32)) == 0


def test_median_dimension_tells_collapse():
    z = normal()
    assert median_std(z) == pytest.approx(1, abs=0.1)
    z[:, :5] = 3
    assert median_std(z) == 0


def test_matching_is_a_half_by_chance_and_one_for_twins():
    z = normal()
    assert matching_auroc(z, z) == 1
    assert matching_auroc(z, normal(seed=1)) == pytest.approx(0.5, abs=0.03)
    assert matching_auroc(z, np.ones_like(z)) == pytest.approx(0.5)


def test_matching_equals_loops():
    a, b = normal(12, 3), normal(12, 3, seed=1)
    left, right = a - a.mean(0), b - b.mean(0)
    wins = []
    for i in range(12):
        near = [
            row @ left[i] / np.linalg.norm(row) / np.linalg.norm(left[i])
            for row in right
        ]
        wins += [near[i] > near[j] for j in range(12) if j != i]
    assert matching_auroc(a, b) == pytest.approx(np.mean(wins))


def test_too_few_rows_and_unequal_shapes():
    assert np.isnan(matching_auroc(normal(1), normal(1)))
    with pytest.raises(ValueError, match="equal shapes"):
        matching_auroc(normal(4), normal(5))
    with pytest.raises(ValueError, match="at least one row"):
        median_std(normal(0))
