"""Crops from the integers equal crops from what the reader of ECGs prepares."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgkt.config import InputConfig
from ecgkt.dataset.pack_signals import MISSING
from ecgkt.preprocess.model_input import prepare_leads
from ecgkt.training.inputs.prepared_signals import PreparedSignals


@pytest.fixture
def gappy(store):
    signals = store.signals.copy()
    signals[3, 2, 100:160] = MISSING
    signals[4, 0, 500] = 30000  # beyond the clip
    return replace(store, signals=signals)


def plain(store, rows):
    return prepare_leads(np.nan_to_num(store.millivolts(rows)), InputConfig())


def test_whole_recordings_are_equal_to_the_bit(gappy):
    rows = np.array([4, 3, 9])
    prepared = PreparedSignals(gappy, InputConfig())
    assert (prepared.whole(rows) == plain(gappy, rows)).all()


def test_crops_are_cut_from_the_whole(gappy):
    rows, starts = np.array([3, 3, 7]), torch.tensor([0, 90, 750])
    crops = PreparedSignals(gappy, InputConfig()).crops(rows, starts).numpy()
    expected = plain(gappy, rows)
    for place, start in enumerate(starts.tolist()):
        assert (crops[place] == expected[place, :, start : start + 250]).all()


def test_random_crops_reach_both_ends(gappy):
    prepared = PreparedSignals(gappy, InputConfig(crop=9.99))
    rng = torch.Generator().manual_seed(0)
    drawn = prepared.random_crops(np.full(40, 5), rng).numpy()
    assert len(np.unique(drawn, axis=0)) == 2


def test_runs_on_one_store_share_what_they_found_out(gappy):
    one = PreparedSignals(gappy, InputConfig())
    one.whole(np.arange(3))
    two = PreparedSignals(gappy, InputConfig())
    assert two._baselines is one._baselines


def test_crop_that_leaves_the_recording_is_refused(gappy):
    prepared = PreparedSignals(gappy, InputConfig())
    with pytest.raises(ValueError, match="broadcast"):
        prepared.crops(np.array([0]), torch.tensor([900]))
