"""Q, T, the largest QRS and the terminal forces of a beat that is drawn by hand."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.measure.lead_waves import (
    largest_qrs,
    q_waves,
    t_amplitudes,
    terminal_forces,
)
from ecgkt.measure.median_beat import MedianBeat
from ecgkt.vocab.leads import LEADS

FS = 500.0
QRS = slice(200, 250)
T = slice(300, 400)
READ = ("",) * 12


def drawn(**leads):
    """Return a beat of zeros, and of the traces given for some leads."""
    beat = np.zeros((12, 550))
    for lead, pieces in leads.items():
        for start, stop, height in pieces:
            beat[LEADS.index(lead), start:stop] = height
    return MedianBeat(
        beat=beat,
        reasons=READ,
        fs=FS,
        r=0.4,
        boundaries={},
        qrs=QRS,
        t=T,
        st=280,
        st_note="",
    )


def test_q_lasts_from_onset_to_where_the_lead_turns_positive():
    median = drawn(II=[(200, 220, -0.3), (220, 235, 1.0)])
    values = q_waves(median, "")
    # 20 samples of 2 ms; the crossing lies within the last of them.
    assert values["q_ii_ms"].value == pytest.approx(39, abs=1.5)
    assert values["q_ii_mv"].value == pytest.approx(0.3)


def test_qrs_that_never_turns_positive_is_one_long_q():
    values = q_waves(drawn(III=[(205, 240, -0.8)]), "")
    assert values["q_iii_ms"].value == pytest.approx(100, abs=1)


def test_qrs_that_begins_upwards_has_no_q():
    values = q_waves(drawn(V6=[(200, 220, 1.0), (220, 240, -0.4)]), "")
    assert values["q_v6_ms"].state == "absent"
    assert values["q_i_ms"].reason == "no Q wave"


def test_unknown_boundaries_and_unread_leads_say_why():
    reasons = ("flat line", *READ[1:])
    values = q_waves(replace(drawn(), reasons=reasons), "too slow")
    assert values["q_i_ms"].reason == "flat line"
    assert values["q_ii_ms"].reason == "too slow"


def test_t_is_the_farthest_point_with_its_sign():
    median = drawn(V2=[(320, 340, 0.1), (350, 370, -0.4)], V3=[(320, 340, 0.2)])
    values = t_amplitudes(median)
    assert values["t_v2_mv"].value == pytest.approx(-0.4)
    assert values["t_v3_mv"].value == pytest.approx(0.2)


def test_largest_qrs_is_peak_to_peak_and_needs_every_lead():
    median = drawn(aVL=[(210, 220, 0.3), (230, 240, -0.2)], V4=[(210, 220, 1.4)])
    values = largest_qrs(median)
    assert values["limb_voltage_mv"].value == pytest.approx(0.5)
    assert values["chest_voltage_mv"].value == pytest.approx(1.4)
    unread = (*READ[:6], "flat line", *READ[7:])
    values = largest_qrs(replace(median, reasons=unread))
    assert values["limb_voltage_mv"].state == "measured"
    assert values["chest_voltage_mv"].reason == "V1: flat line"


def test_terminal_force_is_the_mean_of_the_last_half_of_qrs():
    median = drawn(V1=[(200, 225, -1.0), (225, 250, 0.6)], V6=[(225, 250, -0.2)])
    values = terminal_forces(median, "")
    assert values["terminal_v1_mv"].value == pytest.approx(0.6)
    assert values["terminal_v6_mv"].value == pytest.approx(-0.2)
    unknown = terminal_forces(median, "why")
    assert {one.reason for one in unknown.values()} == {"why"}
