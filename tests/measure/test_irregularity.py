"""Regular, breathing, random, grouped and interrupted rhythms."""

import numpy as np
import pytest

from ecgkt.measure.beat_shapes import BeatShapes
from ecgkt.measure.irregularity import irregularity


def rest(intervals, alike=0.95, left_out=()):
    peaks = np.concatenate([[0.2], 0.2 + np.cumsum(intervals)])
    n = len(peaks)
    is_left_out = np.isin(np.arange(n), left_out)
    all_of_them = np.ones(n, dtype=bool)
    shapes = BeatShapes(
        all_of_them,
        all_of_them,
        np.ones((n, n)),
        np.ones(n),
        np.ones(n),
        np.full(n, alike),
    )
    return irregularity(peaks, is_left_out, shapes)


def test_clock_has_no_steps():
    found = rest([0.8] * 9)
    assert found.steps_percent == pytest.approx(0, abs=1e-6)
    assert (found.pauses, found.p_alike_percent) == ((), pytest.approx(95))


def test_random_intervals_without_anything_alike_before_are_like_fibrillation():
    intervals = np.random.default_rng(4).uniform(0.45, 1.1, 12)
    assert rest(intervals, alike=0.4).is_like_fibrillation
    assert not rest(intervals, alike=0.9).is_like_fibrillation


@pytest.mark.parametrize("cycle", [(0.6, 1.2), (0.6, 1.2, 0.9)])
def test_groups_that_repeat_are_not_random(cycle):
    found = rest(list(cycle) * 5, alike=0.4)
    assert not found.is_like_fibrillation


def test_breath_swings_slowly():
    intervals = 0.9 + 0.12 * np.sin(np.arange(10) * 2 * np.pi / 5)
    found = rest(intervals)
    assert found.swing_ms == pytest.approx(1000 * np.ptp(intervals))
    assert found.spread_percent == pytest.approx(100 * intervals.std() / 0.9)


def test_intervals_of_premature_beats_do_not_count():
    found = rest([0.8, 0.8, 0.5, 1.1, 0.8, 0.8, 0.8], left_out=[3])
    assert found.steps_percent == pytest.approx(0, abs=1e-6)
    assert found.swing_ms == pytest.approx(0, abs=1e-6)


def test_pause_of_two_cycles_is_a_dropped_beat_and_a_shorter_one_is_not():
    found = rest([0.8, 0.8, 0.8, 1.6, 0.8, 0.8])
    assert found.pauses == (pytest.approx((2.6, 4.2)),)
    assert found.steps_percent == pytest.approx(0, abs=1e-6)
    assert rest([0.8, 0.8, 0.8, 1.2, 0.8, 0.8]).pauses == ()


def test_long_interval_among_random_ones_is_no_dropped_beat():
    assert rest([0.5, 0.9, 0.7, 1.4, 0.6, 1.0, 0.45]).pauses == ()


def test_too_few_intervals_say_nothing():
    found = rest([0.8, 0.5, 1.1, 0.5], left_out=[2, 4])
    assert (found.steps_percent, found.swing_ms, found.spread_percent) == (None,) * 3
    assert not found.is_like_fibrillation
