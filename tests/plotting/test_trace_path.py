"""Paths: every sample comes back, gaps stay gaps, levels share the lines."""

import numpy as np
import pytest

from ecgkt.plotting.strips import LIMIT_MM
from ecgkt.plotting.trace_path import UNIT_MM, paths_of, runs


def plain(heights):
    heights = np.asarray(heights, np.float32)
    levels = np.zeros(max(heights.size - 1, 0), np.int64)
    return paths_of(heights, levels).get(0, "")


def test_every_sample_comes_back_within_half_a_step(path_samples):
    heights = np.random.default_rng(0).uniform(-LIMIT_MM, LIMIT_MM, 5000)
    drawn = path_samples(plain(heights))
    assert list(drawn) == list(range(5000))
    found = np.array(list(drawn.values())) * UNIT_MM
    # float32 adds a hair to the half step.
    assert np.abs(found - heights).max() <= UNIT_MM / 2 + 1e-5


def test_errors_do_not_add_up_along_the_path(path_samples):
    heights = np.arange(5000) * 0.0124
    drawn = path_samples(plain(heights - heights.mean()))
    assert drawn[4999] * UNIT_MM == pytest.approx(heights[-1] / 2, abs=UNIT_MM)


def test_gaps_are_not_bridged_and_a_lone_sample_is_a_dot(path_samples):
    path = plain([1, 2, np.nan, 3, np.nan, np.nan, 4, 5])
    assert path.count("M") == 3
    assert sorted(path_samples(path)) == [0, 1, 3, 6, 7]


def test_levels_share_all_lines_and_leave_none_out(path_samples):
    heights = np.arange(6, dtype=np.float32)
    paths = paths_of(heights, np.array([0, 0, 2, 2, -1]))
    assert {level: sorted(path_samples(path)) for level, path in paths.items()} == {
        0: [0, 1, 2],
        2: [2, 3, 4],
        -1: [4, 5],
    }


@pytest.mark.parametrize("heights", [[], [np.nan], [np.nan, np.nan]])
def test_nothing_to_draw_is_no_path(heights):
    assert plain(heights) == ""


def test_runs_cover_everything_once():
    levels = np.array([3, 3, 0, -1, -1, -1])
    assert list(runs(levels)) == [(3, 0, 2), (0, 2, 3), (-1, 3, 6)]
    assert list(runs(np.zeros(0, np.int64))) == []
