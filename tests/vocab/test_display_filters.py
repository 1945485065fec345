"""Filters on offer, and that each says what it is."""

import pytest

from ecgkt.vocab.display_filters import DISPLAY_FILTERS, offered_filters


@pytest.mark.parametrize(
    ("fs", "left_out"),
    [
        (500.0, set()),
        (301.0, set()),
        (250.0, {"0.05-150"}),
        (120.0, {"0.05-150", "notch-60"}),
        (100.0, {"0.05-150", "notch-50", "notch-60"}),
        (80.0, {"0.05-150", "0.5-40", "notch-50", "notch-60"}),
    ],
)
def test_only_filters_below_half_the_rate_are_offered(fs, left_out):
    assert set(DISPLAY_FILTERS) - set(offered_filters(fs)) == left_out


def test_preset_is_the_recording_itself():
    assert next(iter(DISPLAY_FILTERS)) == "none"
    assert "no display filter" in DISPLAY_FILTERS["none"].text


def test_every_text_names_every_frequency():
    for one in DISPLAY_FILTERS.values():
        for frequency in (one.low, one.high, one.notch):
            assert frequency is None or f"{frequency:g}" in one.text
