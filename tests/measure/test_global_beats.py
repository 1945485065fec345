"""Leads become beats: percentiles, majorities, and waves that are not there."""

import numpy as np
import pytest

from ecgkt.measure.boundaries import NO_WAVES, LeadWaves
from ecgkt.measure.delineation import Delineation
from ecgkt.measure.global_beats import complexes_of
from ecgkt.measure.global_beats import global_beats as join

NONE = np.empty((0, 2))


def global_beats(delineation):
    return join(delineation, complexes_of(delineation))


def lead(shift=0.0, *, has_p=True, has_t=True, has_qrs=True):
    beats = np.array([1.0, 2.0, 3.0]) + shift
    return LeadWaves(
        p=np.stack([beats - 0.16, beats - 0.06], 1) if has_p else NONE,
        qrs=np.stack([beats, beats + 0.09], 1) if has_qrs else NONE,
        t=np.stack([beats + 0.22, beats + 0.4], 1) if has_t else NONE,
    )


def delineation(leads):
    return Delineation(leads=tuple(leads), reasons=("",) * len(leads))


def test_qrs_reaches_from_the_earliest_onset_to_the_latest_end_p_and_t_less_far():
    shifts = np.linspace(-0.01, 0.01, 12)
    beats = global_beats(delineation([lead(shift) for shift in shifts]))
    assert len(beats) == 3
    assert beats[0].qrs == pytest.approx((0.991, 1.099), abs=0.001)
    assert beats[0].t[1] == pytest.approx(1.405, abs=0.001)
    assert beats[0].p == pytest.approx((0.835, 0.945), abs=0.001)


def test_a_complex_in_five_of_twelve_leads_is_no_beat():
    leads = [lead(has_qrs=row < 5) for row in range(12)]
    assert global_beats(delineation(leads)) == ()
    leads = [lead(has_qrs=row < 6) for row in range(12)]
    assert len(global_beats(delineation(leads))) == 3


def test_one_lead_with_a_wave_makes_no_p():
    leads = [lead(has_p=row == 0) for row in range(12)]
    assert all(beat.p is None for beat in global_beats(delineation(leads)))


def test_one_lead_far_off_does_not_move_the_end_of_t():
    odd = lead()
    odd = odd._replace(t=odd.t + 0.3)
    beats = global_beats(delineation([lead() for _ in range(11)] + [odd]))
    assert beats[0].t == pytest.approx((1.22, 1.4))


def test_leads_that_were_not_read_have_no_say():
    leads = [lead(row / 1000) if row < 4 else NO_WAVES for row in range(12)]
    reasons = tuple("" if row < 4 else "flat line" for row in range(12))
    beats = global_beats(Delineation(leads=tuple(leads), reasons=reasons))
    assert len(beats) == 3
    assert beats[0].leads == (0, 1, 2, 3)


def test_leads_in_two_camps_make_no_wave():
    """The median lies between them, and near it lies none."""
    early, late = lead(), lead()
    late = late._replace(t=late.t + 0.25)
    beats = global_beats(delineation([early] * 6 + [late] * 6))
    assert [beat.t for beat in beats] == [None] * 3
