"""The real server in a real browser: true millimetres, no request to anyone else."""

import json
from pathlib import Path

import pytest

from ecgkt.bench.browser import explain, switch_layout, upload
from pages.model_card.choose_tab import TABS
from tests.builders.uploads import choose_part

PX_PER_MM = 96 / 25.4
SCALE = """() => {
    const {shadowRoot} = document.querySelector(
        '.st-key-ecg [data-testid="stBidiComponentIsolated"]');
    const svg = shadowRoot.querySelector('.drawing > svg');
    const {width, height} = svg.getBoundingClientRect();
    return [width / svg.viewBox.baseVal.width, height / svg.viewBox.baseVal.height];
}"""
pytestmark = pytest.mark.slow


def test_uploaded_ecg_is_read_with_its_diagnosis_on_top(tab, server, complete_lbbb):
    upload(tab, server, complete_lbbb)
    assert "eft bundle branch block" in tab.locator(".ek-sentence").inner_text()
    scores = tab.locator(".ek-near").all_inner_texts()
    assert "Complete left bundle branch block" in "".join(scores)


def test_reading_can_be_taken_away_without_the_file_name(tab, server, complete_lbbb):
    upload(tab, server, complete_lbbb)
    choose_part(tab, "Report")
    with tab.expect_download() as download:
        tab.get_by_role("button", name="JSON", exact=True).click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    (reading,) = json.loads(text)["readings"]
    assert len(reading["diagnoses"]) == 71
    assert "not a medical device" in reading["intended_use"]
    assert Path(complete_lbbb[0]).stem not in text


def test_paper_is_true_to_the_millimetre(tab, server, mimic_ecg_demo):
    header = sorted(mimic_ecg_demo.rglob("*.hea"))[0]
    upload(tab, server, [str(header), str(header.with_suffix(".dat"))])
    for width in (1280, 900):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.wait_for_timeout(1000)
        assert tab.locator('[data-testid="stSidebar"]').is_visible()
        assert tab.evaluate(SCALE) == pytest.approx([PX_PER_MM] * 2, rel=0.005)
        overflow = "document.documentElement.scrollWidth - window.innerWidth"
        assert tab.evaluate(overflow) <= 0


def test_paper_scrolls_in_its_own_box_and_stays_light_in_the_dark(
    browser, server, complete_lbbb
):
    page = browser.new_page(viewport={"width": 900, "height": 900}, color_scheme="dark")
    page.set_default_timeout(90_000)
    upload(page, server, complete_lbbb)
    box = page.locator(".st-key-ecg .paper")
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") > 100
    background = box.locator(".drawing svg > rect")
    fill = background.evaluate("it => getComputedStyle(it).fill")
    assert fill == "rgb(255, 248, 248)"
    page.close()


def test_calipers_ask_the_server_nothing(tab, server, complete_lbbb):
    sent = []
    tab.on(
        "websocket",
        lambda socket: socket.on("framesent", lambda _frame: sent.append(1)),
    )
    upload(tab, server, complete_lbbb)
    tab.wait_for_timeout(2000)
    before = len(sent)
    assert before > 0
    tab.get_by_role("button", name="Calipers").click()
    tab.get_by_role("slider", name="Second time line").focus()
    tab.keyboard.press("ArrowRight")
    assert tab.locator(".st-key-ecg output").inner_text() == "1004 ms · 59.8 bpm"
    tab.keyboard.press("r")
    tab.keyboard.press("Escape")
    tab.wait_for_timeout(500)
    assert len(sent) == before


def test_real_record_is_measured_explained_and_given_a_second_opinion(
    tab, server, mimic_ecg_demo
):
    header = next(mimic_ecg_demo.rglob("107914094.hea"))  # atrial fibrillation, 132/min
    upload(tab, server, [str(header), str(header.with_suffix(".dat"))])
    body = tab.locator('[data-testid="stMain"]')
    choose_part(tab, "Measurements")
    for words in ("QRS duration", "Boundaries judged on 100 recordings", "Findings"):
        body.get_by_text(words).first.wait_for()
    legend = tab.locator(".st-key-ecg").get_by_text("pushes this score up")
    assert not legend.is_visible()
    explain(tab)
    body.get_by_text("Completeness gap").wait_for(state="attached")
    legend.wait_for()
    told = body.get_by_text("compared with simulated normal beats").first
    told.wait_for(state="attached")
    body.get_by_text("Second opinion with its exact arithmetic").last.click()
    body.get_by_text("The sum.").wait_for()


def test_a_switch_of_the_layout_is_drawn(tab, server, complete_lbbb):
    upload(tab, server, complete_lbbb)
    assert switch_layout(tab, "12x1") > 0
    assert tab.locator(".st-key-ecg .drawing g[data-lead]").count() == 12
    tab.wait_for_url("**/Read_ECG?layout=12x1")
    assert tab.evaluate(SCALE) == pytest.approx([PX_PER_MM] * 2, rel=0.005)


def test_deep_link_restores_speed_and_shows_the_notice(tab, server, complete_lbbb):
    tab.goto(f"{server}/Read_ECG?speed=50&gain=20")
    tab.locator('input[type="file"]').first.set_input_files(complete_lbbb)
    tab.locator("svg text", has_text="50 mm/s · 20 mm/mV").wait_for()
    assert tab.get_by_text("not a medical device").first.is_visible()
    assert tab.evaluate(SCALE) == pytest.approx([PX_PER_MM] * 2, rel=0.005)


def test_model_card_opens_from_the_menu(tab, server):
    tab.goto(server)
    tab.locator('[data-testid="stSidebar"]').get_by_text("Model Card").click()
    tab.get_by_text("ECGs labelled atrial fibrillation").wait_for()
    assert tab.locator('[data-testid="stException"]').count() == 0


def test_whole_thumbnail_of_home_opens_its_example(tab, server):
    tab.goto(server)
    tab.locator(".st-key-ecg .drawing g[data-lead]").first.wait_for()
    assert tab.locator(".st-key-card .ek-critical").is_visible()
    picture = tab.locator(".st-key-example-af img").bounding_box()
    tab.mouse.click(picture["x"] + 20, picture["y"] + 20)
    tab.locator(".ek-bar-facts", has_text="Atrial fibrillation").wait_for()
    tab.wait_for_url("**/Read_ECG?example=af")


@pytest.mark.parametrize("part", TABS)
def test_no_part_of_the_card_is_too_long_or_hides_from_the_search(tab, server, part):
    tab.set_viewport_size({"width": 1280, "height": 900})
    # Of a super-class the card has both curves.
    tab.goto(f"{server}/Model_Card?label=MI&part={part}")
    tab.locator('.st-key-card-tab [aria-checked="true"]').wait_for()
    tab.wait_for_load_state("networkidle")
    tab.locator(".st-key-label-calibration .main-svg").first.wait_for()
    tab.wait_for_timeout(1500)
    height = "document.querySelector('.stMainBlockContainer').scrollHeight"
    assert tab.evaluate(height) <= 3500
    assert tab.locator("[data-testid=stDataFrame]").count() == 0
