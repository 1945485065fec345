"""Beats have the requested intervals, and the patterns of what ails the heart."""

import numpy as np
import pytest

from ecgkt.simulate import patterns
from ecgkt.simulate.beat_shape import blend, plan_trains, qt_seconds
from ecgkt.simulate.dipole import EXTENT, complete_leads, project_dipole
from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.patient import draw_patient, every_case
from ecgkt.simulate.physiology import NEUTRAL, conduct
from ecgkt.simulate.render_cohort import FS, render_trains
from ecgkt.vocab.leads import LEADS


@pytest.fixture(scope="module")
def body():
    """Return a body without any illness and a heart of the usual shape."""
    _, case = next(every_case(draw_patient(1, 0)))
    traits = case.body.person.traits._replace(
        rate=70.0, axis=0.0, turn=0.0, voltage=1.0, t_gain=1.0, jitter=np.ones((6, 3))
    )
    person = case.body.person._replace(
        traits=traits, heart=0.0, old_infarct=0.0, has_copd=False, renal=0.0
    )
    return case.body._replace(person=person, illness=Illness(), **NEUTRAL)


def trains_of(body, seed=0, has_ectopy=False, **change):
    body = body._replace(**change)
    rng = np.random.default_rng(seed)
    return plan_trains(body, conduct(body), rng, duration=10.0, has_ectopy=has_ectopy)


def median_beat(trains):
    """Return the 12 leads of one beat, 0.3 s before to 0.6 s after its QRS onset."""
    dipole = render_trains(trains, fs=FS, start=0.0, n_samples=5000)
    leads = complete_leads(project_dipole(dipole))
    starts = [round(onset * FS) for onset in trains[0].onsets if 1 < onset < 9]
    return np.median([leads[:, one - 150 : one + 300] for one in starts], axis=0)


def test_waves_end_where_they_were_asked_to(body):
    electrics = conduct(body)
    (train,) = trains_of(body)
    t = [wave for wave in train.waves if wave.name == "T"][-1]
    p = [wave for wave in train.waves if wave.name == "P"]
    qrs = [wave for wave in train.waves if wave.name == "QRS"]
    assert t.centre + EXTENT * t.fall == pytest.approx(qt_seconds(electrics))
    assert min(one.centre - EXTENT * one.rise for one in p) == pytest.approx(
        -electrics.pr, abs=0.001
    )
    width = max(one.centre + EXTENT * one.fall for one in qrs)
    assert width == pytest.approx(electrics.qrs, abs=0.006)


def test_qt_follows_rr(body):
    (train,) = trains_of(body)
    rr = np.diff(train.onsets)
    assert np.corrcoef(rr, train.shifts[1:])[0, 1] > 0.99


def test_the_heart_keeps_its_rate(body):
    (train,) = trains_of(body, temperature=38.0)
    rate = 60 / np.diff(train.onsets).mean()
    assert rate == pytest.approx(
        conduct(body._replace(temperature=38.0)).rate, rel=0.03
    )


def test_fibrillation_has_no_p_and_no_regular_beat(body):
    (train,) = trains_of(body, is_fibrillating=True)
    assert "P" not in {wave.name for wave in train.waves}
    assert np.diff(train.onsets).std() / np.diff(train.onsets).mean() > 0.12


def test_premature_beats_are_wide_and_lack_a_p(body):
    normal, early, lone_p = trains_of(body, has_ectopy=True)
    assert "P" not in {wave.name for wave in early.waves}
    assert {wave.name for wave in lone_p.waves} == {"P"}
    assert len(early.onsets) == len(lone_p.onsets) > 0
    assert len(normal.onsets) > len(early.onsets)


def test_lbbb_is_wide_and_negative_in_v1(body):
    beat = median_beat(trains_of(body, conduction="lbbb"))
    assert conduct(body._replace(conduction="lbbb")).qrs > 0.12
    assert beat[LEADS.index("V1"), 150:230].sum() < 0


def test_rbbb_ends_positive_in_v1(body):
    beat = median_beat(trains_of(body, conduction="rbbb"))
    assert beat[LEADS.index("V1"), 185:215].mean() > 0.1


def test_lvh_raises_sokolow(body):
    def sokolow(lvh):
        beat = median_beat(trains_of(body, lvh=lvh))
        return beat[LEADS.index("V5")].max() - beat[LEADS.index("V1")].min()

    assert sokolow(1.0) > sokolow(0.0) + 0.4


@pytest.mark.parametrize(
    ("infarct", "raised", "lowered"),
    [("anterior", ("V2", "V3"), ()), ("inferior", ("II", "III", "aVF"), ("aVL",))],
)
def test_an_infarct_raises_st_in_its_territory(body, infarct, raised, lowered):
    ill = Illness(infarct=infarct, injury_current=1.0)
    after = median_beat(trains_of(body, infarct=infarct, illness=ill))
    before = median_beat(trains_of(body))
    change = (after - before)[:, 205:220].mean(axis=1)
    assert all(change[LEADS.index(lead)] > 0.08 for lead in raised)
    assert all(change[LEADS.index(lead)] < -0.05 for lead in lowered)


def test_potassium_makes_t_tall_and_narrow(body):
    person = body.person._replace(gains=(1.0, 1.0, 1.0))
    tall = median_beat(trains_of(body, person=person, potassium=7.5))
    usual = median_beat(trains_of(body, person=person))
    v4 = LEADS.index("V4")
    assert tall[v4, 220:].max() > 1.3 * usual[v4, 220:].max()

    def width(beat):
        return np.sum(beat[v4, 220:] > beat[v4, 220:].max() / 2)

    assert width(tall) < width(usual)


def test_blending_goes_from_one_pattern_to_the_other():
    assert blend(patterns.SINUS, patterns.LVH, 0.0) == patterns.SINUS
    middle = blend(patterns.SINUS, patterns.LVH, 0.5)
    assert middle.t[0] == pytest.approx((patterns.SINUS.t[0] + patterns.LVH.t[0]) / 2)
    with pytest.raises(ValueError, match="zip"):
        blend(patterns.SINUS, patterns.PVC, 0.5)
