"""The sheet on its page: its view, its address, and what a filter may not touch."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.errors import ServingError
from ecgkt.plotting.layouts import LAYOUTS, View
from ecgkt.plotting.overlay import Overlay, Span
from ecgkt.simulate.example import simulate_example
from pages.shared.sheet import Marks, make_drawing

READ = "pages/1_Read_ECG.py"


def upload(page, files):
    return page.file_uploader(key="up").set_value(files).run()


def test_gain_and_speed_change_the_sheet_and_nothing_else(
    read_page, wfdb, sheet, client
):
    page = upload(read_page, wfdb())
    page.segmented_control(key="speed").set_value(50).run()
    assert sheet(page)["width"] == 510
    page.segmented_control(key="gain").set_value(20).run()
    assert "50 mm/s · 20 mm/mV" in sheet(page)["svg"]
    assert client.calls == ["parse", "read"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_drawn_and_the_rhythm_lead_offered_where_there_is_one(
    read_page, wfdb, sheet, layout
):
    page = upload(read_page, wfdb())
    page.segmented_control(key="layout").set_value(layout).run()
    assert not page.exception
    assert f"12-lead ECG, {layout}" in sheet(page)["svg"]
    rhythms = [box for box in page.selectbox if box.key == "rhythm"]
    assert len(rhythms) == (layout == "3x4+1")


def test_rhythm_lead_can_be_switched(read_page, wfdb, sheet):
    page = upload(read_page, wfdb())
    assert sheet(page)["svg"].count('data-lead="V1"') == 1
    page.selectbox(key="rhythm").set_value("V1").run()
    assert sheet(page)["svg"].count('data-lead="V1"') == 2


def test_view_is_restored_from_the_address_which_names_no_patient(
    app, wfdb, sheet, client
):
    page = app.switch_page(READ)
    wanted = {"layout": "12x1", "speed": "50", "gain": "20"}
    for name, value in wanted.items():
        page.query_params[name] = value
    page = upload(page.run(), wfdb("ZZPHI"))
    assert "12-lead ECG, 12x1, 50 mm/s · 20 mm/mV" in sheet(page)["svg"]
    # What a choice does to the address is the browser's work: see test_browser.
    assert set(page.query_params) == set(wanted)
    assert "ZZPHI" not in str(dict(page.query_params))


def test_a_filter_changes_the_drawing_and_never_what_is_read(
    read_page, wfdb, sheet, client
):
    page = upload(read_page, wfdb())
    before = sheet(page)["svg"]
    page.selectbox(key="filter").set_value("0.5-40").run()
    after = sheet(page)["svg"]
    assert "as recorded (no display filter)" in before
    assert "display filter 0.5–40 Hz" in after
    assert before.split("data-lead")[2] != after.split("data-lead")[2]
    # The worker was not asked to read again, and had got the recording as it is.
    assert client.calls == ["parse", "read", "filter 0.5-40"]
    page.number_input(key="age").set_value(50).run()
    assert client.calls.count("read") == 2
    first, second = client.read_signals
    np.testing.assert_array_equal(first, second)
    assert np.abs(np.diff(first[1])).max() > 0


def test_only_filters_below_half_the_rate_are_offered(read_page, wfdb, sheet):
    page = upload(read_page, wfdb())
    assert len(page.selectbox(key="filter").options) == 5
    page.selectbox(key="filter").set_value("0.05-150").run()
    page = upload(page, wfdb("slow", fs=100.0))
    assert not page.exception
    assert page.selectbox(key="filter").options == ["As recorded", "0.5–40 Hz"]
    assert "as recorded" in sheet(page)["svg"]


def test_a_filter_that_fails_is_said_and_the_sheet_drawn_as_recorded(
    read_page, wfdb, sheet, client, monkeypatch
):
    def busy(_record, _name):
        raise ServingError("The server is busy; try again in a few seconds.")

    monkeypatch.setattr(client, "filtered", busy)
    page = upload(read_page, wfdb())
    page.selectbox(key="filter").set_value("0.5-40").run()
    assert "busy" in page.error[0].value
    assert "as recorded (no display filter)" in sheet(page)["svg"]


def test_a_longer_recording_has_a_window_that_moves(read_page, wfdb, sheet):
    page = upload(read_page, wfdb(duration=30.0))
    assert "0.0–10.0 s of 30.0 s" in sheet(page)["svg"]
    page.slider(key="start").set_value(13.0).run()
    assert "13.0–23.0 s of 30.0 s" in sheet(page)["svg"]
    assert sheet(page)["start"] == 13.0


def test_ten_seconds_have_no_window_to_move(read_page, wfdb):
    assert not upload(read_page, wfdb()).slider


def test_the_last_window_lies_at_the_end(read_page, wfdb, sheet):
    page = upload(read_page, wfdb(duration=10.6))
    page.slider(key="start").set_value(0.6).run()
    assert "0.6–10.6 s of 10.6 s" in sheet(page)["svg"]


def test_a_drawing_is_made_once_per_view(read_page, wfdb, client):
    page = upload(read_page, wfdb())
    page.selectbox(key="filter").set_value("0.5-40").run()
    page.selectbox(key="filter").set_value("none").run()
    page.selectbox(key="filter").set_value("0.5-40").run()
    assert client.calls.count("filter 0.5-40") == 1


def test_r_peaks_are_those_of_the_window_in_seconds():
    record = simulate_example("normal")
    long = replace(record, signal=np.tile(record.signal, 3))
    drawing = make_drawing(
        long, View(start_s=10.0), Marks((5.0, 12.0, 19.9, 25.0)), Overlay()
    )
    rhythm = drawing["rows"][-1]
    (cell,) = rhythm["cells"]
    assert cell["peaks"] == pytest.approx((12.0, 19.9), abs=0.08)
    assert [row["cells"][0]["lead"] for row in drawing["rows"]] == [
        "I",
        "II",
        "III",
        "II",
    ]
    assert (drawing["start"], drawing["end"]) == (10.0, 20.0)
    assert "r-markers" in drawing["svg"]


def test_an_overlay_brings_its_words_and_its_legend():
    spans = (Span("V1", 1.0, 2.0), Span("V1", 12.0, 13.0))
    overlay = Overlay(spans=spans, caption=("QRS 138 ms",))
    drawing = make_drawing(simulate_example("normal"), View(), Marks(), overlay)
    assert drawing["caption"] == [
        "QRS 138 ms",
        "Marked stretches outside the window shown: 1",
    ]
    assert [text for _color, text in drawing["legend"]] == ["where this was measured"]
