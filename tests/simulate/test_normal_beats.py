import numpy as np
import pytest

from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.simulate.example import simulate_example
from ecgkt.simulate.normal_beats import normal_beats
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

FS = 500.0
TIMES = np.arange(5000) / FS


def test_beats_come_when_they_are_asked_for():
    peaks = np.array([0.8, 1.5, 2.6, 4.0, 5.0, 5.6, 6.9, 8.4, 9.2])
    found = find_r_peaks(normal_beats(peaks, TIMES), FS) / FS
    assert found == pytest.approx(peaks, abs=0.012)


def test_they_look_like_the_normal_example():
    record = simulate_example("normal", seed=4, fs=FS)
    rows = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]
    leads = record.signal[rows].astype(float)
    beats = normal_beats(find_r_peaks(leads, FS) / FS, TIMES)
    inner = slice(500, 4500)
    for lead, beat in zip(leads, beats, strict=True):
        assert np.corrcoef(lead[inner], beat[inner])[0, 1] > 0.95


def test_qt_follows_the_rate_and_no_beats_leave_a_line():
    def t_peak(rr):
        beat = normal_beats(np.array([5.0 - rr, 5.0]), TIMES)[1]
        return TIMES[2600:3000][beat[2600:3000].argmax()] - 5.0

    assert t_peak(0.5) < t_peak(0.8) < t_peak(1.2)
    assert not normal_beats(np.empty(0), TIMES).any()
