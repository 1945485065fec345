"""Median beats lie over each other on QRS, whatever their rates and leads."""

import re
from dataclasses import replace

import numpy as np
import pytest

from ecgkt.plotting.median_overlay import (
    COLOURS,
    SPEED,
    OverlaidBeat,
    draw_median_overlay,
    lay,
)
from ecgkt.types.measurements import MedianBeatTrace
from ecgkt.vocab.leads import LEADS


def beat(fs=500.0, onset=0.3, r=0.34, **boundaries):
    times = np.arange(int(0.9 * fs)) / fs
    wave = np.exp(-0.5 * ((times - r) / 0.02) ** 2).astype(np.float32)
    known = {} if onset is None else {"qrs_onset": onset, **boundaries}
    signal = np.tile(wave, (12, 1))
    return OverlaidBeat(
        "a <b>", MedianBeatTrace(fs=fs, r=r, boundaries=known, signal=signal)
    )


def test_beats_are_aligned_on_the_onset_of_qrs():
    laid = lay([beat(onset=0.30, r=0.34), beat(fs=250, onset=0.22, r=0.32)])
    assert laid.at == "QRS onset"
    assert laid.starts == pytest.approx((0.0, 0.08))
    assert laid.mark == pytest.approx(0.30)


def test_without_an_onset_r_is_what_they_share():
    laid = lay([beat(onset=None, r=0.34), beat(r=0.40)])
    assert laid.at == "R"
    assert laid.starts == pytest.approx((0.06, 0.0))


def test_every_lead_of_every_beat_is_drawn_in_its_colour():
    svg = draw_median_overlay([beat(), beat(fs=250.0)])
    for number in (0, 1):
        groups = re.findall(f'<g data-beat="{number}" stroke="{COLOURS[number]}"', svg)
        assert len(groups) == len(LEADS)
    assert f"{SPEED:g} mm/s" in svg
    assert "aligned on QRS onset" in svg


def test_a_lead_that_one_recording_lacks_is_drawn_of_the_other():
    lacking = beat()
    signal = lacking.beat.signal.copy()
    signal[LEADS.index("V1")] = np.nan
    without = lacking._replace(beat=replace(lacking.beat, signal=signal))
    svg = draw_median_overlay([lacking, without])
    assert len(re.findall('data-beat="0"', svg)) == 12
    assert len(re.findall('data-beat="1"', svg)) == 11
    assert "not read" not in svg
    assert svg != draw_median_overlay([without, without])
    assert "V1: not read" in draw_median_overlay([without, without])


def test_no_beat_and_too_many_are_refused():
    with pytest.raises(ValueError, match="expected 1 to 4 beats, got 0"):
        draw_median_overlay([])
    with pytest.raises(ValueError, match="got 5"):
        draw_median_overlay([beat()] * 5)
