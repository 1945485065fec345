"""Every spelling of an age that has one meaning, and those that have none."""

import pytest

from ecgkt.io.age import read_age

WEEK, DAY = 7 / 365.25, 1 / 365.25


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("56", 56),
        ("045", 45),
        ("41.5", 41.5),
        ("63,5", 63.5),
        ("34 years", 34),
        ("34y", 34),
        ("45 y/o", 45),
        ("45 y.o.", 45),
        ("45-year-old", 45),
        ("45 years old", 45),
        ("45 (years)", 45),
        ("45 Jahre", 45),
        ("4 anni", 4),
        ("6 months", 0.5),
        ("6 mo.", 0.5),
        ("six months", 0.5),
        ("6 Monate", 0.5),
        ("6 mois", 0.5),
        ("6M", 0.5),
        ("3 weeks", 3 * WEEK),
        ("6w", 6 * WEEK),
        ("2 days", 2 * DAY),
        ("12 hours", DAY / 2),
        ("045Y", 45),
        ("006M", 0.5),
        ("003W", 3 * WEEK),
        ("010D", 10 * DAY),
        ("216M", 18),
        ("P6M", 0.5),
        ("2 years 3 months", 2.25),
        ("1y6m", 1.5),
        ("18 years and 3 months", 18.25),
        ("newborn", 0),
        ("90+", 90),
        ("> 89", 89),
        (">=90", 90),
        ("90 and over", 90),
        ("~45", 45),
        ("ca. 45", 45),
        ("300", 90),
        ("300 days", 300 * DAY),
        ("216 months", 18),
    ],
)
def test_age_is_in_years(text, years):
    assert read_age(text) == pytest.approx(years)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "old",
        "forty",
        "6 luni",
        "45 M",
        "6 J",
        ">5",
        "5-10",
        "131",
        "999",
        "-3",
        "1 2",
    ],
)
def test_what_has_no_one_meaning_is_none(text):
    assert read_age(text) is None


def test_unit_of_the_key_holds_for_a_number_without_one():
    assert read_age("6", unit="months") == 0.5
    assert read_age("6 years", unit="months") == 6


def test_a_german_year_is_one_in_german_only():
    assert read_age("6 J", language="alter") == 6


@pytest.mark.parametrize("years", range(18))
@pytest.mark.parametrize(
    "wording",
    ["{0}", "{0} y", "{0:03d}Y", "{0} Jahre", "{0}yo", "{0} years 11 months", "{0}.9"],
)
def test_child_is_a_child_in_every_wording(years, wording):
    assert years <= read_age(wording.format(years)) < 18


@pytest.mark.parametrize("months", [0, 1, 11, 24, 100, 215])
@pytest.mark.parametrize("wording", ["{0} months", "{0} mo", "{0:03d}M", "P{0}M"])
def test_months_are_parts_of_years(months, wording):
    assert read_age(wording.format(months)) == pytest.approx(months / 12)
