import pytest

from ecgkt.report.draft.draft_text import draft_text
from ecgkt.report.draft.trace_numbers import foreign_numbers, trace_numbers
from ecgkt.types.reading import Quality
from tests.builders.readings import planted_reading


def test_number_comes_from_the_measurement_that_is_named_before_it():
    reading = planted_reading(pr_ms=150.0, qrs_ms=150.0)
    text = "PR interval 150 ms · QRS duration 150 ms"
    first, second = trace_numbers(text, reading)
    assert first.source == "measurements.pr_ms"
    assert second.source == "measurements.qrs_ms"


def test_every_number_of_a_draft_is_known():
    quality = Quality(verdict="warn", reasons=("noise of 12 dB in V3",))
    reading = planted_reading("lbbb", called=("CLBBB",), quality=quality)
    numbers = trace_numbers(draft_text(reading), reading)
    assert all(number.source for number in numbers)
    assert {"measurements", "diagnoses", "quality"} <= {
        number.source.split(".")[0] for number in numbers
    }


def test_number_that_nobody_measured_is_foreign():
    reading = planted_reading(qrs_ms=96.0)
    text = "QRS 96 ms, QTc 812 ms, again 812, potassium 6.91"
    assert foreign_numbers(text, reading) == ("812", "6.91")


def test_minus_signs_of_a_keyboard_are_understood():
    reading = planted_reading(axis_degrees=-71.0)
    assert foreign_numbers("QRS axis -71°", reading) == ()


@pytest.mark.parametrize("text", ["V1 to V6", "the 2nd beat, the 21st", "1AVB, S1Q3T3"])
def test_leads_orders_and_codes_are_no_numbers(text):
    assert trace_numbers(text, planted_reading()) == ()
