"""Crops: the masks lie where the waves are, whatever is varied."""

import numpy as np
import pytest

from ecgkt.training.inputs.simulated_waves import simulate_marked
from ecgkt.training.inputs.wave_crops import draw_crops, draw_masks, make_traces, vary
from ecgkt.training.recipes.delineate import WaveAugmentation


@pytest.fixture(scope="module")
def marked():
    return simulate_marked((0, 1))


def crops(marked, seed, **choices):
    return draw_crops(
        make_traces([marked]),
        np.random.default_rng(seed),
        n_leads=12,
        length=1024,
        fs=250.0,
        augmentation=WaveAugmentation(**choices),
    )


def test_slopes_lie_in_the_qrs_mask_whatever_the_stretch(marked):
    for seed in range(5):
        batch = crops(marked, seed, stretch=0.3)
        steps = np.abs(np.diff(batch.signals, axis=2)).sum(axis=1)[0]
        steepest = np.argsort(-steps)[:20]
        inside = batch.masks[0, :, 1].max(axis=0)
        assert inside[steepest].mean() > 0.9


def test_fractions_of_a_mask_add_up_to_the_length_of_the_wave(marked):
    lead = marked.leads[1]
    times = np.arange(2500) / 250 + 0.0013
    masks, known = draw_masks([lead], times)
    onset, end = lead.waves["qrs"][3]
    near = (times > onset - 0.1) & (times < end + 0.1)
    assert masks[0, 1, near].sum() / 250 == pytest.approx(end - onset, abs=1e-5)
    assert known.min() == 1


def test_outside_the_marks_nothing_is_known(marked):
    lead = marked.leads[0]._replace(span=(2.0, 3.0))
    _masks, known = draw_masks([lead], np.arange(2500) / 250)
    assert known[0, 0].sum() == pytest.approx(251, abs=1)


def test_the_same_state_draws_the_same_crop(marked):
    first, second, third = (crops(marked, seed) for seed in (3, 3, 4))
    assert np.array_equal(first.signals, second.signals)
    assert not np.array_equal(first.signals, third.signals)


def test_variation_is_bounded_and_none_changes_nothing():
    rng = np.random.default_rng(0)
    crop = rng.standard_normal((3, 500)).astype(np.float32)
    none = WaveAugmentation(gain_sd=0.0, flip=0.0, disturbed=0.0, smooth=0.0)
    assert np.array_equal(vary(crop, 250.0, none, rng), crop)
    wild = WaveAugmentation(gain_sd=3.0, disturbed=1.0)
    assert np.abs(vary(crop, 250.0, wild, rng)).max() <= 8
