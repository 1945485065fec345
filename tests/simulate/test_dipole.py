"""The dipole model: closed form, Dower projection, Einthoven."""

import numpy as np
import pytest

from ecgkt.simulate.dipole import (
    DOWER,
    EXTENT,
    Beat,
    Wave,
    complete_leads,
    project_dipole,
    render_dipole,
)
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

TIMES = np.arange(1000) / 500


def test_wave_has_its_vector_at_its_peak_and_its_sigma_on_each_side():
    wave = Wave("T", (0.1, -0.2, 0.3), 0.3, 0.04, 0.02)
    dipole = render_dipole([Beat("sinus", 0.5, (wave,))], TIMES)
    at = {round(t * 500): dipole[:, round(t * 500)] for t in (0.8, 0.76, 0.82)}
    np.testing.assert_allclose(at[400], (0.1, -0.2, 0.3), rtol=1e-9)
    for index in (380, 410):
        np.testing.assert_allclose(at[index], at[400] * np.exp(-0.5), rtol=1e-9)


def test_short_cut_equals_the_plain_sum():
    waves = (
        Wave("QRS", (1, 0.5, -0.3), 0.04, 0.01, 0.01),
        Wave("T", (0.2, 0, 0), 0.3, 0.05, 0.03),
    )
    beats = [Beat("sinus", onset, waves) for onset in (-0.2, 0.6, 1.4, 2.2)]
    plain = np.zeros((3, TIMES.size))
    for beat in beats:
        for wave in beat.waves:
            d = TIMES - beat.onset - wave.centre
            s = np.where(d < 0, wave.rise, wave.fall)
            plain += np.array(wave.vector)[:, None] * np.exp(-d * d / (2 * s * s))
    np.testing.assert_allclose(render_dipole(beats, TIMES), plain, atol=1e-7)


def test_four_percent_is_left_at_the_extent():
    wave = Wave("T", (1.0, 0, 0), 0.5, 0.04, 0.04)
    at_end = render_dipole(
        [Beat("sinus", 0.0, (wave,))], np.array([0.5 + EXTENT * 0.04])
    )
    assert at_end[0, 0] == pytest.approx(0.044, abs=0.001)


@pytest.mark.parametrize(
    ("direction", "lead", "sign"),
    [
        ((1, 0, 0), "I", 1),
        ((1, 0, 0), "V6", 1),
        ((0, 1, 0), "II", 1),
        ((0, 0, 1), "V1", -1),
        ((0, 0, -1), "V2", 1),
        ((1, 0, 0), "V1", -1),
    ],
)
def test_axes_point_left_down_and_back(direction, lead, sign):
    leads = project_dipole(np.array(direction, float)[:, None])
    assert np.sign(leads[INDEPENDENT_LEADS.index(lead), 0]) == sign


def test_dower_rows_are_the_independent_leads():
    assert DOWER.shape == (len(INDEPENDENT_LEADS), 3)


def test_limb_leads_follow_einthoven_and_goldberger():
    leads = complete_leads(np.random.default_rng(0).standard_normal((8, 50)))
    lead = dict(zip(LEADS, leads, strict=True))
    np.testing.assert_allclose(lead["I"] + lead["III"], lead["II"], atol=1e-12)
    np.testing.assert_allclose(lead["aVR"] + lead["aVL"] + lead["aVF"], 0, atol=1e-12)
    np.testing.assert_allclose(lead["aVF"], (lead["II"] + lead["III"]) / 2, atol=1e-12)


def test_twelve_leads_are_not_taken_for_eight():
    with pytest.raises(ValueError, match="expected 8 independent leads, got 12"):
        complete_leads(np.zeros((12, 5)))
