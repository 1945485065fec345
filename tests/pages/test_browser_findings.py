"""In a real browser: a click on a finding or a value, and what it shows is in sight."""

import pytest

from ecgkt.bench.browser import TRACE

IN_SIGHT = """() => {
    const {shadowRoot} = document.querySelector(
        '.st-key-ecg [data-testid="stBidiComponentIsolated"]');
    const paper = shadowRoot.querySelector('.paper').getBoundingClientRect();
    return [...shadowRoot.querySelectorAll('.marks .bracket')].filter((bracket) => {
        const {top, bottom, left, right} = bracket.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight && left >= paper.left
            && right <= Math.min(paper.right, innerWidth);
    }).length;
}"""
pytestmark = pytest.mark.slow


@pytest.fixture
def opened(browser, server, mimic_ecg_demo):
    """Open a real recording in a window of some size."""
    header = next(mimic_ecg_demo.rglob("107914094.hea"))  # fibrillation, 132/min
    pages = []

    def open_in(width, height):
        page = browser.new_page(viewport={"width": width, "height": height})
        pages.append(page)
        page.set_default_timeout(90_000)
        page.goto(f"{server}/Read_ECG")
        field = page.locator('input[type="file"]').first
        field.wait_for(state="attached")
        page.wait_for_load_state("networkidle")
        field.set_input_files([str(header), str(header.with_suffix(".dat"))])
        page.wait_for_selector(TRACE)
        page.wait_for_selector(".ek-head-numbers [data-ask]")
        return page

    yield open_in
    for page in pages:
        page.close()


def bracket_in_sight(page):
    page.wait_for_selector(".st-key-ecg .marks .bracket")
    page.wait_for_function(IN_SIGHT)
    return page.evaluate(IN_SIGHT)


@pytest.mark.parametrize("size", [(1280, 800), (1280, 1100), (390, 844)])
def test_a_finding_that_is_clicked_has_its_bracket_in_sight(opened, size):
    page = opened(*size)
    # A narrow page holds each button twice and shows one.
    finding = page.locator(".st-key-findings-told button:visible").first
    finding.scroll_into_view_if_needed()
    finding.click()
    assert bracket_in_sight(page) >= 1


def test_a_value_of_the_card_is_shown_and_let_go(opened):
    page = opened(1280, 800)
    rate = page.locator(".ek-head-numbers [data-ask]").first
    rate.click()
    assert bracket_in_sight(page) >= 1
    assert rate.get_attribute("aria-pressed") == "true"
    # By the keyboard: the button keeps the focus though it was drawn anew.
    page.keyboard.press("Enter")
    page.locator(".st-key-ecg .marks").wait_for(state="detached")
    assert rate.get_attribute("aria-pressed") == "false"


def test_why_opens_the_map_of_its_row(opened):
    page = opened(1280, 800)
    why = page.locator('[data-ask="statement:AFIB"]')
    why.scroll_into_view_if_needed()
    why.click()
    page.wait_for_selector(".st-key-ecg .ribbon.up")
    chosen = page.locator(".st-key-saliency-target input").input_value()
    assert chosen == "Atrial fibrillation (AFIB)"
    page.locator(".ek-verdict-line summary", has_text="net push").wait_for()
