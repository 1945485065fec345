"""Each lever does what its source says, in the right direction and size."""

import numpy as np
import pytest

from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.physiology import NEUTRAL, Body, conduct
from ecgkt.simulate.population import draw_person


@pytest.fixture
def body():
    person = draw_person(np.random.default_rng(0))
    traits = person.traits._replace(rate=70.0, pr=0.16, qrs=0.09, qtc=0.41)
    person = person._replace(
        gains=(1.0, 1.0, 1.0),
        renal=0.0,
        heart=0.0,
        liver=0.0,
        has_copd=False,
        has_diabetes=False,
        on_beta=False,
        fibrillation="none",
        traits=traits,
    )
    return Body(person=person, illness=Illness(), **NEUTRAL)


def effect(body, name, **change):
    return getattr(conduct(body._replace(**change)), name) - getattr(
        conduct(body), name
    )


@pytest.mark.parametrize(
    ("change", "name", "size"),
    [
        ({"potassium": 7.0}, "t_width", -0.30),
        ({"potassium": 7.0}, "pr", 0.018),
        ({"potassium": 7.0}, "qrs", 0.09 * 0.08),
        ({"potassium": 8.0}, "qrs", 0.09 * 0.23),
        ({"potassium": 2.5}, "u_mv", 0.05),
        ({"potassium": 2.5}, "st_mv", -0.03),
        ({"potassium": 2.5}, "qtc", 0.010 + 0.0028 * 1.7),
        ({"calcium": 7.0}, "qtc", 0.025 + 0.003 * 1.3),
        ({"calcium": 12.5}, "qtc", -0.024 - 0.003 * 1.2),
        ({"magnesium": 1.4}, "qtc", 0.006),
        ({"magnesium": 1.4}, "t_end", 0.010),
        ({"temperature": 38.9}, "rate", 14.0),
        ({"temperature": 33.0}, "qtc", 0.026),
        ({"temperature": 33.0}, "osborn_mv", 0.10),
        ({"haemoglobin": 8.0}, "rate", 9.0),
        ({"amiodarone": True}, "qtc", 0.030),
        ({"amiodarone": True}, "rate", -5.0),
        ({"digoxin": True}, "qtc", -0.015),
        ({"digoxin": True}, "st_mv", -0.05),
        ({"thyroid": True}, "rate", -8.0),
    ],
)
def test_a_lever_has_the_published_size(body, change, name, size):
    assert effect(body, name, **change) == pytest.approx(size, abs=1e-6)


def test_potassium_raises_t_by_a_quarter_per_millimole_above_5(body):
    ratio = conduct(body._replace(potassium=7.0)).t_gain / conduct(body).t_gain
    assert ratio == pytest.approx(1.5)


def test_p_is_gone_at_a_potassium_above_8(body):
    gain = body.person._replace(gains=(1.5, 1.0, 1.0))
    assert conduct(body._replace(person=gain, potassium=8.5)).p_gain == 0


def test_a_non_responder_shows_no_electrolyte(body):
    deaf = body._replace(person=body.person._replace(gains=(0.0, 0.0, 0.0)))
    changed = deaf._replace(potassium=7.5, calcium=6.5, magnesium=1.0)
    assert conduct(changed) == conduct(deaf)


@pytest.mark.parametrize("salt", ["potassium", "calcium", "magnesium"])
def test_within_the_normal_range_almost_nothing_happens(body, salt):
    span = {"potassium": (3.6, 5.0), "calcium": (8.5, 10.3), "magnesium": (1.8, 2.5)}
    low, high = (conduct(body._replace(**{salt: value})) for value in span[salt])
    assert np.abs(np.subtract(low, high)).max() < 0.008


def test_pr_shortens_as_the_heart_speeds_up(body):
    fast = body._replace(temperature=38.9)
    assert conduct(fast).pr - conduct(body).pr == pytest.approx(-0.0056)


def test_the_ill_have_fast_hearts_and_flat_t_waves(body):
    assert effect(body, "rate", illness=Illness(severity=1.5)) > 10
    assert effect(body, "t_gain", illness=Illness(severity=1.5)) < 0


def test_no_body_leaves_what_can_be_drawn(body):
    worst = body._replace(
        potassium=8.6,
        calcium=5.5,
        temperature=41.0,
        haemoglobin=4.5,
        conduction="lbbb",
        is_fibrillating=True,
        illness=Illness(severity=3, congestion=1, dryness=1),
    )
    electrics = conduct(worst)
    qt = electrics.qtc * (60 / electrics.rate) ** (1 / 3)
    assert electrics.rate <= 175
    assert electrics.qrs <= 0.22
    assert qt - electrics.qrs > 0.1
