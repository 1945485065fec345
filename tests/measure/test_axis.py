"""The axis of planted vectors."""

import numpy as np
import pytest

from ecgkt.measure.axis import frontal_axis
from ecgkt.vocab.leads import LEADS


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
