"""The patients of the cohort are as frequent and as different as they should be."""

import numpy as np
import pytest

from ecgkt.simulate.population import draw_person, draw_traits


@pytest.fixture(scope="module")
def persons():
    rng = np.random.default_rng(3)
    return [draw_person(rng) for _ in range(3000)]


def test_equal_states_draw_equal_persons():
    first, second = (draw_person(np.random.default_rng(5)) for _ in range(2))
    assert first._replace(traits=None) == second._replace(traits=None)
    assert first.traits.qtc == second.traits.qtc


def test_a_quarter_of_patients_responds_to_no_electrolyte_change(persons):
    for salt in range(3):
        gains = np.array([person.gains[salt] for person in persons])
        assert np.mean(gains == 0) == pytest.approx(0.25, abs=0.03)
        assert np.median(gains[gains > 0]) == pytest.approx(1, abs=0.06)
        assert np.log(gains[gains > 0]).std() == pytest.approx(0.5, abs=0.04)


@pytest.mark.parametrize(
    ("is_ill", "share"),
    [
        (lambda one: one.fibrillation != "none", 0.17),
        (lambda one: one.heart > 0, 0.17),
        (lambda one: one.has_hypothyroid, 0.10),
        (lambda one: one.has_copd, 0.09),
        (lambda one: one.renal == 1, 0.025),
    ],
)
def test_chronic_illness_is_as_frequent_as_in_the_emergency_department(
    persons, is_ill, share
):
    assert np.mean([is_ill(one) for one in persons]) == pytest.approx(share, rel=0.4)


def test_kidney_failure_comes_with_age_and_hypertrophy(persons):
    renal = np.array([one.renal for one in persons])
    for other in ("age", "lvh"):
        values = np.array([getattr(one, other) for one in persons])
        assert np.corrcoef(renal, values)[0, 1] > 0.2


def test_women_have_a_longer_qtc_and_a_narrower_qrs():
    def mean(name, is_female):
        rng = np.random.default_rng(0)
        drawn = [
            draw_traits(rng, is_female=is_female, age=50, bmi=25) for _ in range(500)
        ]
        return np.mean([getattr(traits, name) for traits in drawn])

    assert mean("qtc", True) - mean("qtc", False) == pytest.approx(0.012, abs=0.004)
    assert mean("qrs", True) < mean("qrs", False)


def test_the_axis_turns_left_with_age_and_weight():
    def axis(age, bmi):
        rng = np.random.default_rng(0)
        return draw_traits(rng, is_female=False, age=age, bmi=bmi).axis

    assert axis(80, 25) - axis(40, 25) == pytest.approx(-16)
    assert axis(40, 35) - axis(40, 25) == pytest.approx(-10)


def test_t_rises_slower_than_it_falls(persons):
    assert all(one.traits.t_rise > one.traits.t_fall for one in persons[:200])
