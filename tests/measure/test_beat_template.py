import numpy as np
import pytest

from ecgkt.measure.beat_template import AFTER, BEFORE, beat_template


def train_of_beats(fs, at, rng=None):
    """One triangle of 1 mV, 60 ms wide, at each sample of `at`, in three leads."""
    times = np.arange(10 * fs)
    shape = sum(np.clip(1 - np.abs(times - one) / (0.03 * fs), 0, None) for one in at)
    leads = np.stack([shape, -2 * shape, 0.5 * shape])
    return leads if rng is None else leads + 0.05 * rng.normal(size=leads.shape)


@pytest.mark.parametrize("fs", [100, 500])
def test_beat_is_what_was_repeated(fs):
    at = np.arange(0.7, 9.0, 0.9) * fs
    found = beat_template(train_of_beats(fs, at), at, fs)
    assert found.beat.shape == (3, round((BEFORE + AFTER) * fs))
    assert abs(int(found.beat[0].argmax()) - round(BEFORE * fs)) <= 1
    span = np.ptp(found.beat, axis=1)
    np.testing.assert_allclose(span, [1.0, 2.0, 0.5], rtol=0.1)
    assert found.correlation > 0.99


def test_misplaced_peaks_are_laid_on_each_other():
    at = np.arange(0.7, 9.0, 0.9) * 500
    leads = train_of_beats(500, at, np.random.default_rng(0))
    shifted = at + np.tile([0, 10, -10], 4)[: len(at)]
    beat = beat_template(leads, shifted, 500).beat
    assert np.ptp(beat[1]) == pytest.approx(2.0, rel=0.15)


def test_one_odd_beat_does_not_show():
    at = np.arange(0.7, 9.0, 0.9) * 500
    leads = train_of_beats(500, at)
    clean = beat_template(leads, at, 500).beat
    middle = int(at[4])
    leads[:, middle - 100 : middle + 100] *= 5
    np.testing.assert_allclose(beat_template(leads, at, 500).beat, clean, atol=0.03)


def test_likeness_falls_with_noise():
    at = np.arange(0.7, 9.0, 0.9) * 500
    rng = np.random.default_rng(1)
    noisy = train_of_beats(500, at) + 0.5 * rng.normal(size=(3, 5000))
    assert beat_template(noisy, at, 500).correlation < 0.95


def test_beats_at_the_edges_alone_make_no_typical_beat():
    leads = train_of_beats(500, [50, 2500, 4950])
    assert beat_template(leads, np.array([50.0, 2500.0, 4950.0]), 500) is None
