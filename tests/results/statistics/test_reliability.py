import numpy as np
import pytest

from ecgkt.results.statistics.reliability import (
    N_BINS,
    calibration_error,
    reliability,
)


def test_bins_hold_equal_mass_in_order():
    probability, labels = np.random.default_rng(1).random(1003), np.zeros(1003, int)
    bins = reliability(probability, labels)
    assert len(bins) == N_BINS
    assert {one.n for one in bins} == {66, 67}
    means = [one.mean_probability for one in bins]
    assert means == sorted(means)
    assert len(reliability(probability[:4], labels[:4])) == 4


def test_error_of_true_probabilities_is_small_and_of_shifted_ones_the_shift():
    rng = np.random.default_rng(2)
    probability = rng.uniform(0.2, 0.7, 40_000)
    labels = (rng.random(40_000) < probability).astype(int)
    assert calibration_error(reliability(probability, labels)) < 0.012
    shifted = calibration_error(reliability(probability + 0.2, labels))
    assert shifted == pytest.approx(0.2, abs=0.01)


def test_no_record_is_refused():
    with pytest.raises(ValueError, match="expected equal lengths > 0"):
        reliability(np.zeros(0), np.zeros(0, int))
