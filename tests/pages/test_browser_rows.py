"""In a real browser: closed rows are no part of the page, and opened ones tell all."""

import pytest

from ecgkt.bench.browser import upload

MOST_WORDS = 900
WORDS = """() => {
    const copy = document.body.cloneNode(true);
    for (const one of copy.querySelectorAll('script, style, noscript')) one.remove();
    return copy.textContent.match(/\\S+/g).length;
}"""
pytestmark = pytest.mark.slow


@pytest.fixture
def uploaded(tab, server, find_ptb_xl):
    """Open the first tuning ECG that carries a statement."""

    def open_one(word):
        upload(tab, server, find_ptb_xl("9", word))
        tab.locator(".ek-near summary").first.wait_for()
        tab.locator(".st-key-lab-hidden summary").wait_for()
        tab.locator(".st-key-labs-by-diagnosis .ek-agree").first.wait_for()
        return tab

    return open_one


@pytest.mark.parametrize("word", ["'NORM': 100.0", "'CLBBB'", "'LVH': 100.0"])
def test_closed_page_holds_few_words(uploaded, word):
    assert uploaded(word).evaluate(WORDS) <= MOST_WORDS


def test_opened_rows_tell_what_they_know(uploaded):
    page = uploaded("'CLBBB'")
    before = page.evaluate(WORDS)
    labs = page.locator(".st-key-lab-groups")
    labs.locator(".ek-group:not([open]) > summary").first.click()
    labs.locator(".ek-lab > summary").first.click()
    detail = labs.locator(".ek-lab[open] p").first
    detail.wait_for()
    for word in ("probability", "threshold", "AUROC", "patients"):
        assert word in detail.inner_text()
    page.locator(".st-key-lab-hidden summary").click()
    page.locator(".st-key-lab-hidden li").first.wait_for()
    page.locator(".st-key-near summary").first.click()
    link = page.locator(".st-key-near details[open] a")
    link.wait_for()
    assert link.get_attribute("href").startswith("Model_Card?label=")
    pairs = page.locator(".st-key-labs-by-diagnosis details:has(.ek-name b) summary")
    pairs.first.click()
    page.locator(".st-key-labs-by-diagnosis .ek-verdict").first.wait_for()
    assert page.evaluate(WORDS) > before


def test_all_statements_stand_with_opinion_and_map(uploaded):
    page = uploaded("'CLBBB'")
    page.get_by_text("Show all 71 statements").click()
    whole = page.locator(".st-key-whole")
    whole.locator("details").first.wait_for()
    for closed in whole.locator("details:not([open]) > summary").all()[::-1]:
        closed.click()
    rows = whole.locator("tbody tr")
    page.wait_for_function(
        "document.querySelectorAll('.st-key-whole tbody tr').length === 71"
    )
    assert all(
        text.strip()[0] in "01<>"
        for text in whole.locator("tbody .ek-limit").all_inner_texts()
    )
    assert whole.locator("tbody .ek-interval", has_text="–").count() > 40
    page.locator(".st-key-ask-second button").click()
    ticks = whole.locator("tbody .ek-hidden", has_text="Second opinion:")
    ticks.last.wait_for(state="attached")
    assert ticks.count() == 71
    # What was open is open still.
    assert rows.count() == 71
    why = whole.locator('[data-ask="statement:CLBBB"]')
    why.click()
    page.locator(".st-key-saliency-target input").wait_for()
    chosen = page.locator(".st-key-saliency-target input").input_value()
    assert "Complete left bundle branch block (CLBBB)" in chosen
    page.locator(".st-key-ecg .ribbon.up").first.wait_for()
