import numpy as np
import pytest
from scipy.optimize import minimize

from ecgkt.evaluation.calibration import (
    MIN_SLOPE,
    fit_platt,
    fit_platt_all,
    slope_and_intercept,
)
from ecgkt.models.decision import sigmoid
from ecgkt.results.statistics.metrics import auroc_and_ap


def sample(n, seed=0, slope=1.0, intercept=0.0):
    """Logits, and labels whose true logit is slope * logit + intercept."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(-1, 3, size=n)
    return logits, (rng.random(n) < sigmoid(slope * logits + intercept)).astype(int)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_known_temperature_is_recovered_within_three_percent(temperature):
    logits, labels = sample(60_000, slope=1 / temperature)
    slope, intercept = fit_platt(logits, labels)
    assert 1 / slope == pytest.approx(temperature, rel=0.03)
    assert intercept == pytest.approx(0, abs=0.05)


def test_known_shift_is_recovered():
    logits, labels = sample(60_000, intercept=-2.0)
    assert fit_platt(logits, labels)[1] == pytest.approx(-2, abs=0.06)


def test_fit_is_the_optimum_of_the_penalised_likelihood():
    logits, labels = sample(80)

    p = sigmoid(0.8 * logits - 0.3)
    design = np.stack([logits, np.ones(80)])
    precision = 5 * ((design * p * (1 - p)) @ design.T / (p * (1 - p)).sum())
    precision += 0.05 * np.eye(2)

    def loss(theta):
        z, away = theta @ design, theta - np.array([0.8, -0.3])
        return (np.logaddexp(0, z) - labels * z).sum() + away @ precision @ away / 2

    oracle = minimize(loss, [1, 0], method="Nelder-Mead", options={"xatol": 1e-9}).x
    np.testing.assert_allclose(
        fit_platt(logits, labels, prior=(0.8, -0.3)), oracle, atol=1e-5
    )


def test_scaling_leaves_auroc_equal():
    logits, labels = sample(2_000)
    slope, intercept = fit_platt(logits, labels)
    scaled = auroc_and_ap(labels, slope * logits + intercept)
    plain = auroc_and_ap(labels, logits)
    assert scaled.auroc[0] == pytest.approx(plain.auroc[0], abs=1e-12)
    assert scaled.auprc[0] == pytest.approx(plain.auprc[0], abs=1e-12)


def test_label_without_positives_stays_close_to_the_common_fit():
    logits, labels = sample(4_000, slope=0.7)
    logits = np.stack([logits, logits - 8], axis=1)
    labels = np.stack([labels, np.zeros_like(labels)], axis=1)
    common, rare = fit_platt_all(logits, labels)
    assert common[0] == pytest.approx(0.7, abs=0.05)
    assert 0.4 < rare[0] < 1.1
    assert -3 < rare[1] < 0.5


def test_rare_label_moves_from_the_prior_as_evidence_comes():
    slopes = []
    for n in (0, 20, 200, 20_000):
        logits, labels = sample(n + 1, slope=2.0, intercept=-3.0)
        slopes.append(fit_platt(logits, labels)[0])
    assert slopes[0] == pytest.approx(1, abs=0.15)
    assert abs(slopes[1] - 1) < 0.3
    assert slopes[1] < slopes[2] < slopes[3]
    assert slopes[3] == pytest.approx(2, rel=0.05)


def test_reversed_label_keeps_a_positive_slope():
    logits, labels = sample(3_000, slope=-1.0)
    slope, intercept = fit_platt(logits, labels)
    assert slope == MIN_SLOPE
    mean = sigmoid(slope * logits + intercept).mean()
    assert mean == pytest.approx(labels.mean(), abs=0.01)


def test_extreme_logits_do_not_break_the_fit():
    logits = np.array([-500.0, -400.0, 300.0, 500.0, -450.0, 350.0])
    fitted = fit_platt(logits, np.array([0, 0, 1, 1, 1, 0]))
    assert np.isfinite(fitted).all()


def test_slope_and_intercept_recover_the_miscalibration():
    logits, labels = sample(60_000, slope=0.5, intercept=1.0)
    slope, intercept = slope_and_intercept(logits, labels)
    assert slope == pytest.approx(0.5, rel=0.03)
    assert intercept == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("labels", [[0, 0, 0], [1, 1, 1], [0, 0, 1], [1, 0, 0]])
def test_slope_without_a_finite_fit_is_none(labels):
    assert slope_and_intercept(np.array([0.0, 1, 2]), np.array(labels)) == (None, None)


def test_wrong_shapes_are_refused():
    with pytest.raises(ValueError, match="expected equal lengths"):
        fit_platt(np.zeros(3), np.zeros(2, int))
    with pytest.raises(ValueError, match="expected equal shapes"):
        fit_platt_all(np.zeros((3, 2)), np.zeros((3, 1), int))
    with pytest.raises(ValueError, match="expected equal shapes"):
        slope_and_intercept(np.zeros(3), np.zeros(2, int))
    with pytest.raises(ValueError, match="strength must be positive"):
        fit_platt(np.zeros(2), np.zeros(2, int), strength=0)
