"""Spikes are found, and steep hearts are not taken for them."""

import numpy as np
import pytest

from ecgkt.measure.pacing import find_spikes, paced_share
from ecgkt.simulate.example import EXAMPLES, simulate_example

PLACES = np.array([1.0, 2.0, 3.0])


@pytest.mark.parametrize("fs", [500.0, 1000.0])
def test_planted_spikes_are_found_at_their_place(fs):
    signal = simulate_example("normal", seed=1, fs=fs).signal.copy()
    quiet = np.abs(signal).sum(axis=0)
    places = [
        int(round(p * fs) + quiet[round(p * fs) :][: round(0.8 * fs)].argmin())
        for p in PLACES
    ]
    signal[:, places] += 0.5
    assert find_spikes(signal, fs) == pytest.approx(np.array(places) / fs, abs=0.003)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_no_example_has_a_spike(name):
    assert not find_spikes(simulate_example(name, seed=2).signal, 500.0).size


def test_below_450_hz_none_can_be_told():
    signal = np.zeros((12, 2500))
    signal[:, 1000] = 3
    assert not find_spikes(signal, 250.0).size


def test_share_of_beats_with_a_spike():
    assert paced_share(PLACES - 0.05, PLACES) == 1
    assert paced_share(PLACES[:1] - 0.05, PLACES) == pytest.approx(1 / 3)
    assert paced_share(PLACES - 0.5, PLACES) == 0
    assert paced_share(PLACES, np.empty(0)) == 0
