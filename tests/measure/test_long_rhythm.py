import numpy as np
import pytest

from ecgkt.measure.long_rhythm import find_all_beats, join_beats
from ecgkt.measure.variability import variability
from tests.builders.beat_families import FAMILIES, planted_beats
from tests.builders.hostile_signals import hostile_signal


@pytest.mark.parametrize("family", sorted(FAMILIES))
@pytest.mark.parametrize(("rate", "fs"), [(45, 500), (72, 250), (140, 100), (60, 50)])
def test_every_beat_of_a_long_recording_is_found_once(family, rate, fs):
    signal, middles = planted_beats(rate, fs=fs, family=family, duration=67)
    found = find_all_beats(signal, fs, None)
    inner = middles[(middles > 0.3) & (middles < 66.7)]
    away = np.abs(found[:, None] - inner).min(axis=0)
    assert away.max() < 0.03
    assert len(found) <= len(middles)
    steady = variability(found, 67.0)
    assert steady["rmssd_ms"].value < 6
    assert steady["sdnn_ms"].value < 6


def test_seconds_without_beats_have_none():
    signal, _middles = planted_beats(72, fs=250, duration=90)
    quiet = signal.copy()
    quiet[:, 30 * 250 : 60 * 250] = 0
    found = find_all_beats(quiet, 250, None)
    assert not ((found > 30.5) & (found < 59.5)).any()
    assert len(found) > 65


@pytest.mark.parametrize("seed", range(20))
def test_any_signal_of_any_length_gives_beats_or_none(seed):
    _kind, signal, fs = hostile_signal(seed)
    longer = np.tile(signal, 4)
    found = find_all_beats(longer, fs, None)
    assert (np.diff(found) > 0.15).all()
    assert ((found >= 0) & (found <= longer.shape[1] / fs)).all()


def test_measured_beats_stay_where_they_were_measured():
    found = np.array([0.5, 9.95, 10.6, 11.4, 12.2, 19.98, 21.0])
    kept = np.array([10.61, 12.21])
    joined = join_beats(found, kept, 10.0, 20.0)
    assert joined.tolist() == [0.5, 9.95, 10.61, 12.21, 19.98, 21.0]
    assert join_beats(found, np.empty(0), 10.0, 20.0) is found
