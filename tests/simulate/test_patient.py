"""A patient is a function of seed and number, and the body of each ECG is his."""

import numpy as np
import pytest

from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.patient import (
    draw_patient,
    electrics_of,
    every_case,
    fade,
    labs_at,
)


@pytest.fixture(scope="module")
def patients():
    return [draw_patient(1, number) for number in range(300)]


def test_a_patient_depends_on_seed_and_number_alone(patients):
    again = [case.electrics for _, case in every_case(draw_patient(1, 7))]
    assert again == [case.electrics for _, case in every_case(patients[7])]
    other = [case.electrics for _, case in every_case(draw_patient(2, 7))]
    assert again != other


def test_ecgs_are_numbered_and_lie_in_their_stay(patients):
    for patient in patients:
        numbers = [case.number for _, case in every_case(patient)]
        assert numbers == list(range(len(numbers)))


def test_permanent_fibrillation_is_always_there_and_paroxysmal_sometimes(patients):
    shares = {"none": [], "paroxysmal": [], "permanent": []}
    for patient in patients:
        for _, case in every_case(patient):
            shares[patient.person.fibrillation].append(case.body.is_fibrillating)
    assert np.mean(shares["permanent"]) > 0.99
    assert 0.1 < np.mean(shares["paroxysmal"]) < 0.7
    assert np.mean(shares["none"]) < 0.02


def test_electrics_follow_from_the_body_and_the_day(patients):
    for _, case in every_case(patients[3]):
        assert electrics_of(case.body, case.daily) == case.electrics


def test_illness_fades_but_an_infarct_stays():
    left = fade(Illness(infection=1.0, infarct="nstemi", bleeding=0.5), 0.25)
    assert left.infection == 0.25
    assert (left.infarct, left.bleeding) == ("nstemi", 0.5)


def test_derailed_values_come_back_within_days(patients):
    visit = next(
        visit
        for patient in patients
        for visit in patient.visits
        if visit.disorder.potassium > 1
    )
    person = next(p.person for p in patients if visit in p.visits)
    early, late = (labs_at(person, visit, hours)["potassium"] for hours in (0, 240))
    assert late < early - 0.5
