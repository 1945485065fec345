import numpy as np
import pytest

from ecgkt.config import QualityConfig
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.quality.gates import judge
from ecgkt.quality.heart_gates import judge_beats
from ecgkt.quality.inspected import Inspected
from ecgkt.simulate.example import EXAMPLES, simulate_example
from ecgkt.types.record import EcgRecord
from tests.builders.beat_families import planted_beats
from tests.builders.hostile_signals import KINDS


def as_record(signal):
    return EcgRecord(
        record_id="a", signal=signal.astype(np.float32), fs=500, format="npy", age=50
    )


@pytest.mark.parametrize("kind", ["white", "coloured", "shared", "fibrillation"])
def test_a_recording_without_heart_beats_is_refused(kind):
    times = np.arange(5000) / 500
    signal = 0.1 * KINDS[kind](np.random.default_rng(3), times)
    quality = judge(as_record(signal), find_beats=find_r_peaks)
    assert quality.verdict == "refuse"


def test_two_beats_are_no_rhythm_and_the_reason_says_so(record):
    answer = judge_beats(Inspected(record, QualityConfig()), np.array([1.0, 2.0]))
    assert answer.level == "refuse"
    assert "at least 3 QRS complexes are needed, 2 stand out" in answer.reason


@pytest.mark.parametrize("rate", [20, 45, 70, 150, 220, 290])
def test_a_heart_at_any_rate_passes(rate):
    signal, _middles = planted_beats(rate, qrs=0.06)
    # Planted leads share one source: their likeness is judged elsewhere.
    peaks = find_r_peaks(signal, 500) / 500
    assert judge_beats(Inspected(as_record(signal), QualityConfig()), peaks) is None


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_example_is_refused(name):
    record = simulate_example(name, seed=4)
    assert judge(record, find_beats=find_r_peaks) == judge(record)
