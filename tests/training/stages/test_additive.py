import numpy as np
import pytest

from ecgkt.models.decision import Calibration
from ecgkt.training.stages.additive import calibrated, fit_additive


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(3000, 3))
    values[::7, 1] = np.nan
    log_odds = np.where(values[:, 0] > 1, 2.0, -2.0) + np.where(
        np.isnan(values[:, 1]), 1.5, 0.0
    )
    is_true = rng.random(len(values)) < 1 / (1 + np.exp(-log_odds))
    return values, np.stack([is_true, np.zeros(len(values))], axis=1).astype(int)


@pytest.fixture(scope="module")
def model(data):
    return fit_additive(*data, rounds=250)


def test_the_step_and_what_a_gap_says_are_found(model):
    asked = np.array([[0.5, 0, 0], [1.5, 0, 0], [0.5, np.nan, 0]])
    usual, high, gap = model.log_odds(asked)[:, 0]
    assert usual == pytest.approx(-2, abs=0.5)
    assert high - usual == pytest.approx(4, abs=0.8)
    assert gap - usual == pytest.approx(1.5, abs=0.7)


def test_parts_average_nothing_and_a_value_without_meaning_adds_little(data, model):
    values, _ = data
    parts = model.parts(values)[:, :, 0]
    assert np.abs(parts.mean(axis=0)) == pytest.approx(0, abs=1e-4)
    assert parts[:, 2].std() < 0.3 * parts[:, 0].std()


def test_a_statement_never_made_is_given_its_rate(data, model):
    found = model.log_odds(data[0])[:, 1]
    assert found == pytest.approx(np.log(0.5 / 3000.5), rel=1e-3)


def test_the_fit_is_the_same_every_time(data, model):
    again = fit_additive(*data, rounds=250)
    assert np.array_equal(again.steps, model.steps)
    assert np.array_equal(again.bias, model.bias)


def test_a_calibration_folds_into_the_steps(data, model):
    scale = Calibration(platt=((0.5, 1.0), (2.0, -1.0)), thresholds=(0.5, 0.5))
    values = data[0][:50]
    scaled = calibrated(model, scale).log_odds(values)
    assert scaled == pytest.approx(
        scale.calibrate(model.log_odds(values)), rel=1e-4, abs=1e-4
    )


def test_a_value_never_measured_has_no_steps(data):
    values, labels = data
    empty = np.hstack([values, np.full((len(values), 1), np.nan)])
    found = fit_additive(empty, labels, rounds=5)
    assert found.parts(empty)[:, 3] == pytest.approx(0)
