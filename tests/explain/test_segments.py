import numpy as np

from ecgkt.explain.segments import QRS, REST, ST, P, T, wave_segments
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.types.measurements import BeatSpan


def test_windows_around_r_hold_the_waves(signal):
    segments = wave_segments(signal, 100.0)
    peaks = np.round(find_r_peaks(signal, 100.0)).astype(int)[1:-1]
    assert (segments[peaks] == QRS).all()
    assert (segments[peaks - 16] == P).all()
    assert (segments[peaks + 25] == T).all()
    assert set(np.unique(segments)) == {REST, P, QRS, ST, T}


def test_delineated_beats_go_before_windows(signal):
    beats = [BeatSpan(qrs=(1.0, 1.1), p=None, t=(1.2, 1.4))]
    segments = wave_segments(signal, 100.0, beats)
    assert (segments[100:111] == QRS).all()
    assert (segments[112:119] == ST).all()
    assert (segments[120:141] == T).all()
    assert (segments[:100] == REST).all()


def test_flat_line_has_no_wave():
    flat = np.zeros((8, 1000), np.float32)
    assert (wave_segments(flat, 100.0) == REST).all()
