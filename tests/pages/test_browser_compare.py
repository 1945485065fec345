"""A reader compares recordings in a real browser and takes the result away."""

import csv
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
SHEETS = '[class*="st-key-compare-ecg-"] .drawing > svg'
SENTENCE = ".ek-sentence"
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
SCALE = """() => [...document.querySelectorAll('[class*="st-key-compare-ecg-"]')]
    .map(it => it.querySelector('[data-testid="stBidiComponentIsolated"]').shadowRoot
        .querySelector('.drawing > svg'))
    .map(it => it.getBoundingClientRect().width / it.viewBox.baseVal.width)"""


def open_course(tab, server, query):
    tab.goto(f"{server}/Compare_ECGs?{query}")
    tab.locator(SENTENCE).first.wait_for()
    tab.locator(SHEETS).nth(1).wait_for()
    tab.locator(".ek-trends").wait_for(state="attached")


def test_a_new_block_is_told_seen_and_taken_away(tab, server):
    tab.goto(f"{server}/Compare_ECGs")
    tab.locator(".stAlert", has_text="Upload two or more recordings").wait_for()
    tab.get_by_text("Simulated patient", exact=True).click()
    tab.locator(SENTENCE).wait_for()
    told = tab.locator(SENTENCE).inner_text()
    assert re.match(
        r"New complete left bundle branch block \(QRS 9\d → 15\d ms\)", told
    )
    assert re.search(r"QTc longer by \d\d ms, beyond repeat error \(±\d\d ms\)", told)
    tab.locator(SHEETS).nth(1).wait_for()
    first, second = (tab.locator(SHEETS).nth(place).bounding_box() for place in (0, 1))
    assert (first["width"], first["x"]) == (second["width"], second["x"])
    assert tab.evaluate(SCALE) == pytest.approx([96 / 25.4] * 2, rel=0.005)
    row = tab.locator(".ek-changes tr", has_text="QRS duration").first.inner_text()
    assert "beyond repeat error" in row
    assert tab.get_by_text("Simulated recording, not from a patient").count()
    with tab.expect_download() as download:
        tab.get_by_text("Changes (CSV)").click()
    notice, *lines = Path(download.value.path()).read_text("utf-8").splitlines()
    rows = {row["name"]: row for row in csv.DictReader(lines)}
    assert "not a medical device" in notice
    assert rows["qrs_ms"]["verdict"] == "beyond"
    assert float(rows["qrs_ms"]["difference"]) > float(rows["qrs_ms"]["repeat_error"])
    assert rows["qrs_ms"]["recording"] == "recording 2"


def test_a_point_of_a_trend_is_compared_and_the_address_brings_it_back(tab, server):
    open_course(tab, server, "example=hyperkalaemia")
    assert "4 ·" in tab.locator(".ek-when").inner_text()
    tab.locator('.ek-trends figure:first-child [data-ask="1"]').click()
    tab.locator(".ek-when", has_text="2 · 2 Jun 2031").wait_for()
    tab.wait_for_url("**with=1%2C2**")
    assert "PR longer by" in tab.locator(SENTENCE).inner_text()
    tab.reload()
    tab.locator(".ek-when", has_text="2 · 2 Jun 2031").wait_for()
    assert "Potassium" in tab.locator(".ek-trends").inner_text()


def test_uploads_of_one_patient_are_compared(tab, server, mimic_ecg_demo):
    with (mimic_ecg_demo / "record_list.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["subject_id"] == "10000032"]
    stems = [mimic_ecg_demo / row["path"] for row in rows[:2]]
    tab.goto(f"{server}/Compare_ECGs")
    field = tab.locator('input[type="file"]').first
    field.wait_for(state="attached")
    tab.wait_for_load_state("networkidle")
    files = [f"{stem}{end}" for stem in stems for end in (".hea", ".dat")]
    field.set_input_files(files)
    tab.locator(SENTENCE).wait_for()
    assert "23 Jul 2180, 08:44" in tab.locator(".ek-when").inner_text()
    assert tab.get_by_text("only the time between recordings is true").is_visible()


@pytest.mark.parametrize("width", [390, 900, 1280, 1920])
def test_nothing_scrolls_the_page_sideways(tab, server, width):
    tab.set_viewport_size({"width": width, "height": 900})
    open_course(tab, server, "example=hyperkalaemia&with=1,2,3")
    tab.wait_for_timeout(1000)
    assert tab.evaluate(OVERFLOW) <= 0


def test_sheets_stand_beside_each_other_where_both_fit(tab, server):
    tab.set_viewport_size({"width": 2560, "height": 1400})
    open_course(tab, server, "example=new-lbbb")
    tab.wait_for_timeout(1000)
    first, second = (tab.locator(SHEETS).nth(place).bounding_box() for place in (0, 1))
    assert second["x"] > first["x"] + first["width"]
    assert abs(second["y"] - first["y"]) < 60
