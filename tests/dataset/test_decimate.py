"""Every n-th sample after a low-pass: the fast way against the plain one."""

import numpy as np
import pytest

from ecgkt.dataset.decimate import decimate
from ecgkt.preprocess.resample import resample


@pytest.mark.parametrize("factor", [2, 5, 10])
@pytest.mark.parametrize("n_samples", [1, 99, 100, 101, 4999, 5000])
def test_fast_way_equals_the_plain_one(factor, n_samples):
    rng = np.random.default_rng(n_samples)
    signal = 800 + rng.standard_normal((8, n_samples)).cumsum(1).astype(np.float32)
    expected = resample(signal, 100.0 * factor, 100.0)
    found = decimate(signal, factor)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=0, atol=2e-3)


def test_constant_offset_does_not_ring_at_the_ends():
    found = decimate(np.full((1, 5000), 3000, np.float32), 5)
    np.testing.assert_allclose(found, 3000, rtol=0, atol=1e-2)


def test_what_the_new_rate_cannot_hold_is_removed():
    time = np.arange(5000) / 500
    slow, fast = np.sin(2 * np.pi * 7 * time), np.sin(2 * np.pi * 120 * time)
    found = decimate(np.stack([slow, fast]).astype(np.float32), 5)
    inner = slice(20, -20)
    np.testing.assert_allclose(found[0, inner], slow[::5][inner], rtol=0, atol=2e-3)
    assert np.abs(found[1, inner]).max() < 2e-3


def test_a_wave_stays_where_it_was():
    signal = np.zeros((1, 5000), np.float32)
    signal[0, 2500] = 1
    assert decimate(signal, 5)[0].argmax() == 500


@pytest.mark.parametrize(("n_samples", "factor"), [(0, 5), (10, 1), (10, 0)])
def test_impossible_requests_are_refused(n_samples, factor):
    with pytest.raises(ValueError, match="cannot keep every"):
        decimate(np.zeros((8, n_samples), np.float32), factor)
