"""Strips of attention under the trace: shares that sum to 1, one row per entry."""

import re

import numpy as np
import pytest

from ecgkt.plotting.attention import cells_of, draw_attention
from ecgkt.simulate.example import simulate_example
from tests.builders.contexts import context_reading


def test_cells_side_by_side_hold_all_of_the_attention():
    shares = np.random.default_rng(0).dirichlet(np.ones(7)).tolist()
    cells = cells_of(shares, [1.25 * place for place in range(7)], 2.5)
    assert [cell.start_s for cell in cells] == [1.25 * place for place in range(8)]
    assert sum(cell.share for cell in cells) == pytest.approx(1)
    assert cells[0].share == pytest.approx(shares[0] / 2)
    assert cells[3].share == pytest.approx((shares[2] + shares[3]) / 2)


def test_every_entry_has_a_strip_of_percents_that_sum_to_a_hundred():
    record = simulate_example("normal", seed=0, fs=500.0)
    svg = draw_attention(record, context_reading())
    assert ">age<" in svg
    assert ">sex<" in svg
    percents = [int(text) for text in re.findall(r">(\d+)%<", svg)]
    assert len(percents) == 16
    for row in (percents[:8], percents[8:]):
        assert sum(row) == pytest.approx(100, abs=4)
    assert ">II<" in svg


def test_a_later_window_is_drawn_at_its_own_seconds():
    record = simulate_example("normal", seed=0, fs=500.0, duration=30.0)
    svg = draw_attention(record, context_reading(start_s=12.5))
    assert ">13 s<" in svg
    assert ">12 s<" not in svg
    assert ">25 s<" not in svg


def test_a_short_recording_has_no_cells_behind_its_end():
    record = simulate_example("normal", seed=0, fs=500.0, duration=8.2)
    svg = draw_attention(record, context_reading())
    assert len(re.findall(r">\d+%<", svg)) == 14
