import pytest

from ecgkt.io.vendor import number_of, vendor_reading


def test_placeholders_are_left_out():
    values = {"qt_ms": "0", "qrs_ms": "96", "pr_ms": 29999, "t_axis_degrees": "-12"}
    found = vendor_reading("X", values)
    assert found is not None
    assert found.measurements == {"qrs_ms": 96.0, "t_axis_degrees": -12.0}


OF_A_PERSON = [
    "Confirmed by Anna B.",
    "Befundet: Dr. Muster",
    "When compared with ECG of 03-MAY-2012",
    "as of 2024-05-01",
    "at 10:35",
    "no 12345678",
    "for ZZPHI",
    "审核医生",
]


@pytest.mark.parametrize("line", OF_A_PERSON)
def test_statement_on_a_person_or_a_date_is_left_out(line):
    assert vendor_reading("X", {}, [line], ["ZZPHI, Anna"]) is None


def test_nothing_found_is_nothing():
    assert vendor_reading("X", {"qt_ms": None}, ["", " "]) is None


@pytest.mark.parametrize("value", [None, "", "1_0", "nan", "0x1", float("inf"), [1]])
def test_only_plain_numbers_count(value):
    assert number_of(value) is None
