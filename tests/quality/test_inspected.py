import numpy as np
import pytest

from ecgkt.config import QualityConfig
from ecgkt.quality.inspected import INDEPENDENT, Inspected

CONFIG = QualityConfig()


def test_views_cover_the_scored_seconds(spoil):
    ecg = Inspected(spoil(lambda signal: np.tile(signal, 3)), CONFIG)
    for view in (ecg.window, ecg.filled, ecg.centred):
        assert view.shape == (12, 5000)


def test_baseline_is_removed_and_beats_are_kept(spoil, clean):
    drift = 5 * np.sin(np.arange(5000) / 500 * 2 * np.pi * 0.1)
    ecg = Inspected(spoil(lambda signal: signal + drift + 20), CONFIG)
    steady = Inspected(clean, CONFIG).centred
    inside = slice(1000, 4000)
    assert np.abs(ecg.centred - steady)[:, inside].max() < 0.2
    assert steady.std() > 0.05


@pytest.mark.parametrize(
    ("rows", "level"),
    [([], None), ([2, 3, 4, 5], "warn"), ([0, 1, 6], "warn"), ([0, 1, 6, 7], "refuse")],
)
def test_many_independent_leads_make_a_refusal(rows, level, clean):
    is_bad = np.zeros(12, bool)
    is_bad[rows] = True
    found = Inspected(clean, CONFIG).some_leads(is_bad, "Bad", "Do.")
    assert (found.level if found else None) == level
    assert set(rows) <= {*INDEPENDENT, 2, 3, 4, 5}
