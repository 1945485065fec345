"""The component by itself in a real browser: calipers, keys, markers, no server."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from ecgkt.bench.browser import find_browser, open_browser
from ecgkt.plotting.geometry import paper_geometry
from ecgkt.plotting.layouts import View
from ecgkt.plotting.lead_peaks import lead_peaks
from ecgkt.plotting.overlay import Overlay, Span
from ecgkt.simulate.example import simulate_example
from pages.shared.sheet import Marks, make_drawing

SHARED = Path(__file__).parents[3] / "pages" / "shared"
R_PEAKS = (0.5, 1.3, 2.11, 2.9)
MOUNT = """async ([html, css, js]) => {
    const root = document.querySelector('main').attachShadow({mode: 'open'});
    root.innerHTML = `${html}<style>${css}</style>`;
    const url = URL.createObjectURL(new Blob([js], {type: 'text/javascript'}));
    const module = await import(url);
    window.show = (data) => module.default({data, parentElement: root});
}"""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser():
    if find_browser() is None:
        pytest.skip("needs chromium on the PATH")
    pytest.importorskip("playwright", reason="needs the extra: test")
    with open_browser() as running:
        yield running


@pytest.fixture
def tab(browser):
    page = browser.new_page(viewport={"width": 1040, "height": 700})
    page.set_default_timeout(90_000)
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.set_content("<body style='margin:20px'><main></main>")
    files = [
        (SHARED / f"sheet.{kind}").read_text("utf-8") for kind in ("html", "css", "js")
    ]
    page.evaluate(MOUNT, files)
    yield page
    page.close()
    assert errors == []


@pytest.fixture
def show(tab):
    def show(*, r_peaks=R_PEAKS, overlay=None, record="a", **view):
        drawing = make_drawing(
            simulate_example("normal"),
            View(**view),
            Marks(r_peaks),
            overlay or Overlay(),
        )
        tab.evaluate("show", {**drawing, "record": record})

    return show


def peaks_by_cell(r_peaks=R_PEAKS):
    paper = paper_geometry(simulate_example("normal"))
    return lead_peaks(paper, r_peaks)


def press(tab, name):
    tab.get_by_role("button", name=name).click()


def line(tab, name):
    return tab.get_by_role("slider", name=name)


def drag_to(tab, name, mm):
    """Take a time line by its middle and let it go at so many mm from the left."""
    sheet = tab.locator(".sheet").bounding_box()
    box = line(tab, name).locator(".line").bounding_box()
    y = sheet["y"] + 150
    tab.mouse.move(box["x"] + box["width"] / 2, y)
    tab.mouse.down()
    tab.mouse.move(sheet["x"] + mm * 96 / 25.4, y, steps=3)
    tab.mouse.up()


def reading(tab):
    return tab.locator("output").inner_text()


@pytest.mark.parametrize(
    ("speed", "expected"), [(25.0, "1600 ms · 37.5 bpm"), (50.0, "800 ms · 75 bpm")]
)
def test_handles_forty_millimetres_apart(tab, show, speed, expected):
    show(speed=speed)
    press(tab, "Calipers")
    drag_to(tab, "First time line", 50)
    drag_to(tab, "Second time line", 90)
    # A pixel is a quarter of a millimetre: the keys set the rest.
    line(tab, "Second time line").focus()
    for _ in range(10):
        apart = float(reading(tab).split(" ")[0]) * speed / 1000
        if abs(apart - 40) < 0.05:
            break
        tab.keyboard.press("ArrowLeft" if apart > 40 else "ArrowRight")
    assert reading(tab) == expected
    assert abs(apart - 40) < 0.05


def test_arrow_keys_move_a_tenth_and_with_shift_a_whole_millimetre(tab, show):
    show()
    press(tab, "Calipers")
    before = float(reading(tab).split(" ")[0])
    line(tab, "Second time line").focus()
    tab.keyboard.press("ArrowRight")
    assert float(reading(tab).split(" ")[0]) == before + 4
    tab.keyboard.press("Shift+ArrowRight")
    assert float(reading(tab).split(" ")[0]) == before + 44


def test_both_lines_move_together_and_keep_their_distance(tab, show):
    show()
    press(tab, "Calipers")
    before, first = reading(tab), line(tab, "First time line")
    at = float(first.get_attribute("aria-valuenow"))
    line(tab, "Both time lines").focus()
    tab.keyboard.press("Shift+ArrowLeft")
    assert reading(tab) == before
    assert float(first.get_attribute("aria-valuenow")) == pytest.approx(at - 0.04)


def test_amplitude_reads_one_millivolt_per_ten_millimetres(tab, show):
    show()
    press(tab, "Calipers")
    assert "mV" not in reading(tab)
    press(tab, "Amplitude")
    assert reading(tab).endswith("1.00 mV")
    line(tab, "First amplitude line").focus()
    for _ in range(5):
        tab.keyboard.press("Shift+ArrowUp")
    assert reading(tab).endswith("1.50 mV")
    show(gain=20.0)
    assert reading(tab).endswith("1.00 mV")


def test_key_and_button_snap_to_r_peaks(tab, show):
    show()
    press(tab, "Calipers")
    drag_to(tab, "First time line", 10 + 25 * 1.35)
    first = line(tab, "First time line")
    first.focus()
    tab.keyboard.press("r")
    # The handle was let go in the last row: its lead is II.
    *_, (_, second, third, _) = peaks_by_cell()
    assert first.get_attribute("aria-valuetext") == f"{second:.3f} s"
    drag_to(tab, "Second time line", 10 + 25 * 2.3)
    press(tab, "Snap to R")
    assert reading(tab).startswith(f"{1000 * (third - second):.0f} ms")


def test_names_and_pulses_stay_at_the_edge_when_the_sheet_scrolls(tab, show):
    show(speed=50.0)
    pinned = tab.locator(".pinned")
    assert not pinned.is_visible()
    tab.locator(".paper").evaluate("box => { box.scrollLeft = 600; }")
    pinned.locator("text").first.wait_for()
    # 600 px are 159 mm: the columns end at 135 and 260 mm.
    assert pinned.locator("text").all_text_contents() == ["aVR", "aVL", "aVF", "II"]
    assert pinned.locator("polyline").count() == 4
    left = tab.locator(".paper").bounding_box()["x"]
    assert pinned.bounding_box()["x"] == pytest.approx(left, abs=1)
    tab.locator(".paper").evaluate("box => { box.scrollLeft = 0; }")
    pinned.wait_for(state="hidden")


def test_snapping_and_markers_need_r_peaks(tab, show):
    show(r_peaks=())
    press(tab, "Calipers")
    assert not tab.get_by_role("button", name="Snap to R").is_visible()
    assert not tab.get_by_role("button", name="R markers").is_visible()
    before = reading(tab)
    line(tab, "First time line").focus()
    tab.keyboard.press("r")
    assert reading(tab) == before


def test_march_out_repeats_the_interval_over_the_whole_strip(tab, show):
    show()
    press(tab, "Calipers")
    press(tab, "March out")
    path = tab.locator(".marched").get_attribute("d")
    places = [float(x) for x in re.findall(r"M(\S+) ", path)]
    lines = [
        float(line(tab, f"{which} time line").get_attribute("aria-valuenow")) * 25 + 10
        for which in ("First", "Second")
    ]
    every = sorted([*places, *lines])
    assert [b - a for a, b in pairwise(every)] == pytest.approx(
        [25.0] * (len(every) - 1), abs=0.01
    )
    assert every[0] < 35
    assert every[-1] > 235


def test_escape_hides_the_calipers_and_the_button_has_the_focus_again(tab, show):
    show()
    press(tab, "Calipers")
    line(tab, "First time line").focus()
    tab.keyboard.press("Escape")
    assert not tab.locator(".caliper").is_visible()
    button = tab.get_by_role("button", name="Calipers")
    assert button.get_attribute("aria-pressed") == "false"
    tab.keyboard.press("Enter")
    assert tab.locator(".caliper").is_visible()


def test_lines_keep_their_time_over_a_redraw_and_not_over_another_recording(tab, show):
    show()
    press(tab, "Calipers")
    drag_to(tab, "First time line", 10 + 25 * 7)
    before = reading(tab)
    show(speed=50.0, layout="12x1")
    assert reading(tab) == before
    show(record="b")
    assert reading(tab) == "1000 ms · 60 bpm"


def test_reading_is_copied_as_text(tab, show):
    tab.evaluate("""() => Object.defineProperty(navigator, 'clipboard', {value: {
        writeText: async (text) => { window.copied = text; }}})""")
    show()
    press(tab, "Calipers")
    press(tab, "Copy")
    tab.get_by_role("button", name="Copied").wait_for()
    assert tab.evaluate("copied") == "1000 ms, 60 bpm"


def test_handles_are_sliders_that_say_where_they_are(tab, show):
    show()
    press(tab, "Calipers")
    press(tab, "Amplitude")
    assert tab.get_by_role("slider").count() == 5
    for slider in tab.get_by_role("slider").all():
        assert slider.get_attribute("aria-label")
        low, now, high = (
            float(slider.get_attribute(f"aria-value{end}"))
            for end in ("min", "now", "max")
        )
        assert low <= now <= high


def test_words_of_an_overlay_are_text_and_nothing_else(tab, show):
    overlay = Overlay(spans=(Span("I", 1, 2),), caption=("<b>QRS</b> 138 ms",))
    show(overlay=overlay)
    assert tab.locator(".caption").inner_text() == "<b>QRS</b> 138 ms"
    assert tab.locator(".legend").inner_text() == "where this was measured"
    show()
    assert not tab.locator(".legend").is_visible()


def test_markers_are_shown_on_demand(tab, show):
    show()
    assert not tab.locator(".r-markers").is_visible()
    press(tab, "R markers")
    assert tab.locator(".r-markers").is_visible()
