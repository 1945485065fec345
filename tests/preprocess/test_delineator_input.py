"""What the delineator sees: levelled, scaled, and the same whatever the unit."""

import numpy as np
import pytest

from ecgkt.preprocess.delineator_input import LIMIT, delineator_input, typical_span
from tests.builders.beat_families import planted_beats


def test_a_typical_second_spans_four_in_each_lead(record):
    ready = delineator_input(record.signal, record.fs, 250.0)
    assert ready.shape == (12, 2500)
    assert typical_span(ready, 250.0) == pytest.approx(4, rel=0.05)


def test_gain_and_offset_of_a_lead_do_not_matter(record):
    plain = delineator_input(record.signal, record.fs, 250.0)
    moved = delineator_input((record.signal * 7 - 2).astype(np.float32), 500.0, 250.0)
    assert np.abs(plain - moved)[:, 250:-250].max() < 0.02


def test_wander_is_taken_off_and_the_waves_stay(record):
    seconds = np.arange(5000) / 500
    wander = (0.5 * np.sin(2 * np.pi * 0.1 * seconds)).astype(np.float32)
    plain = delineator_input(record.signal, 500.0, 250.0)
    other = delineator_input(record.signal + wander, 500.0, 250.0)
    left = np.abs(plain - other)[:, 500:-500].max(axis=1)
    unfiltered = 0.5 * 4 / typical_span(record.signal, 500.0)
    assert (left < 0.12 * unfiltered).all()


def test_an_artefact_is_cut_and_a_flat_lead_stays_small(record):
    signal = record.signal.copy()
    signal[0, 2000:2010] = 100
    signal[1] = 0.3
    ready = delineator_input(signal, 500.0, 250.0)
    assert np.abs(ready).max() <= LIMIT
    assert np.abs(ready[1]).max() < 1e-3


def test_time_zero_stays_at_time_zero():
    signal = np.zeros((1, 4000), np.float32)
    signal[0, 1000:1010] = 1
    ready = delineator_input(signal, 1000.0, 250.0)
    assert abs(int(ready[0].argmax()) - 251) <= 1


@pytest.mark.parametrize("rate", [20, 25, 45, 70, 150])
def test_the_span_of_a_typical_second_is_that_of_a_beat_at_any_rate(rate):
    signal, _middles = planted_beats(rate, t_mv=0.05)
    beat = np.ptp(signal, axis=1)
    share = (typical_span(signal, 500) / beat)[beat > 0.3]
    assert share.min() > 0.6
    assert share.max() <= 1


def test_one_artefact_is_no_typical_second():
    signal, _middles = planted_beats(70)
    spoilt = signal.copy()
    spoilt[:, 2500] += 50
    np.testing.assert_allclose(
        typical_span(spoilt, 500), typical_span(signal, 500), rtol=0.02
    )
