"""A change is judged by repeat error, or the reason is told why it is not."""

from dataclasses import replace

import pytest

from ecgkt.report.serial.measured import (
    SWAPPED,
    TOO_SLOW,
    lead_of_measure,
    measured_changes,
    signed_text,
)
from ecgkt.types.measurements import absent, not_measurable
from ecgkt.types.reading import Quality
from tests.builders.readings import planted_reading
from tests.builders.repeatability_documents import repeatability_table

TABLE = repeatability_table()


def change(name, before, after, table=TABLE):
    found = {one.name: one for one in measured_changes(before, after, table)}
    return found[name]


@pytest.mark.parametrize(
    ("after", "verdict"), [(118.0, "within"), (118.1, "beyond"), (81.9, "beyond")]
)
def test_change_beyond_the_limit_is_beyond_and_one_at_it_is_not(after, verdict):
    one = change("qrs_ms", planted_reading(qrs_ms=100.0), planted_reading(qrs_ms=after))
    assert one.verdict == verdict
    assert (one.limit, one.error, one.by) == (18.0, "±18 ms", "halves")
    assert one.difference == pytest.approx(after - 100)


def test_an_axis_goes_the_shorter_way_round():
    before = planted_reading(axis_degrees=175.0)
    one = change("axis_degrees", before, planted_reading(axis_degrees=-175.0))
    assert (one.difference, one.change, one.verdict) == (10.0, "+10°", "within")
    assert one.from_to == "175 → −175°"


def test_units_stand_once_and_states_stay():
    before = planted_reading(qrs_ms=92.0, pr_ms=160.0)
    after = planted_reading(
        qrs_ms=150.0, pr_ms=absent("no P wave before any of 9 beats")
    )
    assert change("qrs_ms", before, after).from_to == "92 → 150 ms"
    one = change("pr_ms", before, after)
    assert one.from_to == "160 ms → absent"
    assert one.reason == "after: no P wave before any of 9 beats"
    assert (one.verdict, one.difference) == ("unjudged", None)


def test_noise_in_either_recording_forbids_it():
    before = planted_reading(qrs_ms=not_measurable("muscle noise in V1"))
    one = change("qrs_ms", before, planted_reading(qrs_ms=150.0))
    assert (one.verdict, one.reason) == ("unjudged", "before: muscle noise in V1")


def test_nothing_is_judged_at_too_low_a_rate():
    slow = planted_reading(qrs_ms=150.0)
    slow = replace(slow, record=replace(slow.record, fs=60.0))
    one = change("qrs_ms", planted_reading(qrs_ms=90.0), slow)
    assert (one.verdict, one.reason) == ("unjudged", TOO_SLOW)
    assert one.change == "+60 ms"


def test_suspected_electrodes_forbid_axis_and_voltage_and_no_interval():
    flagged = Quality(verdict="warn", flags={"electrodes": "Both arms are exchanged."})
    before = planted_reading(axis_degrees=60.0, qrs_ms=90.0)
    after = planted_reading(axis_degrees=150.0, qrs_ms=150.0, quality=flagged)
    one = change("axis_degrees", before, after)
    assert one.verdict == "unjudged"
    assert one.reason == SWAPPED.format("the later recording")
    assert change("qrs_ms", before, after).verdict == "beyond"


def test_without_repeat_errors_nothing_is_judged():
    reading = planted_reading()
    changes = measured_changes(reading, planted_reading(qrs_ms=190.0), None)
    assert {one.verdict for one in changes} == {"unjudged"}


def test_signs_and_leads():
    assert signed_text("qrs_ms", 0.2) == "0 ms"
    assert signed_text("st_v2_mv", -0.126) == "−0.13 mV"
    assert lead_of_measure("st_avf_mv") == "aVF"
    assert lead_of_measure("p_beats_percent") == lead_of_measure("qrs_ms") == ""
