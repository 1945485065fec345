"""Crops equal those of whole recordings, in gaps too."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgkt.config import InputConfig
from ecgkt.dataset.pack_signals import MISSING
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.training.inputs.prepared_signals import PreparedSignals


@pytest.fixture
def gappy(store):
    signals = store.signals.copy()
    signals[3, 2, 100:160] = MISSING
    signals[4, 0, 500] = 30000  # beyond the clip
    return replace(store, signals=signals)


def test_a_lead_without_samples_is_0_mv(gappy):
    gappy.signals[6, 4] = MISSING
    found = PreparedSignals(gappy, InputConfig()).whole(np.array([6, 7]))
    assert not found[0, 4].any()
    assert found[0, [0, 1, 2, 3, 5, 6, 7]].any(axis=1).all()


def test_crops_are_cut_from_the_whole(gappy):
    rows, starts = np.array([3, 3, 3, 7]), torch.tensor([0, 90, 120, 750])
    crops = PreparedSignals(gappy, InputConfig()).crops(rows, starts).numpy()
    expected = StoreSignals(gappy, InputConfig()).whole(rows)
    for place, start in enumerate(starts.tolist()):
        assert (crops[place] == expected[place, :, start : start + 250]).all()


def test_random_crops_reach_both_ends(gappy):
    prepared = PreparedSignals(gappy, InputConfig(crop=9.99))
    rng = torch.Generator().manual_seed(0)
    drawn = prepared.random_crops(np.full(40, 5), rng).numpy()
    assert len(np.unique(drawn, axis=0)) == 2


def test_crop_that_leaves_the_recording_is_refused(gappy):
    prepared = PreparedSignals(gappy, InputConfig())
    with pytest.raises(ValueError, match="broadcast"):
        prepared.crops(np.array([0]), torch.tensor([900]))
