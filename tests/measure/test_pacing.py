"""Spikes are found, told by chamber, and steep hearts are not taken for them."""

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from ecgkt.io.read_path import read_path
from ecgkt.measure.pacing import find_spikes, judge_pacing, why_unseen
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.simulate.example import EXAMPLES, simulate_example

PEAKS = np.arange(1.0, 9.0)


def example(name="normal", fs=500.0, seed=1):
    return simulate_example(name, seed=seed, fs=fs).signal.astype(np.float64)


def beats_of(signal, fs):
    return find_r_peaks(signal, fs) / fs


def with_spikes(signal, fs, before, *, size=0.6, every=1, jitter=0.0):
    """Plant spikes of 2 ms in most leads, each returning at once."""
    spiked, rng = signal.copy(), np.random.default_rng(0)
    gains = size * np.array([1, 1.5, 0.5, -1.2, 0.3, 1, -0.3, 0.4, 0.6, 0.8, 1, 0.7])
    for peak in beats_of(signal, fs)[::every]:
        place = round((peak - before + jitter * rng.uniform(-1, 1)) * fs)
        if place > 0:
            spiked[:, place : place + max(1, round(0.002 * fs))] += gains[:, None]
    return spiked


def judged(signal, fs=500.0):
    return judge_pacing(find_spikes(signal, fs), beats_of(signal, fs))


@pytest.mark.parametrize("fs", [500.0, 1000.0])
@pytest.mark.parametrize(
    ("name", "before", "chamber"),
    [("lbbb", 0.1, "ventricular"), ("normal", 0.23, "atrial"), ("af", 0.1, "")],
)
def test_planted_pacing_is_told_by_chamber(name, before, chamber, fs):
    found = judged(with_spikes(example(name, fs), fs, before), fs)
    assert found.is_paced
    assert found.share > 0.8
    assert found.chamber == (chamber or "ventricular")


def test_spikes_before_both_chambers_are_dual_pacing():
    signal = with_spikes(with_spikes(example("lbbb"), 500.0, 0.28), 500.0, 0.1)
    assert judged(signal).chamber == "dual"
    assert judged(signal).is_paced


def test_spikes_at_random_are_seen_and_withhold_nothing():
    found = judged(with_spikes(example("af"), 500.0, 0.2, jitter=0.17))
    assert found.is_seen
    assert not found.is_paced


def test_few_spikes_are_not_yet_pacing():
    found = judged(with_spikes(example("lbbb"), 500.0, 0.1, every=4))
    assert found.is_seen
    assert not found.is_paced


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_no_example_has_a_spike(name):
    found = judged(example(name, seed=2))
    assert not found.spikes.size
    assert not found.is_seen


def test_sharp_narrow_qrs_is_no_spike():
    times = np.arange(5000) / 500
    heart = sum(np.clip(1 - np.abs(times - r) / 0.012, 0, None) for r in PEAKS)
    signal = np.outer(np.linspace(0.3, 2, 12), heart)
    signal += 0.005 * np.random.default_rng(0).standard_normal(signal.shape)
    assert not judge_pacing(find_spikes(signal, 500.0), PEAKS).is_seen


def test_step_in_one_lead_is_a_loose_contact():
    signal = example()
    signal[6] = with_spikes(signal, 500.0, 0.1)[1]
    assert not find_spikes(signal, 500.0).size


def test_nothing_is_judged_without_beats_or_spikes():
    assert judge_pacing(np.empty(0), PEAKS).share == 0
    assert not judge_pacing(PEAKS, np.empty(0)).is_paced


def test_rate_and_bandwidth_decide_whether_spikes_can_be_seen():
    signal = example()
    assert why_unseen(signal, 500.0) == ""
    assert why_unseen(signal[:, ::2], 250.0).endswith("below 450 Hz")
    cut = sosfiltfilt(butter(4, 40, fs=500.0, output="sos"), signal)
    assert "above 60 Hz" in why_unseen(cut, 500.0)
    assert not find_spikes(signal[:, ::2], 250.0).size


@pytest.mark.slow
def test_only_the_paced_of_ludb_are_called_paced(ludb):
    """The four its table notes; of the MIMIC-IV-ECG demo 43 of 659, five patients."""
    paced = []
    for header in sorted(ludb.glob("data/*.hea")):
        record = read_path(header)
        signal = fill_gaps(record.signal[:, :5000]).astype(np.float64)
        if judged(signal, record.fs).is_paced:
            paced.append(header.stem)
    assert sorted(paced) == ["111", "45", "93", "95"]


@pytest.mark.parametrize("step", [0.03, 0.05, 0.1, 0.2])
@pytest.mark.parametrize("fs", [500.0, 1000.0])
@pytest.mark.parametrize("name", ["normal", "lbbb", "lvh"])
def test_coarse_steps_are_no_spikes(name, fs, step):
    coarse = np.round(example(name, fs) / step) * step
    assert not judged(coarse, fs).is_seen


def test_spikes_in_coarse_steps_are_still_found():
    spiked = with_spikes(example("lbbb"), 500.0, 0.1)
    assert judged(np.round(spiked / 0.05) * 0.05).is_paced
