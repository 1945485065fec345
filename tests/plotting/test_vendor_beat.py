"""The recorder's beat is found on ours, whatever its rate, level, length and leads."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.plotting.vendor_beat import lay_vendor_beat
from ecgkt.types.measurements import MedianBeatTrace
from ecgkt.types.vendor import VendorBeat
from ecgkt.vocab.leads import LEADS

R = 0.400
HEIGHTS = np.linspace(-1.0, 1.5, 12)
WAVES = ((-0.16, 0.025, 0.1), (-0.02, 0.008, -0.1), (0.0, 0.012, 1.0), (0.3, 0.05, 0.3))


def heart_beat(fs, r, duration):
    """Return P, Q, R and T of different height in each lead, around R."""
    times = np.arange(round(duration * fs)) / fs - r
    wave = sum(h * np.exp(-0.5 * ((times - at) / w) ** 2) for at, w, h in WAVES)
    return (HEIGHTS[:, None] * wave).astype(np.float32)


@pytest.fixture
def ours():
    boundaries = {"qrs_onset": R - 0.05, "qrs_offset": R + 0.045}
    return MedianBeatTrace(
        fs=500.0, r=R, boundaries=boundaries, signal=heart_beat(500.0, R, 1.0)
    )


@pytest.mark.parametrize("fs", [250.0, 500.0, 600.0, 1000.0])
@pytest.mark.parametrize("r", [0.25, 0.4, 0.5613])
@pytest.mark.parametrize("knows_qrs", [True, False])
def test_the_same_beat_is_laid_on_r_and_level(ours, fs, r, knows_qrs):
    ours = ours if knows_qrs else replace(ours, boundaries={})
    theirs = VendorBeat(heart_beat(fs, r, 1.2) + np.float32(0.4), fs)
    laid = lay_vendor_beat(theirs, ours)
    assert laid.trace.r == pytest.approx(r, abs=0.0011)
    assert laid.trace.fs == fs
    assert laid.trace.boundaries == {}
    # A step of 1 ms between the places tried is 0.09 mV on the steepest slope.
    assert laid.difference_mv < 0.1
    assert laid.correlation > 0.997


def test_a_difference_is_named_with_its_lead(ours):
    signal = heart_beat(500.0, R, 1.0)
    signal[LEADS.index("V2"), 300:320] += 0.5
    laid = lay_vendor_beat(VendorBeat(signal, 500.0), ours)
    assert laid.lead == "V2"
    assert laid.difference_mv == pytest.approx(0.5, abs=0.01)


def test_samples_that_hold_nothing_are_cut_and_absent_leads_left_out(ours):
    signal = np.pad(heart_beat(500.0, R, 1.0), ((0, 0), (0, 300)))
    signal[:, 500:] = np.nan
    signal[LEADS.index("V1")] = np.nan
    laid = lay_vendor_beat(VendorBeat(signal, 500.0), ours)
    assert laid.trace.signal.shape == (12, 500)
    assert np.isnan(laid.trace.signal[LEADS.index("V1")]).all()
    assert laid.difference_mv < 0.001


def test_without_a_common_lead_or_a_whole_qrs_nothing_is_laid(ours):
    signal = heart_beat(500.0, R, 1.0)
    assert lay_vendor_beat(VendorBeat(signal[:, :20], 500.0), ours) is None
    assert lay_vendor_beat(VendorBeat(signal * np.nan, 500.0), ours) is None
    broken = signal.copy()
    gap = signal.copy()
    gap[3, 250:255] = np.nan
    assert lay_vendor_beat(VendorBeat(gap, 500.0), ours) is None
    broken[0, ::2], broken[1, 1::2] = np.nan, np.nan
    assert lay_vendor_beat(VendorBeat(broken, 500.0), ours) is None
