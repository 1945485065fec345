import numpy as np
import pytest

from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.simulate.example import EXAMPLES, plan_beats, simulate_example
from tests.builders.beat_families import planted_beats
from tests.builders.hostile_signals import KINDS


def planted(name, seed=3):
    """Seconds of the QRS onsets inside the recording, from the simulator's plan."""
    beats = plan_beats(name, seed=seed, duration=10.0)
    return np.array([b.onset for b in beats if b.kind != "blocked"])


@pytest.mark.parametrize("fs", [100, 250, 500])
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_planted_beat_is_found_and_no_other(name, fs):
    record = simulate_example(name, seed=3, fs=fs)
    found = find_r_peaks(record.signal, fs) / fs
    truth = planted(name)
    inside = truth[(truth > 0.2) & (truth < 9.6)]
    nearest = np.abs(found[:, None] - truth).min(axis=1)
    assert nearest.max() < 0.18  # onset to the middle of the widest QRS
    assert np.abs(found - inside[:, None]).min(axis=1).max() < 0.18
    assert np.diff(found).min() > 0.25


def test_a_shift_in_time_stays_a_shift():
    signal = simulate_example("normal", seed=1, fs=100).signal
    early, late = find_r_peaks(signal, 100), find_r_peaks(signal[:, 37:], 100)
    np.testing.assert_allclose(late[1:-1], early[-len(late) :][1:-1] - 37, atol=0.3)


def test_polarity_and_units_of_single_leads_do_not_matter():
    signal = simulate_example("pvc", seed=2, fs=250).signal
    turned = signal * np.where(np.arange(12) % 2, -1, 1)[:, None]
    found = find_r_peaks(turned, 250)
    np.testing.assert_allclose(found, find_r_peaks(signal, 250), rtol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_noise_has_no_beats(seed):
    noise = 0.1 * np.random.default_rng(seed).normal(size=(8, 1000))
    assert len(find_r_peaks(noise, 100)) == 0


def test_a_flat_line_has_no_beats():
    noise = 0.002 * np.random.default_rng(0).normal(size=(8, 1000))
    assert len(find_r_peaks(np.zeros((8, 1000)), 100)) == 0
    assert len(find_r_peaks(noise, 100)) == 0


def test_what_is_shorter_than_two_seconds_has_no_beats():
    assert len(find_r_peaks(simulate_example("normal").signal[:, :900], 500)) == 0


def test_slow_sampling_is_refused():
    with pytest.raises(ValueError, match="at least 50 Hz"):
        find_r_peaks(np.zeros((8, 1000)), 49)


@pytest.mark.parametrize("family", ["gaussian", "cosine", "triangle"])
@pytest.mark.parametrize("rate", [20, 30, 45, 70, 120, 180, 200, 220, 250, 300])
def test_planted_rates_of_all_families_are_found(rate, family):
    signal, middles = planted_beats(
        rate, qrs=0.06 if rate > 200 else 0.1, family=family
    )
    peaks = find_r_peaks(signal, 500) / 500
    inside = middles[(middles > 0.3) & (middles < 9.7)]
    assert np.abs(peaks - inside[:, None]).min(axis=1).max() < 0.05
    assert len(peaks) <= len(middles)


@pytest.mark.parametrize("kind", ["white", "coloured", "shared", "fibrillation"])
def test_what_is_no_heart_beat_has_none(kind):
    times = np.arange(5000) / 500
    for seed in range(20):
        signal = KINDS[kind](np.random.default_rng(seed), times)
        assert len(find_r_peaks(0.3 * signal, 500)) == 0
