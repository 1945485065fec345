import numpy as np
import pytest

from ecgkt.training.lab_heads.targets import (
    Recipe,
    fill_table,
    normal_scores,
    training_targets,
)


def test_normal_scores_keep_order_and_gaps():
    scores = normal_scores(np.array([3.0, np.nan, 1000.0, 1.0, 2.0]))
    assert np.isnan(scores[1])
    assert (np.argsort(scores[[0, 2, 3, 4]]) == [2, 3, 0, 1]).all()
    assert scores[2] == pytest.approx(-scores[3])
    assert np.isnan(normal_scores(np.full(3, np.nan))).all()


def low_rank(seed=0, n=200, n_labs=6):
    rng = np.random.default_rng(seed)
    truth = rng.normal(size=(n, 1)) @ np.array([[1.0, -1, 1, 1, -1, 1]])
    return truth, truth + 0.3 * rng.normal(size=(n, n_labs)), rng


def test_gaps_are_filled_from_related_labs():
    truth, table, rng = low_rank()
    gap = rng.random(table.shape) < 0.3
    filled = fill_table(np.where(gap, np.nan, table), rank=1)
    assert np.isfinite(filled).all()
    assert np.linalg.matrix_rank(filled, tol=1e-6) == 1
    assert np.corrcoef(filled[gap], truth[gap])[0, 1] > 0.85


def test_a_row_without_values_is_taught_nothing():
    _truth, table, _rng = low_rank()
    table[5] = np.nan
    np.testing.assert_allclose(fill_table(table, rank=2)[5], 0, atol=1e-9)


def test_more_directions_than_labs_are_all_but_one():
    _truth, table, _rng = low_rank()
    found = fill_table(table, rank=12)
    np.testing.assert_array_equal(found, fill_table(table, rank=5))


def test_a_negative_rank_is_refused():
    with pytest.raises(ValueError, match="rank of 0 or more"):
        fill_table(np.zeros((3, 2)), rank=-1)


def test_filling_equals_a_plain_singular_value_decomposition():
    _truth, table, rng = low_rank(1, n=30)
    table[rng.random(table.shape) < 0.2] = np.nan
    known = ~np.isnan(table)
    plain = np.where(known, table, 0.0)
    for _ in range(15):
        u, s, v = np.linalg.svd(plain, full_matrices=False)
        smooth = (u * np.maximum(s - s[2], 0)) @ v
        plain = np.where(known, table, smooth)
    np.testing.assert_allclose(fill_table(table, rank=2), smooth, atol=1e-8)


def test_flags_are_the_targets_and_values_obey_the_window(lab_data):
    rows = np.arange(40)
    flags = training_targets(lab_data, Recipe(name="a"), rows)
    np.testing.assert_array_equal(flags, lab_data.targets[rows])
    near = training_targets(lab_data, Recipe(name="b", teacher="values"), rows)
    far = training_targets(
        lab_data, Recipe(name="c", teacher="values", hours="wide"), rows
    )
    is_near = lab_data.hours[rows] <= lab_data.window_hours
    np.testing.assert_array_equal(np.isnan(far), np.isnan(lab_data.values[rows]))
    np.testing.assert_array_equal(np.isnan(near), np.isnan(far) | ~is_near)


def test_an_unknown_teacher_is_refused(lab_data):
    with pytest.raises(ValueError, match="teacher 'oracle' is unknown"):
        training_targets(lab_data, Recipe(name="a", teacher="oracle"), np.arange(9))
