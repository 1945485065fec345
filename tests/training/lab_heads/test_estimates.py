"""Linear estimates learn from those whose quantity is known, and from no other."""

import numpy as np
import pytest

from ecgkt.training.lab_heads.estimates import Estimates


@pytest.fixture(scope="module")
def taught():
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(4000, 6))
    truth = np.stack([60 + 10 * inputs[:, 0], 2 * inputs[:, 1]], axis=1)
    truth[::3, 1] = np.nan
    return inputs, truth


def test_what_is_linear_is_found(taught):
    inputs, truth = taught
    found = Estimates.fit(inputs, truth).of(inputs)
    known = ~np.isnan(truth[:, 1])
    assert np.corrcoef(found[:, 0], truth[:, 0])[0, 1] > 0.99
    assert np.corrcoef(found[known, 1], truth[known, 1])[0, 1] > 0.99
    assert found[:, 0].mean() == pytest.approx(60, abs=0.5)


def test_missing_inputs_count_as_usual_ones(taught):
    inputs, truth = taught
    estimates = Estimates.fit(inputs, truth)
    nobody = estimates.of(np.full((1, 6), np.nan))
    assert nobody[0, 0] == pytest.approx(60, abs=1)
