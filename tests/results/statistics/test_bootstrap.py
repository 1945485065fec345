import math

import numpy as np
import pytest

from ecgkt.results.statistics.bootstrap import estimate, macro, patient_weights
from ecgkt.results.statistics.metrics import auroc_and_ap


def width(interval):
    return interval[1] - interval[0]


def auroc_estimate(labels, scores, patients):
    return estimate(auroc_and_ap(labels, scores, patient_weights(patients)).auroc)


def binormal(n_positive, n_negative, seed):
    """Scores whose true AUROC is Phi(1) = 0.841."""
    labels = np.repeat([1, 0], [n_positive, n_negative])
    noise = np.random.default_rng(seed).normal(size=len(labels))
    return labels, noise + math.sqrt(2) * labels


def test_interval_covers_a_known_auroc_with_the_expected_width():
    truth = 0.5 * (1 + math.erf(1 / math.sqrt(2)))
    covered, widths = 0, []
    for seed in range(20):
        labels, scores = binormal(100, 400, seed)
        interval = auroc_estimate(labels, scores, np.arange(500)).interval
        covered += interval[0] <= truth <= interval[1]
        widths.append(width(interval))
    assert covered >= 17  # 95 % of 20 is 19; fewer than 17 happens once in 380 times
    repeated = [
        auroc_and_ap(*binormal(100, 400, seed)).auroc[0] for seed in range(100, 600)
    ]
    assert np.mean(widths) == pytest.approx(2 * 1.96 * np.std(repeated), rel=0.12)


def test_clusters_of_one_patient_widen_the_interval():
    labels, scores = (np.repeat(one, 4) for one in binormal(50, 200, 5))
    alone = auroc_estimate(labels, scores, np.arange(1000))
    together = auroc_estimate(labels, scores, np.repeat(np.arange(250), 4))
    assert together.value == alone.value
    assert width(together.interval) == pytest.approx(2 * width(alone.interval), rel=0.2)


def test_records_of_a_patient_share_their_weight_and_each_draw_its_size():
    patients = np.array([5, 9, 5, 7, 9, 9])
    weights = patient_weights(patients, n_draws=50)
    assert (weights[0] == weights[2]).all()
    assert (weights[1] == weights[[4, 5]]).all()
    assert (weights[0] + weights[1] + weights[3] == 3).all()
    assert (weights[:, 0] == 1).all()


def test_equal_seeds_give_equal_draws():
    patients = np.arange(30)
    first = patient_weights(patients, n_draws=10, seed=1)
    assert (first == patient_weights(patients, n_draws=10, seed=1)).all()
    assert (first != patient_weights(patients, n_draws=10, seed=2)).any()


def test_draws_without_a_class_are_dropped_and_counted():
    labels, scores = np.array([1, 0, 0, 0]), np.array([0.9, 0.1, 0.2, 0.3])
    found = auroc_estimate(labels, scores, np.arange(4))
    assert found.interval == (1, 1)
    # The one positive is missing in (3/4)^4 = 32 % of the draws, the rest in 0.4 %.
    assert found.n_dropped == pytest.approx(320, abs=60)


def test_value_without_draws_has_no_interval():
    assert estimate(np.array([0.5, np.nan])).interval is None
    assert estimate(np.array([np.nan, 0.5])).value is None


def test_macro_averages_what_each_draw_holds():
    nan = np.nan
    table = [[0.3, 0.2, nan, nan], [0.5, 0.4, 0.6, nan], [nan, 0.9, 0.9, 0.9]]
    found = macro(np.array(table))
    assert found.value == pytest.approx(0.4)
    assert found.n_dropped == 1
    np.testing.assert_allclose(found.interval, np.percentile([0.3, 0.6], (2.5, 97.5)))


def test_macro_of_nothing_is_not_defined():
    assert macro(np.array([[np.nan, 0.0, 0.0]])).value is None


def test_no_records_and_no_draws_are_refused():
    with pytest.raises(ValueError, match="expected records and draws"):
        patient_weights(np.array([]))
    with pytest.raises(ValueError, match="expected at least one draw"):
        estimate(np.array([0.5]))
