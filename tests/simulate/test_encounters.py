"""Stays follow each other, illness makes them worse, and recovery takes days."""

from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from ecgkt.simulate.encounters import course, draw_illness, draw_stays
from ecgkt.simulate.population import draw_person

START = datetime(2150, 1, 1)


@pytest.fixture(scope="module")
def drawn():
    rng = np.random.default_rng(1)
    persons = [draw_person(rng) for _ in range(1500)]
    return [(person, draw_stays(person, rng, START)) for person in persons]


def test_stays_come_in_order_and_do_not_overlap(drawn):
    for _, stays in drawn:
        for before, after in pairwise(stays):
            assert before.arrival + timedelta(hours=before.hours) < after.arrival


def test_ecgs_lie_within_their_stay(drawn):
    for _, stays in drawn:
        for stay in stays:
            assert stay.ecg_hours == tuple(sorted(stay.ecg_hours))
            assert stay.ecg_hours[0] >= 0
            assert stay.ecg_hours[-1] <= stay.hours


def test_the_admitted_are_more_ill_than_those_sent_home(drawn):
    severity = {"ed": [], "admitted": [], "clinic": []}
    for _, stays in drawn:
        for stay in stays:
            severity[stay.kind].append(stay.illness.severity)
    assert np.mean(severity["admitted"]) > np.mean(severity["ed"]) + 0.2
    assert all(severity.values())


def test_both_versions_of_the_icd_occur(drawn):
    versions = [stay.version for _, stays in drawn for stay in stays]
    assert np.mean(np.array(versions) == 9) == pytest.approx(0.45, abs=0.05)


def test_only_failing_hearts_decompensate():
    rng = np.random.default_rng(2)
    person = draw_person(rng)._replace(heart=0.0)
    assert all(draw_illness(person, rng).congestion == 0 for _ in range(300))


def test_three_days_leave_a_third_of_an_illness():
    assert course(72) == pytest.approx(np.exp(-1))
    assert course(-1) == 1.0
