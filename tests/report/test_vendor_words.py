from dataclasses import replace

from ecgkt.report.reading_json import reading_from_dict, reading_to_dict
from ecgkt.report.reading_text import reading_text
from ecgkt.report.vendor_words import vendor_lines, vendor_rows
from ecgkt.types.vendor import VendorReading
from tests.builders.readings import RECORD, planted_reading

VENDOR = VendorReading(
    source="GE MUSE",
    measurements={"qrs_ms": 96.0, "qtc_ms": 417.0, "qrs_axis_degrees": -30.0},
    statements=("Sinus rhythm", "Low voltage"),
)


def reading_with(vendor):
    return replace(planted_reading(), record=replace(RECORD, vendor=vendor))


def test_values_stand_beside_ours():
    rows = {row.title: row for row in vendor_rows(reading_with(VENDOR))}
    assert list(rows) == ["QRS duration", "QTc (formula not stated)", "QRS axis"]
    assert rows["QRS duration"].theirs == "96 ms"
    assert rows["QRS duration"].ours.endswith(" ms")
    assert rows["QTc (formula not stated)"].ours.count(" ms") == 2
    assert rows["QRS axis"].theirs == "-30°"


def test_nothing_is_said_without_them():
    assert vendor_rows(planted_reading()) == []
    assert vendor_lines(planted_reading()) == []


def test_terminal_and_json_hold_them():
    reading = reading_with(VENDOR)
    text = reading_text(reading)
    assert "GE MUSE" in text
    assert "states: Low voltage" in text
    written = reading_to_dict(reading)
    assert written["record"]["vendor"]["measurements"]["qrs_ms"] == 96
    assert reading_from_dict(written).record.vendor == VENDOR
    assert reading_to_dict(planted_reading())["record"]["vendor"] is None


def test_nothing_else_of_the_reading_changes():
    bare, full = planted_reading(), reading_with(VENDOR)
    assert (full.measurements, full.findings) == (bare.measurements, bare.findings)
