import numpy as np
import pytest

from ecgkt.measure.beat_energy import (
    beat_energy,
    beats_stand_out,
    contrast_of,
    likeness,
)
from tests.builders.beat_families import planted_beats


def at_middles(signal, middles, fs):
    return beat_energy(signal, fs), np.round(middles * fs).astype(int)


def test_energy_follows_the_square_of_the_voltage():
    signal, _middles = planted_beats(70, fs=100.0)
    energy = beat_energy(signal, 100)
    assert energy.shape == (1000,)
    np.testing.assert_allclose(beat_energy(3 * signal, 100), 9 * energy, rtol=1e-4)


@pytest.mark.parametrize("family", ["gaussian", "cosine", "triangle"])
@pytest.mark.parametrize("rate", [20, 70, 150, 220, 300])
def test_beats_stand_out_at_every_rate(rate, family):
    signal, middles = planted_beats(rate, qrs=0.06, family=family)
    energy, peaks = at_middles(signal, middles, 500)
    assert contrast_of(energy, peaks[1:-1]) > 4
    assert likeness(signal, 500, peaks) > 0.9
    assert beats_stand_out(signal, 500, energy, peaks)


@pytest.mark.parametrize("seed", range(6))
def test_crests_of_noise_do_not(seed):
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(12, 5000))
    energy = beat_energy(noise, 500)
    crests = np.sort(rng.choice(np.arange(100, 4900), 12, replace=False))
    assert likeness(noise, 500, crests) < 0.4
    assert not beats_stand_out(noise, 500, energy, crests)


def test_likeness_without_two_whole_beats_is_none():
    signal, _middles = planted_beats(70)
    assert likeness(signal, 500, np.array([3, 4995])) == 0


def test_a_single_beat_stands_out_and_none_does_not():
    signal, middles = planted_beats(70)
    energy, peaks = at_middles(signal, middles, 500)
    assert beats_stand_out(signal, 500, energy, peaks[:1])
    assert not beats_stand_out(signal, 500, energy, peaks[:0])
