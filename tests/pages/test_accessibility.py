"""Every page, light and dark, holds what WCAG 2.1 AA asks, as far as axe-core sees."""

import pytest

from ecgkt.bench.browser import TRACE, upload
from pages.failure_cases.choose_part import PARTS as CASE_PARTS
from pages.model_card.choose_tab import TABS
from tests.builders.axe import faults
from tests.builders.uploads import choose_part

pytestmark = pytest.mark.slow
PARTS = ("Diagnoses and labs", "Measurements", "Explain", "Report")
IN_FOCUS = """() => {
    let it = document.activeElement;
    while (it.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
    return it === document.body
        ? "" : it.getAttribute('aria-label') || it.innerText || it.tagName;
}"""
MOST_STOPS = 64
"""Of a normal ECG with three statements: each has a row, a *why* and its labs."""


@pytest.fixture(params=["light", "dark"])
def page(request, browser):
    page = browser.new_page(
        viewport={"width": 1280, "height": 800}, color_scheme=request.param
    )
    page.set_default_timeout(90_000)
    yield page
    page.close()


def test_home_and_model_card_have_no_fault(page, server):
    page.goto(server)
    page.locator(TRACE).first.wait_for()
    assert faults(page) == []
    for part in TABS:
        page.goto(f"{server}/Model_Card?part={part}")
        page.get_by_text("ECGs labelled").first.wait_for()
        assert (part, faults(page)) == (part, [])


def test_comparison_has_no_fault_before_and_after_recordings(page, server):
    page.goto(f"{server}/Compare_ECGs")
    page.locator(".stAlert", has_text="Upload two or more recordings").wait_for()
    assert faults(page) == []
    page.goto(f"{server}/Compare_ECGs?example=hyperkalaemia&with=1,2,3")
    page.locator(".ek-trends").wait_for(state="attached")
    page.locator(".ek-changes-more summary").first.click()
    assert faults(page) == []


def test_reading_has_no_fault_in_any_part(page, server, af_and_lbbb):
    page.goto(f"{server}/Read_ECG")
    page.locator('input[type="file"]').first.wait_for(state="attached")
    assert faults(page) == []
    upload(page, server, af_and_lbbb)
    for part in PARTS:
        choose_part(page, part)
        assert (part, faults(page)) == (part, [])
    page.keyboard.press("?")
    assert faults(page) == []


def test_failure_cases_have_no_fault_in_any_part(page, cases_server):
    for part in CASE_PARTS:
        page.goto(f"{cases_server}/Failure_Cases?cases=one&view={part}")
        page.locator(".ek-cost").wait_for()
        assert (part, faults(page)) == (part, [])
    page.goto(f"{cases_server}/Failure_Cases?cases=one&case=r4")
    page.locator(TRACE).first.wait_for()
    assert faults(page) == []


def test_tab_goes_from_the_view_to_the_paper_and_only_then_further(
    page, server, find_ptb_xl
):
    upload(page, server, find_ptb_xl("1", "'NORM': 100.0"))
    page.wait_for_timeout(1500)
    stops = []
    page.keyboard.press("Tab")
    while (stop := page.evaluate(IN_FOCUS)) and stop not in stops[:1]:
        stops.append(stop)
        page.keyboard.press("Tab")
        assert len(stops) < MOST_STOPS
    chosen = ["3x4+1", "25", "10"]
    tools = ["Calipers", "Keys and hints", "ECG sheet, scrolls sideways"]
    order = [stops.index(one) for one in (*chosen, *tools, PARTS[0])]
    assert order == sorted(order)
    page.locator(".st-key-speed").get_by_role("radio", name="25").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(IN_FOCUS) == "50"


def test_presentation_has_no_fault_with_all_of_it_open(page, server):
    page.goto(f"{server}/?demo=4")
    page.locator(TRACE).first.wait_for()
    assert faults(page) == []
    for key, shown in (("n", ".ek-demo-notes"), ("s", ".ek-near")):
        page.keyboard.press(key)
        page.locator(shown).first.wait_for()
        assert (key, faults(page)) == (key, [])
