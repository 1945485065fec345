"""The recorder's own median beat lies over ours, once somebody asks for it."""

import base64
import re

import pytest

from pages.read_ecg import show_vendor
from tests.builders.uploads import upload_and_open


@pytest.fixture
def muse(read_page, vendor_formats):
    content = (vendor_formats / "ge-muse-xml" / "synthetic_muse.xml").read_bytes()
    return upload_and_open(read_page, [("a.xml", content, "")], "measurements")


def legends(page):
    bodies = [element.proto.body for element in page.get("html")]
    return [body for body in bodies if 'class="ek-legend"' in body]


def test_closed_nothing_is_laid(read_page, vendor_formats, monkeypatch):
    def refuse(*_beats):
        raise AssertionError("computed though nobody asked")

    monkeypatch.setattr(show_vendor, "lay_vendor_beat", refuse)
    content = (vendor_formats / "ge-muse-xml" / "synthetic_muse.xml").read_bytes()
    page = upload_and_open(read_page, [("a.xml", content, "")], "measurements")
    assert "Recorder's median beat beside ours" in [e.label for e in page.expander]
    assert legends(page) == []


def test_open_both_beats_are_drawn_at_one_scale(muse, say):
    muse.session_state["vendor-beat"] = True
    text = say(muse.run())
    assert "Correlation 0.99" in text
    assert "used for no score, finding or measurement here" in text
    (html,) = legends(muse)
    assert "here</li>" in html
    assert "GE MUSE</li>" in html
    svg = base64.b64decode(re.search(r"base64,([^\"]+)", html)[1]).decode()
    assert svg.count('data-beat="0"') == svg.count('data-beat="1"') == 12
    assert "50 mm/s · 10 mm/mV" in svg


def test_a_file_without_one_offers_none(read_page, wfdb):
    page = upload_and_open(read_page, wfdb(), "measurements")
    assert not [one for one in page.expander if "median beat" in one.label]
