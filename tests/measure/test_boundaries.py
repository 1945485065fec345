"""Masks become waves, between samples and by stated rules."""

import numpy as np
import pytest

from ecgkt.dataset.ludb import MarkedLead
from ecgkt.measure.boundaries import find_waves
from ecgkt.training.inputs.wave_crops import draw_masks

FS = 250.0


def masks_of(**waves):
    pairs = {
        name: np.array(waves.get(name, [])).reshape(-1, 2) for name in ["p", "qrs", "t"]
    }
    times = np.arange(1000) / FS
    return draw_masks([MarkedLead(pairs, (0.0, 4.0))], times)[0][0]


def test_boundaries_between_samples_are_recovered():
    rng = np.random.default_rng(0)
    onsets = np.arange(0.3, 3.5, 0.8) + rng.uniform(0, 0.01, 4)
    qrs = np.stack([onsets, onsets + rng.uniform(0.08, 0.12, 4)], axis=1)
    found = find_waves(masks_of(qrs=qrs), FS)
    assert found.qrs == pytest.approx(qrs, abs=1e-3)
    assert len(found.p) == len(found.t) == 0


def test_short_specks_are_no_waves_and_short_gaps_do_not_part_one():
    masks = masks_of(qrs=[(0.5, 0.516), (1.0, 1.05), (1.07, 1.12)])
    found = find_waves(masks, FS).qrs
    assert found == pytest.approx(np.array([[1.0, 1.12]]), abs=2e-3)


def test_of_two_t_waves_in_one_beat_the_larger_is_kept():
    masks = masks_of(qrs=[(0.5, 0.6), (1.5, 1.6)], t=[(0.8, 0.95), (1.2, 1.27)])
    assert find_waves(masks, FS).t == pytest.approx(np.array([[0.8, 0.95]]), abs=2e-3)


def test_a_wave_at_the_edge_ends_with_the_recording():
    masks = np.zeros((3, 500))
    masks[2, 450:] = 1
    onset, end = find_waves(masks, FS).t[0]
    assert onset == pytest.approx(449.5 / FS)
    assert end == pytest.approx(499 / FS)


def test_several_p_waves_before_one_qrs_are_all_kept():
    masks = masks_of(p=[(0.2, 0.3), (0.9, 1.0)], qrs=[(1.2, 1.3)])
    assert len(find_waves(masks, FS).p) == 2


def test_weak_p_is_none_and_weak_qrs_is_one():
    masks = 0.5 * masks_of(p=[(0.9, 1.0)], qrs=[(1.2, 1.3)])
    found = find_waves(masks, FS)
    assert len(found.p) == 0
    assert found.qrs == pytest.approx(np.array([[1.2, 1.3]]), abs=2e-3)


def test_two_masks_are_a_mistake():
    with pytest.raises(ValueError, match="3 masks"):
        find_waves(np.zeros((2, 100)), FS)
