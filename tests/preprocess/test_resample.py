import math

import numpy as np
import pytest

from ecgkt.preprocess.resample import resample

RATES = [(500.0, 100), (500, 250), (1000, 100), (100, 500), (360, 100), (257, 100)]
RATES += [(128, 100), (499.98, 100), (333.333, 100), (100, 100), (240, 100)]


def tone(fs, n_samples, frequency=3.0, lag=0.0):
    seconds = np.arange(n_samples) / fs - lag
    return np.sin(2 * np.pi * frequency * seconds).astype(np.float32)[None]


@pytest.mark.parametrize(("fs", "target_fs"), RATES)
@pytest.mark.parametrize("n_samples", [1, 7, 999, 5000, 5001])
def test_length_and_type(fs, target_fs, n_samples):
    moved = resample(np.ones((2, n_samples), np.float32), fs, target_fs)
    assert moved.shape == (2, math.ceil(n_samples * target_fs / fs - 1e-9))
    assert moved.dtype == np.float32


@pytest.mark.parametrize(("fs", "target_fs"), RATES)
def test_waves_keep_time_and_voltage(fs, target_fs):
    moved = resample(tone(fs, round(10 * fs)), fs, target_fs)
    expected = tone(target_fs, moved.shape[1])
    inside = slice(round(0.2 * target_fs), round(-0.2 * target_fs))
    assert np.abs(moved - expected)[0, inside].max() < 0.01


def test_shift_in_time_stays_a_shift():
    early = resample(tone(500, 5000), 500, 100)
    late = resample(tone(500, 5000, lag=0.05), 500, 100)
    np.testing.assert_allclose(late[:, 25:-20], early[:, 20:-25], atol=0.01)


def test_pulse_stays_where_it_was():
    pulse = np.zeros((1, 5000), np.float32)
    pulse[0, 2480:2521] = np.hanning(41)
    assert resample(pulse, 500, 100).argmax() == 500


def test_offset_of_an_electrode_does_not_ring():
    moved = resample(np.full((1, 5000), -17, np.float32), 500, 100)
    np.testing.assert_allclose(moved, -17, atol=1e-3)


def test_what_is_above_the_new_band_is_removed():
    moved = resample(tone(500, 5000, frequency=80), 500, 100)
    assert np.abs(moved[0, 20:-20]).max() < 0.01


def test_it_is_linear_and_rows_are_independent():
    rng = np.random.default_rng(0)
    signal = rng.normal(size=(3, 1000)).astype(np.float32)
    signal -= np.median(signal, axis=1, keepdims=True)
    moved = resample(signal, 500, 100)
    np.testing.assert_allclose(resample(2 * signal, 500, 100), 2 * moved, atol=1e-6)
    np.testing.assert_allclose(resample(signal[1:2], 500, 100), moved[1:2], atol=1e-6)
    batched = resample(np.stack([signal, signal]), 500, 100)
    np.testing.assert_allclose(batched[1], moved, atol=1e-6)


def test_it_equals_a_plain_sum_over_the_filter():
    """Every fifth sample of a windowed-sinc low-pass, written out as in textbooks."""
    rng = np.random.default_rng(1)
    signal = rng.normal(size=600)
    signal -= np.median(signal)
    reach = np.arange(-50, 51)
    window = np.kaiser(101, 5.0)
    weights = np.sinc(reach / 5) * window
    weights /= weights.sum()
    padded = np.pad(signal, 50)
    plain = [weights @ padded[at : at + 101] for at in range(0, 600, 5)]
    moved = resample(signal.astype(np.float32)[None], 500, 100)
    np.testing.assert_allclose(moved[0], plain, atol=1e-5)


@pytest.mark.parametrize(
    ("signal", "rates", "message"),
    [
        (np.ones((1, 9)), (0, 100), "must be positive"),
        (np.ones((1, 9)), (500, -1), "must be positive"),
        (np.ones((1, 9)), (float("nan"), 100), "must be positive"),
        (np.ones((1, 0)), (500, 100), "finite signal"),
        (np.array([[1, np.nan]]), (500, 100), "finite signal"),
        (np.array([[1, np.inf]]), (500, 500), "finite signal"),
    ],
)
def test_impossible_requests_are_refused(signal, rates, message):
    with pytest.raises(ValueError, match=message):
        resample(signal.astype(np.float32), *rates)
