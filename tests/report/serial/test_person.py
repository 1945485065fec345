"""Two patients are told apart by what their files state, and by nothing else."""

from dataclasses import replace
from datetime import datetime

import pytest

from ecgkt.report.serial.person import SHIFTED_NOTE, date_note, person_warnings
from ecgkt.simulate.example import simulate_example

RECORD = replace(simulate_example("normal"), age=60.0, sex="female")
FIRST, LATER = datetime(2020, 1, 1), datetime(2030, 1, 1)


def test_one_patient_is_not_warned_of():
    later = replace(RECORD, recorded_at=LATER, age=70.0)
    assert person_warnings([replace(RECORD, recorded_at=FIRST), later]) == ()
    assert person_warnings([RECORD, replace(RECORD, age=None, sex=None)]) == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"patient_hash": "b" * 16}, "name 2 different patients"),
        ({"sex": "male"}, "female and male"),
        ({"age": 75.0}, "60 and 75 years"),
    ],
)
def test_contradictions_are_each_one_sentence(changes, words):
    first = replace(RECORD, patient_hash="a" * 16)
    other = replace(first, **changes)
    (warning,) = person_warnings([first, other])
    assert words in warning


def test_an_age_that_does_not_follow_the_dates_is_warned_of():
    first = replace(RECORD, recorded_at=FIRST)
    (warning,) = person_warnings([first, replace(RECORD, recorded_at=LATER, age=60.0)])
    assert "10.0 years apart" in warning
    old = [
        replace(RECORD, recorded_at=FIRST, age=89.0),
        replace(RECORD, recorded_at=LATER, age=90.0),
    ]
    assert person_warnings(old) == ()


def test_shifted_dates_are_said():
    shifted = replace(RECORD, recorded_at=datetime(2150, 1, 1))
    assert date_note([RECORD, shifted]) == SHIFTED_NOTE
    assert date_note([replace(RECORD, recorded_at=FIRST), RECORD]) == ""
