"""Regularity, and shares of beats with a P wave or a spike."""

import numpy as np
import pytest

from ecgkt.measure.global_beats import GlobalBeat
from ecgkt.measure.rhythm import p_share, paced_beats, rr_variation


def beat(at, p=None):
    return GlobalBeat((at, at + 0.09), p, None, (0,))


def test_variation_is_rmssd_over_the_mean_interval():
    intervals = np.array([0.8, 1.0, 0.7, 0.9])
    peaks = np.concatenate([[0.3], 0.3 + np.cumsum(intervals)])
    steps = [0.2, -0.3, 0.2]
    rmssd = (sum(step**2 for step in steps) / 3) ** 0.5
    found = rr_variation(peaks)
    assert found.value == pytest.approx(100 * rmssd / intervals.mean())
    assert found.n_beats == 5


def test_regular_rhythm_does_not_vary_at_any_rate():
    for rr in (0.4, 1.0, 1.5):
        assert rr_variation(np.arange(8) * rr).value == pytest.approx(0, abs=1e-6)


def test_two_beats_have_no_rhythm():
    assert rr_variation(np.array([1.0, 2.0])).reason == "2 beats found, 3 needed"


def test_share_of_beats_with_p():
    beats = [beat(1, (0.8, 0.9)), beat(2), beat(3, (2.8, 2.9)), beat(4)]
    assert p_share(beats).value == 50
    assert p_share(beats[:2]).state == "not_measurable"


def test_spikes_are_not_looked_for_at_a_low_rate():
    assert paced_beats(0.0, 12, "too slow").reason == "too slow"
    assert paced_beats(0.75, 12).value == 75
    assert "1 beats" in paced_beats(0.0, 1).reason
