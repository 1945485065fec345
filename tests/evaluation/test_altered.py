"""What is done to recordings does what it is called."""

import numpy as np
import pytest

from ecgkt.evaluation.altered import ALTERATIONS, twelve_leads
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

FS = 500.0
TIME = np.arange(5000) / FS


@pytest.fixture
def tones():
    """Of 10 Hz, 1 mV high; in V1 of 80 Hz, and in V2 of 0.1 Hz."""
    hz = np.full(8, 10.0)
    hz[[2, 3]] = 80.0, 0.1
    return np.sin(2 * np.pi * hz[:, None] * TIME)


def height(lead):
    """Of what is left after two seconds, mV."""
    return float(np.ptp(lead[1000:])) / 2


def test_a_lost_lead_is_flat_and_the_others_stay(tones):
    after, fs = ALTERATIONS["V4 lost"](tones, FS)
    place = INDEPENDENT_LEADS.index("V4")
    assert fs == FS
    assert not after[place].any()
    kept = np.arange(8) != place
    np.testing.assert_array_equal(after[kept], tones[kept])


def test_gain_is_that_of_the_name(tones):
    np.testing.assert_allclose(ALTERATIONS["gain × 0.9"](tones, FS)[0], 0.9 * tones)


def test_filters_take_what_lies_beyond_and_leave_the_rest(tones):
    narrow, _ = ALTERATIONS["filter 0.5–40 Hz"](tones, FS)
    wide, _ = ALTERATIONS["filter 0.05–150 Hz"](tones, FS)
    assert height(narrow[0]) == pytest.approx(1, abs=0.05)
    assert height(narrow[2]) < 0.3
    assert height(narrow[3]) < 0.3
    assert height(wide[2]) > 0.9
    assert height(wide[3]) > 0.8


@pytest.mark.parametrize("rate", [250.0, 257.0, 1000.0])
def test_another_rate_keeps_the_seconds(tones, rate):
    after, fs = ALTERATIONS[f"{rate:g} Hz"](tones, FS)
    assert fs == rate
    assert after.shape[1] == pytest.approx(10 * rate, abs=1)
    assert height(after[0]) == pytest.approx(1, abs=0.02)


def test_steps_are_of_ten_microvolts(tones):
    after, _ = ALTERATIONS["steps of 10 µV"](tones, FS)
    np.testing.assert_allclose(100 * after, np.round(100 * after), atol=1e-9)
    assert np.abs(after - tones).max() <= 0.005 + 1e-9


def test_twelve_leads_follow_from_eight(tones):
    record = twelve_leads(tones, FS)
    lead = dict(zip(LEADS, record.signal, strict=True))
    np.testing.assert_allclose(lead["III"], lead["II"] - lead["I"], atol=1e-6)
    aug = lead["aVR"] + lead["aVL"] + lead["aVF"]
    np.testing.assert_allclose(aug, 0, atol=1e-6)
