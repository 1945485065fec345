"""Augmentation: reproducible, of the stated size, and nothing when turned off."""

from dataclasses import replace

import pytest
import torch

from ecgkt.training.inputs.augment import augment, mix_pairs
from ecgkt.training.recipes.recipes import Augmentation

OFF = Augmentation(
    gain_sd=0, lead_gain_sd=0, noise_mv=0, wander_mv=0, lead_dropout=0, mixup=0
)


def rng(seed=0):
    return torch.Generator().manual_seed(seed)


def crops():
    return torch.randn(64, 8, 250, generator=rng(1))


def test_nothing_happens_when_all_is_off():
    torch.testing.assert_close(augment(crops(), 100.0, OFF, rng()), crops())


def test_equal_draws_give_equal_crops():
    one, two = (augment(crops(), 100.0, Augmentation(), rng(3)) for _ in range(2))
    torch.testing.assert_close(one, two, rtol=0, atol=0)


def test_leads_are_silenced_as_often_as_stated():
    silent = augment(crops(), 100.0, Augmentation(lead_dropout=0.25), rng()) == 0
    share = silent.all(-1).float().mean().item()
    assert 0.18 < share < 0.32


def test_gain_keeps_the_shape_of_the_signal():
    gained = augment(
        crops(), 100.0, Augmentation(noise_mv=0, wander_mv=0, lead_dropout=0), rng()
    )
    ratio = gained / crops()
    torch.testing.assert_close(
        ratio, ratio[:, :, :1].expand_as(ratio), rtol=1e-4, atol=0
    )


def test_mixing_blends_labels_as_it_blends_crops():
    labels = (torch.arange(64)[:, None] % 2).float()
    x = labels[:, :, None].expand(64, 8, 250).clone()
    mixed, targets = mix_pairs(x, labels, 0.4, rng())
    torch.testing.assert_close(mixed[:, 0, 0], targets[:, 0])
    assert ((targets > 0) & (targets < 1)).any()


def test_mixing_can_be_turned_off():
    labels = torch.zeros(64, 1)
    mixed, _ = mix_pairs(crops(), labels, 0.0, rng())
    torch.testing.assert_close(mixed, crops())


def test_negative_mixing_is_refused():
    with pytest.raises(ValueError, match="alpha must not be negative"):
        mix_pairs(crops(), torch.zeros(64, 1), -1.0, rng())


def test_filters_keep_the_beats_and_take_the_rest():
    time = torch.arange(250) / 100
    slow = 1 + torch.sin(2 * torch.pi * 0.05 * time)
    fast = torch.sin(2 * torch.pi * 12 * time)
    x = torch.stack([slow, fast])[None].expand(32, 2, 250)
    filtered = augment(x, 100.0, replace(OFF, filters=1.0), rng())
    left = filtered.std(-1) / x.std(-1)
    assert left[:, 1].min() > 0.8
    assert left[:, 1].max() < 1.05
    assert filtered[:, 0].mean(-1).abs().median() < 0.3
    torch.testing.assert_close(augment(x, 100.0, OFF, rng()), x)


def test_filters_change_as_many_crops_as_stated():
    x = crops()
    changed = augment(x, 100.0, replace(OFF, filters=0.5), rng()) != x
    assert 0.3 < changed.flatten(1).any(1).float().mean() < 0.7
