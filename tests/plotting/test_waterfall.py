"""The exact sum as figures: numbers that are drawn are those of the opinion."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.pipeline.second_opinion import read_second_opinion
from ecgkt.plotting.waterfall import (
    DOWN,
    UP,
    contribution_bands,
    plot_bins,
    plot_waterfall,
)
from ecgkt.vocab.leads import INDEPENDENT_LEADS


@pytest.fixture
def opinion(second_opinion, record):
    return read_second_opinion(second_opinion, record, "AFIB")


def test_waterfall_goes_from_the_constant_over_the_leads_to_the_log_odds(opinion):
    (bars,) = plot_waterfall(opinion).data
    assert bars.y[0] == opinion.constant
    assert bars.y[-1] == opinion.log_odds
    assert list(bars.x[1:-1]) == list(INDEPENDENT_LEADS)
    assert sum(bars.y[:-1]) == pytest.approx(bars.y[-1], abs=2e-4)
    assert bars.measure[0] == "absolute"
    assert bars.measure[-1] == "total"


def test_bars_are_numbered_so_that_colour_says_nothing_alone(opinion):
    (bars,) = plot_waterfall(opinion).data
    assert bars.text[1] == f"{opinion.leads['I']:+.2f}"
    assert bars.increasing.marker.color == UP != bars.decreasing.marker.color == DOWN


def test_bands_are_shares_of_the_strongest_bin(opinion):
    bands = contribution_bands(opinion)
    assert [band.lead for band in bands] == list(INDEPENDENT_LEADS)
    values = np.stack([band.values for band in bands])
    assert values.dtype == np.float32
    assert np.abs(values).max() == pytest.approx(1)
    raw = np.array([opinion.bins[lead] for lead in INDEPENDENT_LEADS])
    assert np.allclose(values * np.abs(raw).max(), raw, atol=1e-6)
    assert {(band.start, band.step) for band in bands} == {(0.0, 0.04)}


def test_bins_behind_a_short_recording_are_left_out(opinion):
    short = replace(opinion, used_s=8.0)
    assert {len(band.values) for band in contribution_bands(short)} == {200}
    (heat,) = plot_bins(short).data
    assert np.shape(heat.z) == (8, 200)


def test_heat_is_centred_at_nothing_added(opinion):
    (heat,) = plot_bins(opinion).data
    assert heat.zmin == -heat.zmax
    assert heat.zmax == pytest.approx(np.abs(heat.z).max())


def test_silence_divides_by_nothing(opinion):
    silent = replace(opinion, bins=dict.fromkeys(INDEPENDENT_LEADS, (0.0,) * 250))
    assert not any(band.values.any() for band in contribution_bands(silent))
