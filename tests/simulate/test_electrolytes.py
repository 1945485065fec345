"""Electrolytes derail in those who are prone to it, and rarely alone."""

import numpy as np
import pytest

from ecgkt.simulate.electrolytes import draw_electrolyte_disorder
from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.population import draw_person


@pytest.fixture
def person():
    healthy = draw_person(np.random.default_rng(0))
    return healthy._replace(renal=0.0, liver=0.0, on_diuretic=False, on_ace=False)


def shifts(person, illness=None, n=2000):
    rng = np.random.default_rng(4)
    return [
        draw_electrolyte_disorder(person, illness or Illness(), rng) for _ in range(n)
    ]


def test_hyperkalaemia_is_rare_with_good_kidneys_and_frequent_without(person):
    def share(renal):
        found = shifts(person._replace(renal=renal))
        return np.mean([shift.potassium > 0 for shift in found])

    assert share(0.0) < 0.02
    assert share(1.0) > 0.2


def test_potassium_and_magnesium_are_lost_together(person):
    found = shifts(person._replace(on_diuretic=True), Illness(losses=0.5))
    low = np.array([shift.potassium < 0 for shift in found])
    lacking = np.array([shift.magnesium < 0 for shift in found])
    assert lacking[low].mean() > lacking[~low].mean() + 0.2


def test_thirst_raises_sodium_and_calcium(person):
    found = shifts(person, Illness(dryness=1.0))
    assert np.mean([shift.sodium > 0 for shift in found]) > 0.1
    assert np.mean([shift.calcium > 0 for shift in found]) > 0.05


def test_most_healthy_stays_keep_their_electrolytes(person):
    assert np.mean([any(shift) for shift in shifts(person)]) < 0.06
