"""How much of a beat is shown, and where its waves lie on it."""

import numpy as np
import pytest

from ecgkt.measure.global_beats import GlobalBeat
from ecgkt.measure.median_beat import median_beat
from tests.builders.beat_families import planted_beats

FS = 500.0


def median_of(peaks, signal, *, t_end=None):
    beats = []
    if t_end is not None:
        beats = [
            GlobalBeat((r - 0.045, r + 0.045), None, (r + 0.1, r + t_end), ())
            for r in peaks
        ]
    return median_beat(
        signal.astype(float), FS, peaks=peaks, beats=beats, reasons=("",) * 12
    )


@pytest.mark.parametrize("rate", [40, 75, 110, 150, 200, 220])
def test_the_next_beat_never_stands_as_a_ghost(rate):
    signal, middles = planted_beats(rate)
    found = median_of(middles, signal)
    after = found.beat.shape[1] / FS - found.r
    assert after <= min(0.70, 0.9 * 60 / rate) + 1 / FS
    heights = np.abs(found.beat[1])
    is_near = np.abs(np.arange(len(heights)) / FS - found.r) < 0.06
    assert heights[is_near].max() > 2 * heights[~is_near].max()


def test_one_premature_beat_does_not_cut_the_t_of_the_others():
    signal, middles = planted_beats(60)
    early = middles.copy()
    early[4] -= 0.65
    found = median_of(early, signal, t_end=0.36)
    assert found.boundaries["t_offset"] == pytest.approx(found.r + 0.36, abs=0.01)
    assert found.beat.shape[1] / FS >= found.r + 0.37


def test_two_beats_that_touch_the_edges_make_none():
    signal, _ = planted_beats(60, duration=2.0)
    assert median_of(np.array([0.1, 1.9]), signal) is None
    assert median_of(np.array([1.0]), signal) is None
