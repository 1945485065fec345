import dataclasses
import re

import numpy as np
import pytest

from ecgkt.config import QualityConfig
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.quality.gates import judge
from ecgkt.quality.inspected import INDEPENDENT, Inspected
from ecgkt.quality.lead_noise import beat_heights
from ecgkt.quality.noise import LIMITS, find_noise, judge_noise, name_leads
from ecgkt.quality.signal_gates import judge_limb_leads
from ecgkt.simulate.example import simulate_example
from ecgkt.simulate.plant_noise import PLANTED, plant_noise
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import LEADS
from ecgkt.vocab.noise_kinds import NoiseKind

WORDS = {
    "mains": "mains interference",
    "muscle": "muscle noise",
    "wander": "baseline wander",
    "motion": "electrode motion",
    "coarse_steps": "coarse steps",
}


@pytest.fixture(params=[("normal", 500.0), ("normal", 250.0)], ids=str)
def quiet(request) -> EcgRecord:
    name, fs = request.param
    record = simulate_example(name, seed=3, fs=fs)
    return dataclasses.replace(record, age=60.0)


def beats(record: EcgRecord) -> np.ndarray:
    return find_r_peaks(record.signal.astype(float), record.fs) / record.fs


def with_noise(record: EcgRecord, kind: NoiseKind, snr_db: float, rows=tuple(range(8))):
    """Add noise to independent leads; the others follow."""
    ecg = Inspected(record, QualityConfig())
    heights = beat_heights(ecg.centred, record.fs, beats(record))[INDEPENDENT]
    rng = np.random.default_rng(5)
    noise = plant_noise(
        kind, heights, record.n_samples, record.fs, snr_db=snr_db, rng=rng
    )
    eight = record.signal[INDEPENDENT].astype(float)
    eight[list(rows)] += noise[list(rows)]
    one, two = eight[:2]
    limbs = one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2
    signal = np.concatenate([np.stack(limbs), eight[2:]]).astype(np.float32)
    return dataclasses.replace(record, signal=signal)


def look(record: EcgRecord):
    return find_noise(Inspected(record, QualityConfig()), beats(record))


def test_quiet_recording_passes(quiet):
    assert look(quiet) == ()
    assert judge(quiet, find_beats=find_r_peaks).verdict == "accept"


@pytest.mark.parametrize("kind", PLANTED)
def test_planted_noise_is_named_and_measured(quiet, kind):
    planted_db = LIMITS[kind].needed_db - 6
    found = look(with_noise(quiet, kind, planted_db))
    own = [entry for entry in found if entry.kind == kind and entry.lead[0] == "V"]
    assert len(own) == 6
    assert np.mean([entry.snr_db for entry in own]) == pytest.approx(planted_db, abs=3)
    judged = judge(with_noise(quiet, kind, planted_db), find_beats=find_r_peaks)
    assert judged.verdict == "warn"
    assert any(WORDS[kind] in reason for reason in judged.reasons)


@pytest.mark.parametrize("kind", PLANTED)
def test_noise_far_below_the_limit_is_not_named(quiet, kind):
    assert look(with_noise(quiet, kind, LIMITS[kind].needed_db + 8)) == ()


@pytest.mark.parametrize("kind", ["muscle", "wander", "motion"])
def test_beats_lost_in_noise_are_refused(quiet, kind):
    noisy = with_noise(quiet, kind, LIMITS[kind].refused_db - 6)
    ecg = Inspected(noisy, QualityConfig())
    assert judge_noise(ecg, beats(quiet)).level == "refuse"


@pytest.mark.parametrize("kind", PLANTED)
def test_one_very_noisy_lead_is_named_alone(quiet, kind):
    found = look(with_noise(quiet, kind, LIMITS[kind].needed_db - 20, rows=[4]))
    assert [entry.lead for entry in found if entry.kind == kind] == ["V3"]


@pytest.mark.parametrize("step", [0.1, 0.2])
def test_coarse_steps_are_no_swapped_leads(quiet, step):
    signal = (np.round(quiet.signal / step) * step).astype(np.float32)
    coarse = dataclasses.replace(quiet, signal=signal)
    ecg = Inspected(coarse, QualityConfig())
    assert judge_limb_leads(ecg) is None
    assert "coarse steps" in judge_noise(ecg, beats(quiet)).reason


def test_swapped_leads_of_coarse_steps_are_still_found(quiet):
    signal = (np.round(quiet.signal / 0.05) * 0.05).astype(np.float32)
    signal[[0, 1]] = signal[[1, 0]]
    ecg = Inspected(dataclasses.replace(quiet, signal=signal), QualityConfig())
    assert "swapped" in judge_limb_leads(ecg).reason


def test_hum_of_each_lead_is_no_swap(quiet):
    times = np.arange(quiet.n_samples) / quiet.fs
    phases = np.random.default_rng(2).uniform(0, 6, (12, 1))
    hum = 0.1 * np.sin(2 * np.pi * 50 * times + phases)
    signal = (quiet.signal + hum).astype(np.float32)
    noisy = dataclasses.replace(quiet, signal=signal)
    assert judge_limb_leads(Inspected(noisy, QualityConfig())) is None
    reasons = judge(noisy, find_beats=find_r_peaks).reasons
    assert len(reasons) == 1
    assert re.search("mains interference", reasons[0])


def test_without_beats_nothing_is_said_of_noise(quiet):
    ecg = Inspected(with_noise(quiet, "muscle", -6), QualityConfig())
    assert find_noise(ecg, np.array([1.0, 2.0])) == ()


def test_flat_lead_has_no_noise(quiet):
    signal = quiet.signal.copy()
    signal[LEADS.index("V2")] = 0
    assert look(dataclasses.replace(quiet, signal=signal)) == ()


def test_neighbouring_chest_leads_are_named_as_a_range():
    assert name_leads(["I", "V1", "V2"]) == "I, V1, V2"
    assert name_leads(["aVF", "V1", "V2", "V3", "V4", "V6"]) == "aVF, V1-V4, V6"
