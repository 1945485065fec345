"""Noise of the stated size, f-waves of the stated frequency, no aliasing."""

import numpy as np
import pytest

from ecgkt.simulate.artefact import decimate, electrode_noise, fibrillation_dipole

TIMES = np.arange(10_000) / 500


def test_noise_has_the_size_of_a_good_recording():
    noise = electrode_noise(
        TIMES, np.random.default_rng(0), noise_mv=0.008, wander_mv=0
    )
    spread = noise.std(axis=1)
    assert 0.008 < spread.min() < spread.max() < 0.02


def test_noise_ends_at_the_bandwidth_of_a_recorder():
    noise = electrode_noise(
        TIMES, np.random.default_rng(0), noise_mv=0.008, wander_mv=0
    )
    power = np.abs(np.fft.rfft(noise)) ** 2
    frequencies = np.fft.rfftfreq(TIMES.size, 1 / 500)
    above = power[:, frequencies > 220].mean()
    assert above < 0.05 * power[:, frequencies < 100].mean()


def test_wander_is_slow_and_mild():
    wander = electrode_noise(
        TIMES, np.random.default_rng(0), noise_mv=0, wander_mv=0.025
    )
    assert 0.005 < np.abs(wander).max() < 0.2
    assert np.abs(np.diff(wander) * 500).max() < 0.3  # mV per second


def test_f_waves_are_fast_and_largest_in_front():
    x, y, z = fibrillation_dipole(TIMES, np.random.default_rng(3), amplitude_mv=0.06)
    power = np.abs(np.fft.rfft(z)) ** 2
    peak = np.fft.rfftfreq(TIMES.size, 1 / 500)[power.argmax()]
    assert 4 < peak < 9
    assert z.std() > y.std() > x.std()


def test_decimation_keeps_what_is_slow_and_removes_what_would_alias():
    slow, fast = np.sin(2 * np.pi * 10 * TIMES), np.sin(2 * np.pi * 70 * TIMES)
    inner = slice(40, -40)
    kept = decimate(slow[None], 5)[0]
    np.testing.assert_allclose(kept[inner], slow[::5][inner], atol=2e-3)
    assert np.abs(decimate(fast[None], 5)[0][inner]).max() < 0.01


@pytest.mark.parametrize("factor", [1, 2, 5])
def test_decimation_keeps_every_nth_sample(factor):
    assert decimate(np.ones((3, 101)), factor).shape == (3, -(-101 // factor))
