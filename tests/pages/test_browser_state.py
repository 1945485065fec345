"""What a reader sees first, and what is kept, lost and forgotten, in a real browser."""

import re

import pytest

from ecgkt.bench.browser import SHEET, TRACE, switch_layout, upload
from tests.builders.uploads import choose_part

pytestmark = pytest.mark.slow
LOST = "A recording was open here"
TOP_PX = 345
"""File bar, reading and toolbar together, over the paper."""


def go_to(tab, title, words):
    tab.locator('[data-testid="stSidebar"]').get_by_text(title, exact=True).click()
    tab.locator(words).first.wait_for()


def layout_of(tab):
    return tab.locator(SHEET).get_attribute("aria-label").split(", ")[1]


def test_first_screen_says_it_all_without_scrolling(tab, server, find_ptb_xl):
    tab.set_viewport_size({"width": 1280, "height": 800})
    # One that is not warned of: the first such ECG is of 8 mV.
    upload(tab, server, find_ptb_xl("2", "'AFIB'", "'CLBBB': 100.0"))
    tab.wait_for_timeout(1500)
    sentence = tab.locator(".ek-sentence")
    assert "trial fibrillation" in sentence.inner_text()
    assert "undle branch block" in sentence.inner_text()
    numbers = tab.locator(".ek-head-numbers")
    assert re.search(r"Rate\s+\d+ bpm", numbers.inner_text())
    assert int(re.search(r"QRS\s+(\d+) ms", numbers.inner_text())[1]) >= 120
    bar = tab.locator(".st-key-filebar").bounding_box()
    paper = tab.locator(SHEET).bounding_box()
    assert paper["y"] - bar["y"] <= TOP_PX
    assert numbers.bounding_box()["y"] < paper["y"]
    # The first row of strips is 40 mm high.
    assert paper["y"] + 40 * 96 / 25.4 < 800


def test_phone_shows_the_notice_and_needs_no_sideways_scroll(tab, server, af_and_lbbb):
    tab.set_viewport_size({"width": 390, "height": 844})
    upload(tab, server, af_and_lbbb)
    overflow = "document.documentElement.scrollWidth - window.innerWidth"
    for part in ("Diagnoses and labs", "Measurements", "Explain", "Report"):
        choose_part(tab, part)
        tab.wait_for_timeout(1500)
        assert (part, tab.evaluate(overflow) <= 0) == (part, True)
    notice = tab.locator(".ek-notice summary").bounding_box()
    opener = tab.locator('[data-testid="stExpandSidebarButton"]').bounding_box()
    assert notice["x"] >= opener["x"] + opener["width"]


def test_view_is_kept_on_the_way_to_another_page_and_back(tab, server, af_and_lbbb):
    upload(tab, server, af_and_lbbb)
    switch_layout(tab, "12x1")
    tab.locator(".st-key-speed").get_by_text("50", exact=True).click()
    choose_part(tab, "Measurements")
    tab.wait_for_url("**layout=12x1**tab=Measurements**")
    # The browser writes the address before the app has heard of the choice.
    tab.locator(".stMain").get_by_text("QRS duration").first.wait_for()
    go_to(tab, "Model Card", ".stMain h1:has-text('Model card')")
    go_to(tab, "Read ECG", TRACE)
    tab.wait_for_url("**layout=12x1**")
    assert layout_of(tab) == "12x1"
    go_to(tab, "Model Card", ".stMain h1:has-text('Model card')")
    tab.go_back()
    tab.locator(f'{SHEET}[aria-label*="12x1, 50 mm/s"]').wait_for()
    tab.locator(".stMain").get_by_text("QRS duration").first.wait_for()
    tab.wait_for_url("**layout=12x1**")
    # Left before Streamlit had written the whole of the address.
    tab.evaluate("history.replaceState(history.state, '', '?layout=12x1')")
    go_to(tab, "Model Card", ".stMain h1:has-text('Model card')")
    tab.go_back()
    tab.locator(f'{SHEET}[aria-label*="12x1, 50 mm/s"]').wait_for()
    tab.locator(".stMain").get_by_text("QRS duration").first.wait_for()


def test_reload_says_what_was_lost_and_forgetting_says_nothing(
    tab, server, af_and_lbbb
):
    tab.goto(f"{server}/Read_ECG")
    tab.locator('input[type="file"]').first.wait_for(state="attached")
    assert not tab.get_by_text(LOST).is_visible()
    upload(tab, server, af_and_lbbb)
    assert not tab.get_by_text(LOST).is_visible()
    tab.reload()
    tab.get_by_text(LOST).wait_for()
    upload(tab, server, af_and_lbbb)
    tab.wait_for_timeout(1500)
    tab.locator(".st-key-filebar [data-testid=stPopover] button").first.click()
    tab.get_by_text("Forget this recording").click()
    tab.locator(TRACE).first.wait_for(state="detached")
    tab.get_by_text("Upload a recording, or choose").wait_for()
    # The field no longer lists the name of what was forgotten.
    assert tab.get_by_text("_lr.hea").count() == 0
    tab.reload()
    tab.get_by_text("Upload a recording, or choose").wait_for()
    tab.wait_for_timeout(1500)
    assert not tab.get_by_text(LOST).is_visible()


def test_theme_is_chosen_in_the_menu_of_any_page(tab, server):
    scheme = "getComputedStyle(document.querySelector('.stApp')).colorScheme"
    for place in ("", "/Read_ECG", "/Model_Card"):
        tab.goto(f"{server}{place}")
        tab.wait_for_load_state("networkidle")
        tab.locator('[data-testid="stMainMenuButton"]').click()
        for theme in ("Dark", "Light"):
            tab.locator(f'[data-testid="stMainMenuItem-theme-{theme}"]').click()
            tab.wait_for_timeout(700)
            assert tab.evaluate(scheme) == theme.lower()


@pytest.mark.parametrize("place", ["", "/Read_ECG?example=normal", "/Model_Card"])
def test_question_mark_opens_the_help_of_any_page(tab, server, place):
    tab.goto(f"{server}{place}")
    panel = tab.locator(".st-key-help dialog")
    tab.locator(".st-key-help .opener").wait_for()
    if place != "/Model_Card":
        tab.locator(TRACE).first.wait_for()
    assert not panel.is_visible()
    tab.keyboard.press("?")
    panel.wait_for()
    assert ("nearest R peak" in panel.inner_text()) == (place != "/Model_Card")
    tab.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    if place != "/Model_Card":
        tab.locator('[data-do="help"]').first.click()
        panel.wait_for()


@pytest.mark.parametrize(("width", "height"), [(1047, 718), (718, 1047)])
def test_print_shows_the_whole_sheet(tab, server, af_and_lbbb, width, height):
    """A4 without its margins of 10 mm, in landscape and upright."""
    upload(tab, server, af_and_lbbb)
    tab.emulate_media(media="print")
    tab.set_viewport_size({"width": width, "height": height})
    tab.wait_for_timeout(1000)
    sheet = tab.locator(SHEET).bounding_box()
    assert sheet["x"] >= 0
    assert sheet["x"] + sheet["width"] <= width
    note = tab.get_by_text("not in true millimetres")
    assert note.is_visible() == (height > width)
