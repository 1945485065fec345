import numpy as np
import pytest

from ecgkt.explain.map_figures import average_beats, in_bins, lead_shares, spearman
from ecgkt.measure.r_peaks import find_r_peaks


def test_bins_keep_the_total():
    found = np.random.default_rng(0).normal(size=(8, 1001)).astype(np.float32)
    bins = in_bins(found, 4)
    assert bins.shape == (8, 251)
    assert bins.sum() == pytest.approx(found.sum(), abs=1e-3)
    with pytest.raises(ValueError, match="at least one"):
        in_bins(found, 0)


def test_every_beat_shows_the_mean(signal):
    peaks = np.round(find_r_peaks(signal, 100.0)).astype(int)
    found = np.zeros_like(signal)
    found[3, peaks[2] + 5] = len(peaks)
    averaged = average_beats(found, signal, 100.0)
    inner = peaks[1:-1] + 5
    assert averaged[3, inner] == pytest.approx(1.0, abs=0.2)
    assert not np.delete(averaged, 3, axis=0).any()


def test_map_without_beats_stays_as_it_is():
    found = np.random.default_rng(0).normal(size=(8, 1000)).astype(np.float32)
    flat = np.zeros((8, 1000), np.float32)
    assert np.array_equal(average_beats(found, flat, 100.0), found)


def test_shares_of_an_empty_map_are_zero():
    assert lead_shares(np.zeros((2, 5), np.float32)) == [0.0, 0.0]


def test_correlation_is_that_of_ranks():
    one = np.arange(6.0).reshape(2, 3)
    assert spearman(one, one**3) == pytest.approx(1.0)
    assert spearman(one, -one) == pytest.approx(-1.0)
    assert spearman(one, np.zeros((2, 3))) is None
    with pytest.raises(ValueError, match="shapes"):
        spearman(one, one[:1])
