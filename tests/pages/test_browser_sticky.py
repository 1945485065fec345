"""In a real browser: the sheet stays in sight and leaves room for the results."""

import pytest

from ecgkt.bench.browser import upload

LEAST_ROOM = 320
ROOM = """() => {
    const main = document.querySelector('.stMain');
    main.scrollTo(0, main.scrollHeight);
    const soon = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
    return new Promise((done) => soon(() => {
        const sheet = document.querySelector('.st-key-sheet').getBoundingClientRect();
        const body = document.querySelector('.st-key-body').getBoundingClientRect();
        done([sheet.bottom, innerHeight - Math.max(sheet.bottom, body.top)]);
    }));
}"""
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("size", [(1280, 1000), (1920, 1080)])
def test_high_paper_leaves_room_for_the_results(browser, server, find_ptb_xl, size):
    page = browser.new_page(viewport=dict(zip(("width", "height"), size, strict=True)))
    page.set_default_timeout(90_000)
    # High voltages make a high paper.
    upload(page, server, find_ptb_xl("9", "'LVH': 100.0"))
    page.locator(".st-key-labs-by-diagnosis .ek-agree").first.wait_for()
    bottom, room = page.evaluate(ROOM)
    assert bottom > 0
    assert room >= LEAST_ROOM
    # What is marked in a lead that has scrolled away comes back into sight.
    page.locator(".ek-head-numbers [data-ask]").last.click()
    page.locator(".st-key-ecg .marks").wait_for()
    page.wait_for_function(
        """() => {
        const {shadowRoot} = document.querySelector(
            '.st-key-ecg [data-testid="stBidiComponentIsolated"]');
        const mark = shadowRoot.querySelector('.marks > *');
        const {top, bottom} = mark.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
    }"""
    )
    page.close()
