"""A morning's ECGs in a real browser: given as a zip, filtered, opened, over-read."""

import csv
import json
import zipfile

import pytest

from ecgkt.bench.browser import READING, TRACE
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.simulate.example import EXAMPLES, simulate_example
from tests.builders.axe import faults

pytestmark = pytest.mark.slow
N_ROWS = len(EXAMPLES) + 1
"""The simulated recordings and one file that is none."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("morning")
    path = folder / "morning.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name in EXAMPLES:
            write_wfdb(simulate_example(name, fs=100.0), folder, name)
            for file in folder.glob(f"{name}.*"):
                packed.write(file, file.name)
        packed.writestr("scan.pdf", b"%PDF-1.4")
    return path


def open_list(tab, server, archive):
    tab.goto(f"{server}/Worklist")
    field = tab.locator('input[type="file"]').first
    field.wait_for(state="attached")
    tab.wait_for_load_state("networkidle")
    field.set_input_files(str(archive))
    tab.get_by_role("button", name=f"All {N_ROWS}").wait_for()
    tab.locator(".st-key-list-progress").wait_for(state="detached")


def names(tab):
    return tab.locator("tbody td.name").all_inner_texts()


def test_rows_errors_filters_and_search(tab, server, archive):
    open_list(tab, server, archive)
    assert len(names(tab)) == N_ROWS
    first = tab.locator("tbody tr").first
    assert "level-critical" in first.get_attribute("class")
    error = tab.locator("tbody tr.level-error")
    assert "PDF" in error.inner_text()
    # Filters and search answer without the server.
    tab.get_by_role("button", name="Errors 1").click()
    assert names(tab) == ["scan.pdf"]
    tab.wait_for_url("**show=error**")
    tab.get_by_role("button", name=f"All {N_ROWS}").click()
    tab.get_by_role("searchbox").fill("lbbb")
    assert len(names(tab)) == 1
    assert names(tab)[0].startswith("lbbb.hea")
    tab.get_by_role("searchbox").fill("")
    assert len(names(tab)) == N_ROWS


def test_reader_goes_through_a_list_and_takes_it_away(tab, server, archive):
    open_list(tab, server, archive)
    order = [name.split(" ")[0] for name in names(tab) if name != "scan.pdf"]
    go_through(tab, order)
    tab.get_by_role("button", name="Worklist").click()
    tab.get_by_role("button", name="Disagreed 1").click()
    (row,) = tab.locator("tbody tr").all()
    assert order[0] in row.inner_text()
    assert "an old infarct" in row.inner_text()
    table = download(tab, "Table (CSV)")
    lines = list(csv.DictReader(table.removeprefix("\ufeff").splitlines()))
    assert lines[0]["over_read_text"] == "an old infarct"
    assert order[0] not in table
    document = json.loads(download(tab, "Readings and over-reads (JSON)"))
    assert document["over_reads"][0]["mark"] == "disagree"
    assert len(document["readings"]) == N_ROWS - 1
    tab.get_by_role("button", name="Prepare all reports").click()
    with tab.expect_download() as told:
        tab.get_by_role("button", name=f"All {N_ROWS - 1} reports").click()
    with zipfile.ZipFile(told.value.path()) as packed:
        files = packed.namelist()
        assert packed.read("recording-1.pdf").startswith(b"%PDF")
    numbers = range(1, N_ROWS + 1)
    assert len([name for name in files if name.endswith(".pdf")]) == N_ROWS - 1
    assert set(files) <= {"worklist.csv", *(f"recording-{n}.pdf" for n in numbers)}


def go_through(tab, order):
    """Open the first row by keys, say something of it, and look at the next ones."""
    tab.locator(".box").focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.locator(READING).wait_for()
    tab.locator(TRACE).first.wait_for()
    tab.locator(".ek-bar-facts h2").get_by_text(order[0], exact=True).wait_for()
    assert "case=" in tab.url
    tab.keyboard.press("d")
    tab.locator('.st-key-list-mark-disagree button[kind="primary"]').first.wait_for()
    words = tab.get_by_placeholder("Own words")
    words.fill("an old infarct")
    words.press("Enter")
    tab.locator(".ek-bar-facts h2").click()
    tab.get_by_role("button", name="Next unread").click()
    tab.locator(".ek-bar-facts h2").get_by_text(order[1], exact=True).wait_for()
    tab.keyboard.press("ArrowRight")
    tab.locator(".ek-bar-facts h2").get_by_text(order[2], exact=True).wait_for()
    tab.keyboard.press("ArrowLeft")
    tab.locator(".ek-bar-facts h2").get_by_text(order[1], exact=True).wait_for()


def download(tab, words):
    with tab.expect_download() as told:
        tab.get_by_role("button", name=words).click()
    return told.value.path().read_text(encoding="utf-8")


def test_list_is_readable_on_a_phone(tab, server, archive):
    tab.set_viewport_size({"width": 390, "height": 844})
    open_list(tab, server, archive)
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    line = tab.locator("tbody tr").first
    assert line.bounding_box()["width"] <= 390
    assert "HR" in line.locator(".hr").evaluate(
        "cell => getComputedStyle(cell, '::before').content"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_list_and_over_read_have_no_fault(browser, server, archive, scheme):
    page = browser.new_page(
        viewport={"width": 1280, "height": 800}, color_scheme=scheme
    )
    page.set_default_timeout(90_000)
    page.goto(f"{server}/Worklist")
    page.locator('input[type="file"]').first.wait_for(state="attached")
    assert faults(page) == []
    open_list(page, server, archive)
    assert faults(page) == []
    page.locator("tbody tr").first.locator("button").click()
    page.locator(TRACE).first.wait_for()
    page.keyboard.press("a")
    page.locator('.st-key-list-mark-agree button[kind="primary"]').first.wait_for()
    assert faults(page) == []
    page.close()
