"""Whole recordings through the delineator's network."""

import numpy as np
import pytest
import torch

from ecgkt.models.delineate import predict_masks
from ecgkt.models.unet import DelineatorConfig, WaveUNet

TINY = DelineatorConfig(channels=(4, 6, 8), kernel=5)


@pytest.mark.parametrize(
    ("fs", "n_samples"), [(250.0, 2501), (500.0, 5000), (1000.0, 9999)]
)
def test_masks_cover_the_recording_at_the_networks_rate(record, fs, n_samples):
    torch.manual_seed(0)
    model = WaveUNet(TINY).train()
    signal = np.resize(record.signal[:3], (3, n_samples))
    masks = predict_masks(model, signal, fs, rows=[0, 5, 11], config=TINY)
    assert masks.shape == (3, 3, int(np.ceil(n_samples * 250 / fs)))
    assert ((masks >= 0) & (masks <= 1)).all()
    assert model.training


def test_neither_unit_nor_offset_nor_gaps_of_a_sample_matter(record):
    torch.manual_seed(0)
    model = WaveUNet(TINY)
    plain = predict_masks(model, record.signal, 500.0, rows=range(12), config=TINY)
    moved = (record.signal * 3 + 1).astype(np.float32)
    # Beyond the first second the high-pass has forgotten the offset.
    other = predict_masks(model, moved, 500.0, rows=range(12), config=TINY)
    assert np.abs(plain - other)[:, :, 250:-250].max() < 0.02
    holes = record.signal.copy()
    holes[2, 2000:2003] = np.nan
    masks = predict_masks(model, holes, 500.0, rows=range(12), config=TINY)
    assert np.isfinite(masks).all()


def test_leads_without_names_are_a_mistake(record):
    with pytest.raises(ValueError, match="names of 12 leads"):
        predict_masks(WaveUNet(TINY), record.signal, 500.0, rows=[0], config=TINY)
