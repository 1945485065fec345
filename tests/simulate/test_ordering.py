"""The ill are measured more often: what is missing is not missing at random."""

import numpy as np
import pytest

from ecgkt.simulate.lab_catalogue import LABS
from ecgkt.simulate.ordering import chart_vitals, draw_blood
from ecgkt.simulate.patient import draw_patient, every_case


@pytest.fixture(scope="module")
def measured():
    rng = np.random.default_rng(0)
    rows = []
    for number in range(700):
        patient = draw_patient(1, number)
        for visit, case in every_case(patient):
            draws = draw_blood(patient, visit, case, rng)
            near = [
                d for d in draws if abs((d.time - case.time).total_seconds()) <= 3600
            ]
            vitals = chart_vitals(patient, visit, case, rng)
            rows.append((patient, visit, case, near, draws, vitals))
    return rows


def test_the_ill_have_more_tubes_than_the_well(measured):
    ill = [bool(near) for _, v, _, near, *_ in measured if v.stay.illness.severity > 1]
    well = [
        bool(near) for _, v, _, near, *_ in measured if v.stay.illness.severity < 0.2
    ]
    assert np.mean(ill) > np.mean(well) + 0.15
    assert 0.3 < np.mean(well) < 0.7


def test_sites_order_differently(measured):
    shares = [
        np.mean([bool(near) for p, _, _, near, *_ in measured if p.person.site == site])
        for site in range(3)
    ]
    assert shares[0] > shares[2]


def test_a_value_is_near_the_truth_but_not_equal(measured):
    differences = [
        near[0].values["potassium"] - case.labs["potassium"]
        for _, _, case, near, *_ in measured
        if near and "potassium" in near[0].values
    ]
    assert 0.03 < np.std(differences) < 0.25


def test_values_have_the_printed_decimals(measured):
    for *_, draws, _ in measured:
        for draw in draws:
            for name, value in draw.values.items():
                assert value == round(value, LABS[name].decimals)
                assert value > 0


def test_the_pulse_is_that_of_the_ecg(measured):
    pairs = [
        (case.electrics.rate, vitals.heart_rate)
        for _, _, case, _, _, vitals in measured
        if vitals and vitals.heart_rate
    ]
    assert np.corrcoef(np.array(pairs).T)[0, 1] > 0.9


def test_vitals_are_charted_in_the_emergency_department_only(measured):
    for _, visit, case, _, draws, vitals in measured:
        hours = (case.time - visit.stay.arrival).total_seconds() / 3600
        assert vitals is None or hours <= 6
        if visit.stay.kind == "clinic":
            assert not draws
            assert vitals is None
