from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from ecgkt.training.lab_heads.ridge import (
    SHIPPED,
    average,
    fit,
    fit_scaling,
    ridge,
    side_by_side,
)
from ecgkt.training.lab_heads.targets import Recipe

BOTH = Recipe(name="a", blocks=("embedding", "beat"), teacher="table", rank=2)
PLAIN = Recipe(name="b")
ROWS = np.arange(50)


@pytest.mark.parametrize("n_inputs", [4, 80])
def test_ridge_is_that_of_another_program(n_inputs):
    rng = np.random.default_rng(0)
    inputs, lessons = rng.normal(size=(40, n_inputs)), rng.normal(size=(40, 3))
    lessons[:12, 1] = np.nan
    importance = rng.uniform(0.2, 2, 40)
    found = ridge(inputs, lessons, 2.0, importance=importance)
    for column in range(3):
        known = ~np.isnan(lessons[:, column])
        w = importance[known] / importance[known].mean()
        other = Ridge(alpha=2.0).fit(inputs[known], lessons[known, column], w)
        np.testing.assert_allclose(found[:, column], other.coef_, atol=1e-9)


def test_a_lesson_that_nobody_knows_has_no_weights():
    found = ridge(np.eye(5), np.full((5, 1), np.nan), 1.0, importance=np.ones(5))
    np.testing.assert_array_equal(found, 0)


def test_blocks_weigh_the_same_and_gaps_are_typical(lab_data):
    blocks = ("embedding", "beat")
    scaled = fit_scaling(lab_data, blocks, ROWS).apply(side_by_side(lab_data, blocks))
    squares = (scaled[ROWS] ** 2).sum(axis=1)
    assert squares.mean() == pytest.approx(2, rel=0.05)
    assert np.isfinite(scaled).all()


def test_nothing_outside_the_rows_is_read(lab_data):
    spoilt = lab_data.values.copy()
    spoilt[50:] = 1e6
    blocks = {name: one.copy() for name, one in lab_data.blocks.items()}
    for one in blocks.values():
        one[50:] = -1e6
    targets = lab_data.targets.copy()
    targets[50:] = 1 - targets[50:]
    other = replace(lab_data, values=spoilt, blocks=blocks, targets=targets)
    for one, two in zip(
        fit(lab_data, [BOTH, PLAIN], ROWS), fit(other, [BOTH, PLAIN], ROWS), strict=True
    ):
        np.testing.assert_array_equal(one.weights, two.weights)
        np.testing.assert_array_equal(one.scaling.mean, two.scaling.mean)


def test_low_and_high_of_one_lab_are_opposite_where_values_teach(lab_data):
    head = fit(lab_data, [BOTH], ROWS)[0]
    np.testing.assert_allclose(head.weights[:, 0], -head.weights[:, 1])


def test_scores_of_the_training_rows_have_spread_1(lab_data):
    for recipe, head in zip(
        [BOTH, PLAIN], fit(lab_data, [BOTH, PLAIN], ROWS), strict=True
    ):
        scores = head.scores(side_by_side(lab_data, recipe.blocks)[ROWS])
        np.testing.assert_allclose(scores.std(axis=0), 1)


def test_the_average_scores_as_the_mean_of_its_parts(lab_data):
    recipes = [PLAIN, BOTH]
    heads = fit(lab_data, recipes, ROWS)
    scaling = fit_scaling(lab_data, SHIPPED, ROWS)
    whole = average(lab_data, recipes, heads, scaling)
    parts = [
        head.scores(side_by_side(lab_data, one.blocks))
        for one, head in zip(recipes, heads, strict=True)
    ]
    found = whole.scores(side_by_side(lab_data, SHIPPED))
    np.testing.assert_allclose(found, np.mean(parts, axis=0), atol=1e-10)


def test_an_average_of_nothing_is_refused(lab_data):
    with pytest.raises(ValueError, match="at least one head"):
        average(lab_data, [], [], fit_scaling(lab_data, SHIPPED, ROWS))


def test_balance_lets_every_patient_weigh_the_same(lab_data):
    even, uneven = fit(lab_data, [replace(PLAIN, balance=1.0), PLAIN], ROWS)
    assert np.abs(even.weights - uneven.weights).max() > 1e-3
