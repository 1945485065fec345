import numpy as np
import pytest
from sklearn.metrics import f1_score

from ecgkt.results.statistics.operating import choose_threshold, operating_rates

RNG = np.random.default_rng(4)


@pytest.mark.parametrize("decimals", [1, 12], ids=["ties", "no ties"])
def test_frequent_label_gets_the_highest_f1(decimals):
    labels = (RNG.random(300) < 0.2).astype(int)
    probability = np.round(
        np.clip(0.3 * labels + 0.7 * RNG.random(300), 0, 1), decimals
    )
    threshold = choose_threshold(probability, labels)
    best = max(f1_score(labels, probability >= cut) for cut in np.unique(probability))
    assert f1_score(labels, probability >= threshold) == pytest.approx(best)


@pytest.mark.parametrize("n_positive", [0, 1, 4, 9])
def test_rare_label_is_called_as_often_as_it_occurs(n_positive):
    probability = RNG.random(200)
    labels = np.zeros(200, int)
    labels[:n_positive] = 1
    threshold = choose_threshold(probability, labels)
    assert (probability >= threshold).sum() == max(1, n_positive)


def test_threshold_keeps_a_distance_from_the_scores():
    probability = np.linspace(0, 1, 101)
    threshold = choose_threshold(probability, (probability > 0.295).astype(int))
    assert threshold == pytest.approx(0.295)


def test_nobody_is_called_where_every_probability_is_zero():
    threshold = choose_threshold(np.zeros(5), np.zeros(5, int))
    assert not (np.zeros(5) >= threshold).any()


def test_rates_equal_the_counts():
    labels = np.array([1, 1, 1, 0, 0, 0, 0, 0])
    is_called = np.array([1, 1, 0, 1, 0, 0, 0, 0], bool)
    rates = operating_rates(is_called, labels)
    assert rates.sensitivity[0] == pytest.approx(2 / 3)
    assert rates.specificity[0] == pytest.approx(4 / 5)
    assert rates.ppv[0] == pytest.approx(2 / 3)
    assert rates.npv[0] == pytest.approx(4 / 5)


def test_weights_count_records_and_empty_cells_are_not_defined():
    labels, is_called = np.array([1, 0, 0]), np.array([True, True, False])
    rates = operating_rates(is_called, labels, np.array([[1, 0], [3, 0], [1, 2]]))
    assert rates.ppv[0] == 0.25
    assert np.isnan(rates.sensitivity[1])
    assert np.isnan(rates.ppv[1])
    assert rates.specificity[1] == 1


def test_wrong_shapes_are_refused():
    with pytest.raises(ValueError, match="expected equal lengths > 0"):
        choose_threshold(np.zeros(0), np.zeros(0, int))
    with pytest.raises(ValueError, match="expected equal lengths"):
        operating_rates(np.zeros(2, bool), np.zeros(3, int))
