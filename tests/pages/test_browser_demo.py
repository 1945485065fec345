"""A presenter with a remote control, before an audience, in a real browser."""

import pytest

from ecgkt.bench.browser import TRACE

pytestmark = pytest.mark.slow
HEAD = ".ek-demo-head h2"


def test_remote_control_leads_through_the_cases(tab, server):
    tab.set_viewport_size({"width": 1920, "height": 1080})
    tab.goto(server)
    tab.get_by_text("Show six prepared cases to an audience").click()
    tab.locator(HEAD).get_by_text("What a reading looks like").wait_for()
    tab.locator(TRACE).first.wait_for()
    assert not tab.locator('[data-testid="stSidebar"]').is_visible()
    assert tab.get_by_text("Research use.").is_visible()
    tab.keyboard.press("PageDown")
    tab.locator(HEAD).get_by_text("Irregular, and no P waves").wait_for()
    tab.keyboard.press("ArrowRight")
    tab.locator(HEAD).get_by_text("A wide QRS").wait_for()
    tab.wait_for_url("**demo=3**")
    tab.keyboard.press("w")
    tab.locator(".marks text").first.wait_for()
    tab.keyboard.press("PageUp")
    tab.locator(HEAD).get_by_text("Irregular, and no P waves").wait_for()
    tab.keyboard.press("w")
    # What moved the score lies over the trace, under the card its verdict.
    tab.locator(".ribbon").first.wait_for(state="attached")
    tab.locator(".ek-verdict-line").first.wait_for()
    tab.keyboard.press("Escape")
    tab.get_by_text("What it is for").wait_for()
    assert "demo" not in tab.url
