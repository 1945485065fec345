"""Age, sex and derived leads in the words of the page."""

from dataclasses import replace

import pytest

from ecgkt.simulate.example import simulate_example
from pages.read_ecg.show_record import age_text, derived_text

RECORD = simulate_example("normal")


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (None, "not stated"),
        (0.0, "0 years"),
        (10 / 365.25, "10 days"),
        (0.5, "6 months"),
        (1.5, "18 months"),
        (2.25, "2.25 years"),
        (81.0, "81 years"),
    ],
)
def test_age_is_shown_in_fitting_units(age, text):
    assert age_text(replace(RECORD, age=age)) == text


def test_age_that_was_not_understood_is_not_called_unstated():
    assert age_text(replace(RECORD, age=None, unread_age="6 luni")) == "not understood"


def test_leads_that_were_derived_in_part_are_named():
    assert derived_text(RECORD) == "none"
    record = replace(RECORD, derived_leads=("aVR",), derived_in_part=("III",))
    assert derived_text(record) == "aVR, III where missing"
