"""What a researcher does with failure cases, in a real browser."""

import json
import re

import pytest

from ecgkt.bench.browser import SHEET, TRACE

pytestmark = pytest.mark.slow
ROW = ".ek-case-rows [data-ask]"
AMONG = """text => {
    const place = document.querySelector('.st-key-case-part-of');
    const written = place.querySelector('input').value;
    return place.innerText.includes(text) || written === text;
}"""


@pytest.fixture(scope="module")
def server(cases_server):
    """Let the browser talk to the server that has tables."""
    return cases_server


def open_page(tab, server, address=""):
    tab.goto(f"{server}/Failure_Cases?{address}")
    tab.locator(".ek-cost").wait_for()


def cost_of(tab, name):
    return tab.locator(".ek-cost div", has_text=name).locator("dd").inner_text()


def choose_part(tab, part):
    tab.get_by_role("radio", name=part, exact=True).click()


def test_threshold_moves_everything_and_an_error_opens_at_true_scale(tab, server):
    open_page(tab, server, "cases=one&label=AFIB")
    before = cost_of(tab, "False alarms")
    slider = tab.get_by_role("slider", name=re.compile("Threshold"))
    slider.focus()
    slider.press("Home")
    missed = tab.locator(".ek-cost div", has_text="Missed").locator("dd")
    missed.filter(has_text=re.compile("^0 of")).wait_for()
    tab.wait_for_url("**threshold=0*")
    everything = cost_of(tab, "False alarms")
    assert int(everything.split()[0]) == int(everything.split()[-1])
    assert everything != before
    # Under a threshold of 0 every ECG without the label is a false alarm.
    row = tab.locator('[aria-label^="False alarms"]').locator(ROW.split()[-1]).first
    name = row.inner_text()
    row.click()
    tab.locator(TRACE).first.wait_for()
    tab.locator(".ek-truth", has_text=name).wait_for()
    assert "false alarm" in tab.locator(".ek-truth h2").inner_text()
    assert f"case={name}" in tab.url
    box = tab.locator(SHEET).bounding_box()
    width = float(tab.locator(SHEET).get_attribute("viewBox").split()[2])
    assert box["width"] / width == pytest.approx(96 / 25.4, rel=0.005)
    tab.get_by_role("button", name="Next", exact=True).click()
    tab.locator(".ek-truth h2", has_text=re.compile(rf"^(?!{name}\b)")).wait_for()
    tab.reload()
    tab.locator(TRACE).first.wait_for()
    tab.get_by_role("button", name="Back to the list").click()
    tab.locator(ROW).first.wait_for()


def test_worst_slice_leads_to_its_errors_and_a_note_stays(tab, server, case_folders):
    open_page(tab, server, "cases=one&view=slices")
    tab.get_by_role("button", name="Sex female").first.click()
    tab.locator('[aria-label^="Missed"]').wait_for()
    tab.wait_for_function(AMONG, arg="Sex: female")
    # The table of slices, whose rows look alike, may stand a moment longer.
    row = tab.locator('[aria-label^="Missed"]').locator(ROW.split()[-1]).first
    name = row.inner_text()
    row.click()
    note = tab.get_by_label("Note; no name of a patient")
    note.fill("told by chance")
    note.press("Enter")
    choose = tab.get_by_role("button", name="Back to the list")
    tab.locator(TRACE).first.wait_for()
    choose.click()
    choose_part(tab, "Notes")
    tab.locator(ROW, has_text=name).wait_for()
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Notes (CSV)").click()
    assert "told by chance" in download.value.path().read_text()
    kept = json.loads((case_folders / "one" / "notes.json").read_text())
    assert kept["notes"][name]["text"] == "told by chance"


def test_click_on_the_map_opens_the_ecg(tab, server):
    open_page(tab, server, "cases=one&view=map")
    plot = tab.locator(".js-plotly-plot")
    plot.wait_for()
    place = plot.evaluate(
        """it => {
            const trace = it.data.findIndex(one => one.name.startsWith('Missed'));
            const {xaxis, yaxis} = it._fullLayout, box = it.getBoundingClientRect();
            const x = it._fullData[trace].x[0], y = it._fullData[trace].y[0];
            return [box.x + xaxis._offset + xaxis.d2p(x),
                    box.y + yaxis._offset + yaxis.d2p(y)];
        }"""
    )
    tab.mouse.move(*place)
    tab.wait_for_timeout(300)
    tab.mouse.click(*place)
    tab.locator(TRACE).first.wait_for()
    tab.wait_for_url("**case=r**")


def test_simulated_cohort_can_be_begun_and_cancelled(tab, server):
    tab.goto(f"{server}/Failure_Cases?cases=simulated")
    tab.get_by_role("button", name="Make them").click()
    tab.get_by_role("progressbar").first.wait_for()
    tab.get_by_role("button", name="Cancel").click()
    tab.get_by_role("button", name="Make them").wait_for()
