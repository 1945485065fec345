"""Noise of every kind at every rate is named as what it is, and as nothing else."""

import dataclasses

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from ecgkt.config import QualityConfig
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.quality.gates import judge
from ecgkt.quality.inspected import INDEPENDENT, Inspected
from ecgkt.quality.lead_noise import beats_alike, mains_and_muscle
from ecgkt.quality.noise import drowns_beats, find_noise
from ecgkt.quality.reversal_terms import twelve_leads
from ecgkt.simulate.example import simulate_example
from ecgkt.types.reading import LeadNoise
from ecgkt.types.record import EcgRecord

RATES = [100.0, 128.0, 250.0, 500.0, 1000.0]


def heart(fs: float) -> EcgRecord:
    return dataclasses.replace(simulate_example("normal", seed=3, fs=fs), age=60.0)


def plus(record: EcgRecord, noise, rows=range(8)) -> EcgRecord:
    """Add noise to independent leads; the others follow."""
    eight = record.signal[INDEPENDENT].astype(float)
    for row in rows:
        eight[row] += noise[row]
    return dataclasses.replace(record, signal=twelve_leads(eight).astype(np.float32))


def tones(record: EcgRecord, hz: float, size: float):
    times = np.arange(record.n_samples) / record.fs
    phases = np.random.default_rng(4).uniform(0, 2 * np.pi, (8, 1))
    return size * np.sin(2 * np.pi * hz * times + phases)


def band(record: EcgRecord, low: float, high: float, rms: float):
    """Noise between two frequencies, falling with frequency as motion does."""
    white = np.random.default_rng(5).standard_normal((8, record.n_samples))
    sections = butter(2, (low, high), "bandpass", fs=record.fs, output="sos")
    noise = sosfiltfilt(sections, np.cumsum(white, axis=1))
    return rms * noise / noise.std(axis=1, keepdims=True)


def kinds(record: EcgRecord):
    ecg = Inspected(record, QualityConfig())
    peaks = find_r_peaks(ecg.filled, record.fs) / record.fs
    return {entry.kind for entry in find_noise(ecg, peaks)}


@pytest.mark.parametrize("fs", RATES)
def test_clean_recording_has_none(fs):
    assert kinds(heart(fs)) == set()
    assert judge(heart(fs), find_beats=find_r_peaks).reasons == ()


@pytest.mark.parametrize("hz", [50.0, 60.0])
@pytest.mark.parametrize("fs", RATES)
def test_hum_is_mains_even_where_sampling_folds_it(fs, hz):
    assert kinds(plus(heart(fs), tones(heart(fs), hz, 0.15))) == {"mains"}


@pytest.mark.parametrize("fs", RATES)
def test_white_noise_is_muscle(fs):
    white = 0.1 * np.random.default_rng(2).standard_normal((8, round(10 * fs)))
    assert kinds(plus(heart(fs), white)) == {"muscle"}


@pytest.mark.parametrize("hz", [0.1, 0.3, 0.5, 0.8])
@pytest.mark.parametrize("fs", [100.0, 500.0])
def test_breathing_of_any_pace_is_wander(fs, hz):
    assert kinds(plus(heart(fs), tones(heart(fs), hz, 1.5))) == {"wander"}


@pytest.mark.parametrize("fs", [100.0, 500.0])
def test_bumps_that_no_beat_repeats_are_motion(fs):
    assert kinds(plus(heart(fs), band(heart(fs), 0.8, 10, 0.2))) == {"motion"}


@pytest.mark.parametrize("step", [0.05, 0.1, 0.2])
@pytest.mark.parametrize("fs", RATES)
def test_rounding_is_coarse_steps(fs, step):
    record = heart(fs)
    coarse = (np.round(record.signal / step) * step).astype(np.float32)
    assert kinds(dataclasses.replace(record, signal=coarse)) == {"coarse_steps"}


def test_mixtures_are_told_apart():
    record = heart(500.0)
    white = 0.1 * np.random.default_rng(2).standard_normal((8, 5000))
    noise = white + tones(record, 50, 0.3) + tones(record, 0.2, 1.5)
    assert kinds(plus(record, noise)) == {"mains", "muscle", "wander"}


def test_hum_of_one_lead_is_named_in_it_alone():
    record = heart(500.0)
    noisy = plus(record, tones(record, 50, 0.3), rows=[3])
    told = judge(noisy, find_beats=find_r_peaks)
    assert [(entry.lead, entry.kind) for entry in told.noise] == [("V2", "mains")]
    assert told.verdict == "warn"


def test_peaks_of_tall_t_waves_are_neither_wander_nor_motion():
    record = heart(500.0)
    ecg = Inspected(record, QualityConfig())
    peaks = find_r_peaks(ecg.filled, 500.0) / 500.0
    doubled = np.sort(np.concatenate([peaks, peaks[:-1] + 0.3]))
    kept = beats_alike(ecg.centred, 500.0, doubled)
    assert set(kept) <= set(peaks)
    assert len(kept) >= len(peaks) - 2
    assert find_noise(ecg, doubled) == ()


def test_spikes_of_an_atrial_pacemaker_are_no_muscle_noise():
    record = heart(500.0)
    peaks = find_r_peaks(record.signal.astype(float), 500.0)
    spikes = np.zeros((8, record.n_samples))
    for peak in np.round(peaks[1:] - 90).astype(int):
        spikes[:, peak] = 0.8
    assert kinds(plus(record, spikes)) == set()


def test_a_heart_without_rest_between_beats_is_measured_too():
    mains, muscle = mains_and_muscle(np.zeros((8, 5000)), 500.0, np.arange(0, 10, 0.2))
    assert mains.max() == muscle.max() == 0


def test_premature_beats_are_no_motion():
    assert kinds(simulate_example("pvc", seed=1, fs=500.0)) == set()


def test_loud_noise_leaves_no_word_on_electrodes():
    def entry(lead, snr_db):
        return LeadNoise(lead=lead, kind="mains", snr_db=snr_db)

    loud = tuple(entry(lead, 3.0) for lead in ("I", "II", "V1", "V2"))
    assert drowns_beats(loud)
    assert not drowns_beats(loud[:3])
    assert not drowns_beats(tuple(entry(one.lead, 12.0) for one in loud))
    record = heart(500.0)
    reasons = judge(
        plus(record, tones(record, 50, 0.5)), find_beats=find_r_peaks
    ).reasons
    assert not any("reversal" in reason for reason in reasons)
