"""Vital signs within 30 minutes, body measures within 30 days, both plausible."""

import numpy as np
import pytest

NORMAL = {
    **{"temperature": 98.6, "heartrate": 80, "resprate": 16},
    **{"o2sat": 98, "sbp": 120, "dbp": 70},
}


def vital(mimic, time="12:10:00", **values):
    mimic.add("ed/vitalsign", subject_id=1001, charttime=f"2150-05-05 {time}", **values)


def chart(mimic, itemid, value, time="12:01:00"):
    mimic.add(
        "icu/chartevents",
        subject_id=1001,
        charttime=f"2150-05-05 {time}",
        itemid=itemid,
        valuenum=value,
    )


def first(mimic, **options):
    mimic.write()
    return mimic.source(**options).vitals.iloc[0]


def test_units_and_names_are_ours(mimic):
    vital(mimic, **NORMAL)
    found = first(mimic)
    assert list(found.index) == [
        *("temperature", "heart_rate", "resp_rate", "spo2", "sbp", "dbp")
    ]
    np.testing.assert_allclose(found, [37, 80, 16, 98, 120, 70], rtol=1e-6)


def test_each_vital_sign_has_its_own_nearest_value(mimic):
    vital(mimic, "12:02:00", heartrate=60)
    vital(mimic, "12:10:00", heartrate=70, sbp=120)
    vital(mimic, "11:40:00", heartrate=90, sbp=130)
    found = first(mimic)
    assert (found["heart_rate"], found["sbp"]) == (60, 120)
    assert np.isnan(found["dbp"])


@pytest.mark.parametrize(
    ("time", "is_there"),
    [("11:30:00", 1), ("12:30:00", 1), ("11:29:59", 0), ("12:30:01", 0)],
)
def test_window_of_vital_signs_includes_its_ends(mimic, time, is_there):
    vital(mimic, time, heartrate=80)
    assert first(mimic).notna().sum() == is_there


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("temperature", 37.0), ("temperature", 151.0), ("heartrate", 701)),
        *(("resprate", 301), ("o2sat", 101), ("o2sat", -1), ("sbp", 501), ("dbp", 501)),
    ],
)
def test_implausible_value_gives_way_to_the_next(mimic, column, value):
    vital(mimic, "12:00:00", **{column: value})
    vital(mimic, "12:20:00", **NORMAL)
    assert first(mimic).notna().all()
    mimic.rows["ed/vitalsign"].pop()
    assert first(mimic).isna().all()


def test_triage_counts_from_arrival_and_only_on_demand(mimic):
    mimic.rows["ed/edstays"][0][0] = 1001
    mimic.add("ed/triage", subject_id=1001, stay_id=3003, **NORMAL)
    assert first(mimic).isna().all()
    assert first(mimic, triage=True)["heart_rate"] == 80


def test_charted_values_of_the_icu_are_read_in_both_temperature_units(mimic):
    for itemid, value in ((223762, 38.0), (220045, 111), (220179, 99), (1, 7)):
        chart(mimic, itemid, value)
    mimic.write()
    folders = mimic.folders
    mimic.folders = lambda: folders(icu=mimic.root / "icu")
    found = mimic.source().vitals.iloc[0]
    assert found["temperature"] == pytest.approx(38.0)
    assert (found["heart_rate"], found["sbp"]) == (111, 99)
    chart(mimic, 223761, 104.0, "12:00:30")
    mimic.write()
    assert mimic.source().vitals["temperature"][0] == pytest.approx(40.0)


def body(mimic, name, value, date="2150-05-01"):
    mimic.add(
        "hosp/omr",
        subject_id=1001,
        chartdate=date,
        seq_num=1,
        result_name=name,
        result_value=value,
    )


def test_body_measures_are_metric_and_nearest(mimic):
    body(mimic, "Weight (Lbs)", 200, "2150-04-20")
    body(mimic, "Weight (Lbs)", 220, "2150-05-06")
    body(mimic, "Height (Inches)", 70)
    body(mimic, "BMI (kg/m2)", 31.6)
    body(mimic, "Blood Pressure", "120/80")
    mimic.write()
    found = mimic.source().records.iloc[0]
    assert found["weight"] == pytest.approx(99.79, abs=0.01)
    assert found["height"] == pytest.approx(177.8)
    assert found["bmi"] == pytest.approx(31.6)


@pytest.mark.parametrize(
    ("date", "is_there"),
    [
        *(("2150-04-06", True), ("2150-04-05", False)),
        *(("2150-06-04", True), ("2150-06-05", False)),
    ],
)
def test_body_measures_lie_within_30_days(mimic, date, is_there):
    """A date counts as its midnight: 12:00 on 5 May less 30 days is 5 April, noon."""
    body(mimic, "Weight (Lbs)", 200, date)
    mimic.write()
    assert mimic.source().records["weight"].notna()[0] == is_there


@pytest.mark.parametrize(
    ("name", "value", "column"),
    [
        *(("Weight (Lbs)", 20, "weight"), ("Weight (Lbs)", 900, "weight")),
        *(("Height (Inches)", 5, "height"), ("Height (Inches)", 160, "height")),
        *(("BMI (kg/m2)", 101, "bmi"), ("Weight (Lbs)", "heavy", "weight")),
    ],
)
def test_implausible_body_measure_is_missing(mimic, name, value, column):
    body(mimic, name, value)
    mimic.write()
    assert mimic.source().records[column].isna()[0]


def test_weight_and_height_that_contradict_are_both_missing(mimic):
    body(mimic, "Weight (Lbs)", 600)
    body(mimic, "Height (Inches)", 50)
    mimic.write()
    assert mimic.source().records.loc[0, ["weight", "height"]].isna().all()
