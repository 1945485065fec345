import numpy as np
import pytest

from ecgkt.explain.occlusion import occlusion
from ecgkt.explain.segments import wave_segments


def test_it_adds_up_on_a_linear_model(linear, signal):
    found = occlusion(linear, signal, 1, baseline=0 * signal, fs=100.0)
    weights = linear.weights[1].detach().numpy()
    assert found.sum() == pytest.approx((signal * weights).sum(), rel=1e-3)
    segments = wave_segments(signal, 100.0)
    for lead in range(8):
        for wave in np.unique(segments):
            here = segments == wave
            part = (signal * weights)[lead, here].sum()
            assert found[lead, here].sum() == pytest.approx(part, abs=1e-3)
            assert np.ptp(found[lead, here]) < 1e-6


def test_recording_without_beats_is_occluded_lead_by_lead(linear):
    flat = np.zeros((8, 1000), np.float32)
    flat[2] = 0.01
    found = occlusion(linear, flat, 0, baseline=0 * flat, fs=100.0)
    assert not np.delete(found, 2, axis=0).any()
    assert np.ptp(found[2]) == 0
