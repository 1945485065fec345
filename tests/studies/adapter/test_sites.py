"""Sites: carts spoil what they should, and LUDB is read as the app would."""

import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.simulate.example import simulate_example
from ecgkt.studies.adapter.sites import coarse_steps, ludb_site, muscle_filter
from ecgkt.vocab.statements import CODES


def test_coarse_steps_leave_few_levels():
    eight = simulate_example("normal", seed=1, fs=500.0).signal[:8].astype(float)
    heights = np.ptp(eight, axis=1)
    spoilt = coarse_steps(eight, heights)
    assert max(len(np.unique(lead.round(6))) for lead in spoilt) <= 7
    assert np.abs(spoilt - eight).max() <= heights.max() / 6


def test_muscle_filter_takes_what_is_fast_and_keeps_what_is_slow():
    times = np.arange(5000) / 500
    waves = np.stack([np.sin(2 * np.pi * rate * times) for rate in (5.0, 60.0)])
    slow, fast = muscle_filter(waves, np.ones(2))[:, 1000:]
    assert np.ptp(slow) > 1.8
    assert np.ptp(fast) < 0.5


@pytest.mark.slow
def test_ludb_is_read_with_what_it_says(ludb, tiny_model):
    site = ludb_site(load_bundle(tiny_model), ludb)
    counts = dict(zip(CODES, site.local.labels.sum(axis=0).tolist(), strict=True))
    assert 90 <= len(site.local.labels) <= 100
    assert counts["SBRAD"] >= 10
    assert counts["LVH"] >= 40
    assert counts["NORM"] == 0
    assert not site.local.is_known[CODES.index("NORM")]
