from dataclasses import replace

from ecgkt.types.vendor import VendorReading
from pages.read_ecg.show_vendor import vendor_html
from tests.builders.readings import RECORD, planted_reading


def page_of(vendor):
    return vendor_html(
        replace(planted_reading(), record=replace(RECORD, vendor=vendor))
    )


def test_table_names_whose_values_they_are():
    html = page_of(VendorReading(source="Philips", measurements={"qt_ms": 402.0}))
    assert "Recorder's own values (Philips)" in html
    assert "402 ms" in html
    assert "used for no score" in html


def test_text_of_the_file_is_escaped():
    statements = ("<b>Sinus</b>", "Low voltage")
    html = page_of(VendorReading(source="GE MUSE", statements=statements))
    assert "&lt;b&gt;Sinus" in html
    assert "<table>" not in html


def test_nothing_is_drawn_without_them():
    assert page_of(None) == ""
