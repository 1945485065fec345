"""Recordings stand at their time, and laboratory values between them."""

from datetime import datetime, timedelta

import pytest

from ecgkt.simulate.course import simulate_course
from pages.compare_ecgs.known import apart_text
from pages.compare_ecgs.show_trends import places_of

BEGIN = datetime(2150, 5, 5, 12)


def at(*hours):
    return [BEGIN + timedelta(hours=one) for one in hours]


@pytest.mark.parametrize(
    ("times", "spacing", "expected"),
    [
        (at(0, 1, 4), "time", [0, 0.25, 1]),
        (at(0, 1, 4), "even", [0, 0.5, 1]),
        ([*at(0), None, *at(4)], "time", [0, 0.5, 1]),
        (at(3, 3, 3), "time", [0, 0.5, 1]),
    ],
)
def test_places_follow_time_where_it_is_known(times, spacing, expected):
    assert places_of(times, spacing) == pytest.approx(expected)


def test_time_apart_is_told_in_a_fitting_unit():
    first, second = simulate_course("no-change")
    assert apart_text(first, second) == ", 10 minutes later"
    assert apart_text(second, first) == ", 10 minutes earlier"
    before, arrival, treated, after = simulate_course("hyperkalaemia")
    assert apart_text(before, arrival) == ", 90 days later"
    assert apart_text(arrival, treated) == ", 2 hours later"
    assert apart_text(arrival, after) == ", 9 hours later"
