"""Rows: reduction that keeps the extremes, labels that stand free."""

import numpy as np
import pytest

from ecgkt.plotting.strips import (
    CLEARANCE_MM,
    MAX_SAMPLES,
    PIXEL_MM,
    Strip,
    draw_row,
    extremes,
)


def row(*traces, mm_per_sample=0.05):
    named = {f"V{place}": trace for place, trace in enumerate(traces, start=1)}
    return draw_row(named, mm_per_sample=mm_per_sample, left=10.0, half_height=15.0)


def test_extremes_lose_no_height():
    trace = np.random.default_rng(0).standard_normal(20_000).astype(np.float32)
    reduced = extremes(trace, 10)
    assert reduced.size == 4000
    np.testing.assert_array_equal(
        reduced.reshape(-1, 2).max(1), trace.reshape(-1, 10).max(1)
    )
    np.testing.assert_array_equal(
        reduced.reshape(-1, 2).min(1), trace.reshape(-1, 10).min(1)
    )


def test_extremes_keep_gaps_and_an_incomplete_end():
    trace = np.array([1, 2, np.nan, np.nan, np.nan, np.nan, 5], np.float32)
    np.testing.assert_array_equal(extremes(trace, 3), [1, 2, np.nan, np.nan, 5, 5])


def test_all_samples_are_drawn_up_to_five_thousand():
    assert row(np.zeros(MAX_SAMPLES, np.float32)).strips[0].y.size == MAX_SAMPLES


@pytest.mark.parametrize("fs", [1000, 2000, 10_000])
def test_longer_leads_are_reduced_to_two_points_a_pixel_in_their_place(fs):
    trace = np.zeros(10 * fs, np.float32)
    trace[3 * fs] = 9.0
    strip = row(trace, mm_per_sample=25 / fs).strips[0]
    assert strip.dx <= PIXEL_MM / 2
    assert strip.y.size <= MAX_SAMPLES
    assert strip.y.max() == 9.0
    assert strip.x0 + strip.dx * strip.y.argmax() == pytest.approx(
        10 + 75, abs=PIXEL_MM
    )


def test_label_stands_at_the_top_left_of_its_column():
    labels = row(*np.zeros((4, 5000), np.float32)).labels
    assert [label.x for label in labels] == [11.0, 73.5, 136.0, 198.5]
    assert {label.y for label in labels} == {12.0}


def test_label_moves_by_threes_from_under_a_tall_r():
    trace = np.zeros(5000, np.float32)
    trace[20:30] = 14.0  # 1 to 1.5 mm into the column, under the name
    label = row(trace).labels[0]
    moved = (label.x - 11.0, label.y - 12.0)
    assert moved != (0, 0)
    assert all(shift % 3 == 0 for shift in moved)
    box = (label.x, label.x + 4.6, label.y - 1.5, label.y + 1.5)
    spike_x, spike_top = (11.0, 11.5), 14.0
    aside = max(box[0] - spike_x[1], spike_x[0] - box[1])
    assert aside >= CLEARANCE_MM or box[2] - spike_top >= CLEARANCE_MM


def test_label_minds_the_line_between_two_far_samples():
    # At 100 Hz an R wave is three samples: the steep line counts, not only its ends.
    trace = np.zeros(1000, np.float32)
    trace[11] = 30.0
    label = draw_row(
        {"V1": trace}, mm_per_sample=0.25, left=10.0, half_height=15.0
    ).labels[0]
    assert abs(label.x - (10 + 11 * 0.25)) >= CLEARANCE_MM


def test_a_label_without_a_free_place_takes_the_freest():
    noisy = 14 * np.sign(np.random.default_rng(0).standard_normal(5000))
    assert len(row(noisy.astype(np.float32)).labels) == 1


def test_lifting_keeps_float32():
    strip = Strip(lead="I", x0=0.0, dx=1.0, y=np.zeros(3, np.float32)).lifted(30.0)
    assert strip.y.dtype == np.float32
    assert strip.y.tolist() == [30.0, 30.0, 30.0]
