"""The rows by themselves in a real browser."""

from pathlib import Path

import pytest

from ecgkt.bench.browser import find_browser, open_browser
from ecgkt.types.worklist import LEVELS, MARKS, Row
from pages.worklist.show_list import row_data

FOLDER = Path(__file__).parents[3] / "pages" / "worklist"
MOUNT = """async ([html, css, js]) => {
    const root = document.querySelector('main').attachShadow({mode: 'open'});
    root.innerHTML = `${html}<style>${css}</style>`;
    const url = URL.createObjectURL(new Blob([js], {type: 'text/javascript'}));
    const module = await import(url);
    window.said = [];
    const setTriggerValue = (name, value) => window.said.push(JSON.parse(value));
    const given = {parentElement: root, setTriggerValue};
    window.show = (data) => module.default({data, ...given});
    window.root = root;
}"""
N_ROWS = 1000
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser():
    if find_browser() is None:
        pytest.skip("needs chromium on the PATH")
    pytest.importorskip("playwright", reason="needs the extra: test")
    with open_browser() as running:
        yield running


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_content("<main></main>")
    files = [(FOLDER / f"rows.{kind}").read_text() for kind in ("html", "css", "js")]
    page.evaluate(MOUNT, files)
    yield page
    page.close()


def row(number, level="findings", *, asks=False, **changes):
    given = {
        "key": f"k{number}",
        "name": f"ecg-{number}.hea",
        "level": level,
        "sentence": f"Sinus rhythm, {50 + number % 60}/min.",
        "heart_rate": 50.0 + number % 60,
        "statements": ("SR", "LVH") if number % 4 == 0 else ("SR",),
    }
    return row_data(Row(**{**given, **changes}), is_held=level != "error", asks=asks)


def show(page, rows, marked=None, **view):
    data = {
        "rows": rows,
        "marked": marked or {},
        "names": {"SR": "Sinus rhythm", "LVH": "Left ventricular hypertrophy"},
        "levels": LEVELS,
        "marks": MARKS,
        "view": {"show": "all", "statement": "", "search": "", "at": None, **view},
    }
    page.evaluate("data => show(data)", data)


def names(page):
    return page.locator("tbody td.name").all_inner_texts()


def test_thousand_rows_follow_each_keystroke_and_filter(page):
    rows = [row(n, "critical" if n % 10 == 0 else "findings") for n in range(N_ROWS)]
    show(page, rows)
    search = page.locator("input")
    for n in range(1, len("ecg-77") + 1):
        typed = "ecg-77"[:n]
        search.fill(typed)
        assert len(names(page)) == sum(typed in one["name"] for one in rows), typed
    search.fill("")
    page.locator("[data-show=critical]").click()
    assert len(names(page)) == N_ROWS // 10
    page.locator("[data-show=all]").click()
    assert len(names(page)) == N_ROWS


def test_statement_and_search_narrow_together(page):
    show(page, [row(n) for n in range(20)])
    page.locator("select").select_option("LVH")
    assert len(names(page)) == 5
    page.locator("input").fill("ecg-1")
    assert names(page) == ["ecg-12.hea", "ecg-16.hea"]
    page.locator("input").fill("nobody")
    page.get_by_text("Nothing here is like that").wait_for()


def test_only_an_error_with_an_open_question_can_be_opened(page):
    show(page, [row(1, "error"), row(2, "error", asks=True)])
    assert page.locator("tbody td.name button").all_inner_texts() == ["ecg-2.hea"]
    page.get_by_role("button", name="Choose columns").click()
    assert page.evaluate("window.said.at(-1).open") == "k2"


def test_new_rows_keep_the_search_and_the_chosen_row(page):
    show(page, [row(1), row(2)])
    page.locator("input").fill("ecg")
    page.locator(".box").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    show(
        page, [row(0, "critical", critical=("QTc of 500 ms or more",)), row(1), row(2)]
    )
    assert names(page) == ["ecg-0.hea", "ecg-1.hea", "ecg-2.hea"]
    chosen = page.locator('tr[aria-current="true"]')
    assert "ecg-2" in chosen.inner_text()
    assert page.locator("input").input_value() == "ecg"


def test_next_unread_passes_over_what_was_said_and_errors(page):
    rows = [row(1), row(2, "error"), row(3), row(4)]
    show(page, rows, {"k1": ["agree", ""], "k3": ["later", "ask"]}, at="k1")
    page.locator(".box").focus()
    page.keyboard.press("n")
    (said,) = page.evaluate("said")
    assert (said["open"], said["order"]) == ("k4", ["k1", "k2", "k3", "k4"])
    assert "ask" in page.locator("tbody tr").nth(2).inner_text()


def test_error_is_not_opened_and_names_are_only_text(page):
    show(page, [row(1, "error", name="<img src=x onerror=alert(1)>.pdf")])
    page.locator("tbody tr").click()
    page.locator(".box").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("said") == []
    assert page.locator("tbody img").count() == 0
    assert names(page) == ["<img src=x onerror=alert(1)>.pdf"]


def test_keys_typed_into_the_search_do_nothing_else(page):
    show(page, [row(1), row(2)])
    page.locator("input").press_sequentially("n")
    assert all("open" not in said for said in page.evaluate("said"))
