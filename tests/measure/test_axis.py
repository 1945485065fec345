"""The axes of planted vectors."""

import numpy as np
import pytest

from ecgkt.measure.axis import frontal_axes, frontal_axis
from ecgkt.measure.global_beats import GlobalBeat
from ecgkt.measure.median_beat import median_beat
from ecgkt.types.measurements import Measurement, absent
from ecgkt.vocab.leads import LEADS
from tests.builders.beat_families import planted_beats


def beat_of(first, foot):
    beat = np.zeros((12, 100))
    beat[LEADS.index("I"), 40:60] = first
    beat[LEADS.index("aVF"), 40:60] = foot
    return beat


@pytest.mark.parametrize("degrees", [-90, -30, 0, 45, 90, 150, 180])
def test_direction_of_a_vector(degrees):
    angle = np.radians(degrees)
    # A vector of 1 is cos in I, and sin in aVF drawn sqrt(3)/2 as large.
    beat = beat_of(np.cos(angle), np.sin(angle) * np.sqrt(3) / 2)
    assert frontal_axis(beat, slice(40, 60), 500.0).value == pytest.approx(degrees)


def test_no_net_area_has_no_axis():
    assert frontal_axis(beat_of(0.0, 0.0), slice(40, 60), 500.0).value is None


def test_unread_lead_has_no_axis():
    found = frontal_axis(beat_of(np.nan, 1.0), slice(40, 60), 500.0)
    assert "lead I or aVF" in found.reason


P = Measurement(value=100.0)
PLANTED = (-0.045, 0.045), (-0.205, -0.105), (0.1, 0.355)
"""Seconds from R: QRS, P and T."""


def axes(drift=0.0, p=P, unknown=""):
    """Measure beats whose three waves share one axis: I is 0.6 and aVF 0.7 of each."""
    signal, middles = planted_beats(60, t_mv=0.3)
    signal = signal + drift * np.sin(np.arange(signal.shape[1]) / 500.0)
    beats = [
        GlobalBeat(
            (r - 0.045, r + 0.045), (r - 0.205, r - 0.105), (r + 0.1, r + 0.355), ()
        )
        for r in middles
    ]
    median = median_beat(
        signal.astype(float), 500.0, peaks=middles, beats=beats, reasons=("",) * 12
    )
    return frontal_axes(median, p, unknown)


@pytest.mark.parametrize("drift", [0.0, 0.2])
def test_p_qrs_and_t_have_the_planted_axis(drift):
    planted = np.degrees(np.arctan2(0.7 * 2 / np.sqrt(3), 0.6))
    for name, axis in axes(drift).items():
        assert axis.value == pytest.approx(planted, abs=6), name


def test_absent_p_has_no_axis_for_the_same_reason():
    found = axes(p=absent("P waves before 0 of 9 beats"))
    assert found["p_axis_degrees"] == absent("P waves before 0 of 9 beats")
    assert found["t_axis_degrees"].state == "measured"


def test_unknown_boundaries_leave_p_without_an_axis():
    assert axes(unknown="no delineator")["p_axis_degrees"].reason == "no delineator"
