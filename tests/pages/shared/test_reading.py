"""The age that a page hands on with a recording is settled as a reader settles it."""

from dataclasses import replace

import pytest

from ecgkt.simulate.example import simulate_example
from ecgkt.types.upload import StatedPerson
from pages.shared.reading import with_person


@pytest.mark.parametrize(
    ("in_file", "stated", "age"),
    [(None, None, None), (56, None, 56), (56, 40, 40), (None, 95, 90), (90, 0, 0)],
)
def test_stated_age_goes_before_the_files_and_is_capped(in_file, stated, age):
    record = replace(simulate_example("normal"), age=in_file)
    assert with_person(record, StatedPerson(stated)).age == age


def test_stated_sex_goes_before_the_files():
    record = replace(simulate_example("normal"), sex="male")
    assert with_person(record, StatedPerson()).sex == "male"
    assert with_person(record, StatedPerson(sex="female")).sex == "female"
    assert with_person(record, StatedPerson(age=40)).sex == "male"
