"""Display filters: their bands, no shift, gaps kept, nothing above half the rate."""

import numpy as np
import pytest

from ecgkt.preprocess.display_filter import display_filter
from ecgkt.simulate.example import simulate_example
from ecgkt.vocab.display_filters import DISPLAY_FILTERS, offered_filters

NAMES = tuple(DISPLAY_FILTERS)


def amplitude(frequency, name, fs=500.0, duration=40.0):
    """Return what a filter leaves of a sine of 1 mV, away from the ends."""
    times = np.arange(round(fs * duration)) / fs
    sine = np.sin(2 * np.pi * frequency * times).astype(np.float32)[None]
    middle = slice(sine.size // 4, -sine.size // 4)
    # From the power: few samples of a fast sine lie on its crests.
    return float(np.sqrt(2 * np.mean(display_filter(sine, fs, name)[0, middle] ** 2)))


@pytest.mark.parametrize("fs", [500.0, 1000.0, 360.0])
@pytest.mark.parametrize(
    ("name", "edge"), [("0.05-150", 150.0), ("0.5-40", 40.0), ("0.5-40", 0.5)]
)
def test_an_edge_is_where_its_name_says(name, edge, fs):
    assert amplitude(edge, name, fs) == pytest.approx(0.71, abs=0.02)


def test_the_slow_edge_is_where_its_name_says():
    assert amplitude(0.05, "0.05-150", 100 * 4, 400.0) == pytest.approx(0.71, abs=0.02)


@pytest.mark.parametrize(
    ("name", "frequency", "left"),
    [
        ("0.05-150", 10.0, 1.0),
        ("0.5-40", 5.0, 1.0),
        ("0.5-40", 120.0, 0.0),
        ("0.5-40", 0.05, 0.0),
        ("notch-50", 50.0, 0.0),
        ("notch-50", 60.0, 1.0),
        ("notch-60", 60.0, 0.0),
        ("notch-60", 50.0, 1.0),
    ],
)
def test_what_passes_and_what_does_not(name, frequency, left):
    assert amplitude(frequency, name) == pytest.approx(left, abs=0.03)


@pytest.mark.parametrize("name", NAMES)
def test_no_wave_moves_in_time(name):
    times = np.arange(5000) / 500
    pulse = np.exp(-(((times - 5) / 0.012) ** 2)).astype(np.float32)[None]
    filtered = display_filter(pulse, 500.0, name)[0]
    assert filtered.argmax() == 2500
    np.testing.assert_allclose(filtered[2300:2500], filtered[2700:2500:-1], atol=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_linear_and_knows_leads_apart(name):
    signal = simulate_example("normal").signal
    whole = display_filter(signal, 500.0, name)
    assert whole.dtype == np.float32
    np.testing.assert_allclose(display_filter(signal[3:4], 500.0, name), whole[3:4])
    doubled = display_filter(2 * signal, 500.0, name)
    np.testing.assert_allclose(doubled, 2 * whole, atol=1e-5)


@pytest.mark.parametrize("name", NAMES[1:])
def test_an_offset_of_a_whole_recording_rings_nowhere(name):
    signal = np.full((12, 5000), 300.0, np.float32)
    assert np.ptp(display_filter(signal, 500.0, name)) < 1e-2


@pytest.mark.parametrize("name", NAMES)
def test_gaps_stay_gaps_and_reach_no_further(name):
    signal = simulate_example("normal").signal.copy()
    signal[1, 1000:1010] = np.nan
    signal[2, 7] = np.inf
    signal[5] = np.nan
    filtered = display_filter(signal, 500.0, name)
    assert np.isfinite(filtered[[0, 3, 4]]).all()
    assert np.flatnonzero(~np.isfinite(filtered[1])).tolist() == [*range(1000, 1010)]
    assert np.flatnonzero(~np.isfinite(filtered[2])).tolist() == [7]
    assert np.isnan(filtered[5]).all()


@pytest.mark.parametrize("n_samples", [0, 1, 2, 7, 100])
@pytest.mark.parametrize("name", NAMES)
def test_a_short_recording_does_not_fail(name, n_samples):
    signal = np.ones((12, n_samples), np.float32)
    assert display_filter(signal, 500.0, name).shape == signal.shape


def test_the_input_is_left_alone():
    signal = simulate_example("normal").signal
    before = signal.copy()
    for name in NAMES:
        display_filter(signal, 500.0, name)
    np.testing.assert_array_equal(signal, before)


@pytest.mark.parametrize(
    ("name", "fs"), [("0.05-150", 100.0), ("0.05-150", 300.0), ("notch-50", 100.0)]
)
def test_a_filter_beyond_half_the_rate_is_refused(name, fs):
    assert name not in offered_filters(fs)
    with pytest.raises(ValueError, match=f"below {fs / 2:g} Hz"):
        display_filter(np.zeros((12, 50), np.float32), fs, name)


def test_an_unknown_filter_is_refused():
    with pytest.raises(ValueError, match="out of"):
        display_filter(np.zeros((12, 50), np.float32), 500.0, "35")
