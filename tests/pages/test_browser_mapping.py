"""A table that leaves questions open: asked, answered, read and asked again."""

import json

import pytest

from ecgkt.bench.browser import READING, TRACE
from ecgkt.simulate.example import simulate_example

pytestmark = pytest.mark.slow
MORE = "[class*='st-key-more-'] [data-testid='stPopoverButton']:visible"
CHANGE = "Change the mapping"


@pytest.fixture
def table(tmp_path):
    """Return the path of a CSV of the example in µV: no names, no rate, no unit."""
    signal = simulate_example("normal", seed=0).signal
    cells = (signal.T * 1000).round().astype(int).tolist()
    path = tmp_path / "ward.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in cells))
    return path


def choose(tab, place, option):
    """Choose in one of the lists of the mapping, by the start of its key."""
    box = tab.locator(f"[class*='st-key-{place}']")
    box.get_by_role("combobox").click()
    tab.get_by_role("option", name=option, exact=True).click()


def test_table_is_asked_about_read_by_the_answer_and_changed(tab, server, table):
    tab.goto(f"{server}/Read_ECG")
    tab.locator('.stFileUploader input[type="file"]').set_input_files(str(table))
    asked = tab.locator(".st-key-mapping")
    asked.get_by_text("Which column is which lead?").wait_for()
    # Nothing is scored before, and each column is shown by its course.
    assert tab.locator(READING).count() == 0
    asked.locator("img").nth(11).wait_for()
    rate = asked.get_by_role("spinbutton", name="Sampling rate (Hz)")
    rate.fill("500")
    rate.press("Enter")
    choose(tab, "map-unit-", "µV")
    with tab.expect_download() as download:
        asked.get_by_role("button", name="This mapping as a file").click()
    saved = json.loads(download.value.path().read_text())
    assert len(saved["columns"]) >= 12
    assert all(column["lead"] for column in saved["columns"][:12])
    asked.get_by_role("button", name="Read this ECG").click()
    tab.locator(READING).wait_for()
    tab.locator(TRACE).first.wait_for()
    assert asked.count() == 0
    bar = tab.locator(".ek-bar-facts")
    assert "500 Hz · 10.0 s" in bar.inner_text()

    tab.locator(MORE).first.click()
    tab.get_by_role("button", name=CHANGE).click()
    asked.get_by_text(CHANGE).wait_for()
    # What was asked of the menu is done: it does not lie over the question.
    tab.get_by_role("button", name=CHANGE).wait_for(state="hidden")
    rate = asked.get_by_role("spinbutton", name="Sampling rate (Hz)")
    assert rate.input_value() == "500"
    rate.fill("250")
    rate.press("Enter")
    asked.get_by_role("button", name="Read this ECG").click()
    asked.wait_for(state="detached")
    tab.locator(TRACE).first.wait_for()
    bar.get_by_text("250 Hz · 20.0 s").wait_for()
