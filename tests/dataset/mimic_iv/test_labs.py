"""The nearest value, its state, and the look ahead."""

import numpy as np
import pytest


def cell(mimic, table="values", **options):
    mimic.write()
    labs = mimic.source(**options).labs
    return getattr(labs, table)["Potassium"][0]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("11:55:00", "12:04:00", 2.0),
        ("11:56:00", "12:05:00", 1.0),
        ("12:05:00", "11:55:00", 2.0),
        ("11:55:00", "12:05:00", 1.0),
        ("11:55:00", "11:55:00", 1.0),
    ],
)
def test_nearest_value_counts_of_equals_the_earlier(mimic, first, second, expected):
    mimic.lab(1001, 1.0, first)
    mimic.lab(1001, 2.0, second)
    assert cell(mimic) == expected


@pytest.mark.parametrize(
    ("day", "time", "window", "expected"),
    [
        ("2150-05-05", "11:00:00", "60m", -1.0),
        ("2150-05-05", "10:59:59", "60m", None),
        ("2150-05-05", "13:00:00", "60m", 1.0),
        ("2150-05-05", "13:00:01", "60m", None),
        ("2150-05-05", "06:00:00", "6h", -6.0),
        ("2150-05-04", "12:00:00", "24h", -24.0),
        ("2150-05-04", "11:59:59", "24h", None),
    ],
)
def test_window_includes_its_ends(mimic, day, time, window, expected):
    mimic.rows["hosp/labevents"].pop(0)
    mimic.lab(1001, 4.0, time, day=day)
    hours = cell(mimic, "hours", window=window)
    assert np.isnan(hours) if expected is None else hours == expected


@pytest.mark.parametrize(("value", "state"), [(3.2, -1), (3.3, 0), (5.1, 0), (5.2, 1)])
def test_value_at_a_limit_is_normal(mimic, value, state):
    mimic.lab(1001, value, "12:01:00")
    assert cell(mimic, "states") == state


def test_unmeasured_is_unknown_and_never_normal(mimic):
    mimic.rows["hosp/labevents"].pop(0)
    mimic.write()
    labs = mimic.source().labs
    assert all(np.isnan(table["Potassium"][0]) for table in labs)
    assert labs.states["Potassium"].tolist()[1:] == [0, 0]
    assert {str(dtype) for table in labs for dtype in table.dtypes} == {"float32"}


def test_values_of_other_patients_do_not_count(mimic):
    mimic.lab(1002, 9.0, "12:00:00")
    assert cell(mimic) == 4


@pytest.mark.parametrize(("limits", "state"), [("median", 0), ("sex", 1)])
def test_rows_own_range_decides_on_demand(mimic, limits, state):
    mimic.lab(1001, 5.0, "12:01:00", ref_range_lower=3.3, ref_range_upper=4.8)
    assert cell(mimic, "states", limits=limits) == state


def test_row_without_range_falls_back_on_the_median(mimic):
    mimic.lab(1001, 5.2, "12:01:00", ref_range_lower="", ref_range_upper="")
    assert cell(mimic, "states", limits="sex") == 1


@pytest.mark.parametrize(
    ("drawn", "state"),
    [
        ([("11:59:00", 9.0)], None),
        ([("12:00:00", 9.0)], 1),
        ([("12:05:00", 4.0), ("12:30:00", 9.0)], 1),
        ([("12:05:00", 4.0), ("12:30:01", 9.0)], 0),
        ([("12:05:00", 2.0), ("12:30:00", 4.0)], -1),
        ([("12:05:00", 2.0), ("12:30:00", 9.0)], None),
    ],
)
def test_monitoring_asks_for_any_value_until_then(mimic, drawn, state):
    mimic.rows["hosp/labevents"].pop(0)
    for time, value in drawn:
        mimic.lab(1001, value, time)
    found = cell(mimic, "states", monitor="30m")
    assert np.isnan(found) if state is None else found == state


def test_monitoring_may_look_beyond_the_window(mimic):
    mimic.rows["hosp/labevents"].pop(0)
    mimic.lab(1001, 9.0, "13:59:00")
    mimic.write()
    labs = mimic.source(monitor="120m").labs
    assert np.isnan(labs.values["Potassium"][0])
    assert labs.states["Potassium"][0] == 1


def test_nearest_value_equals_a_slow_search(mimic):
    rng = np.random.default_rng(0)
    truth = {}
    mimic.rows["hosp/labevents"].clear()
    for subject in (1001, 1002, 1003):
        drawn = []
        for _ in range(40):
            second = int(rng.integers(9 * 3600, 15 * 3600))
            value = float(np.round(rng.uniform(2, 7), 2))
            time = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
            mimic.lab(subject, value, time)
            drawn.append((abs(second - 12 * 3600), second, value))
        truth[subject] = min(drawn)[2]
    mimic.write()
    found = mimic.source().labs.values["Potassium"]
    np.testing.assert_array_equal(found, np.float32(list(truth.values())))
