"""Repeat errors by name and rate; two rates add their squares."""

import pytest

from tests.builders.repeatability_documents import repeatability_table


def test_limit_is_that_of_the_rate():
    table = repeatability_table()
    assert table.measured_limit("qrs_ms", 500, 250) == (18.0, "halves")
    assert table.measured_limit("qrs_ms", 100, 249.9) == (36.0, "marks")


def test_two_rates_have_the_error_of_both():
    limit = repeatability_table().measured_limit("qrs_ms", 500, 100)
    assert limit.value == pytest.approx(((18**2 + 36**2) / 2) ** 0.5)
    assert limit.by == "marks"


def test_nothing_is_known_below_the_lowest_rate_or_of_another_name():
    table = repeatability_table()
    assert table.measured_limit("qrs_ms", 500, 99) is None
    assert table.measured_limit("sokolow_lyon_mv", 500, 500) is None
    assert table.statement_limit("LNGQT") is None
    assert table.lab_limit("Potassium", "low") is None


def test_scores_and_labs_have_limits_of_their_own():
    table = repeatability_table()
    assert table.statement_limit("CLBBB") == (2.0, "pooled")
    assert table.lab_limit("Potassium", "high") == (0.3, "repeats")
