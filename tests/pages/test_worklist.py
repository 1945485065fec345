"""The worklist as its reader sees it: rows, errors, the way to a reading and back."""

import json
import time

import pytest

from ecgkt.simulate.example import simulate_example
from pages.shared import listed, resources, session
from pages.worklist import show_list
from tests.builders.local_bulk import LocalBulk

READ, LIST = "pages/1_Read_ECG.py", "pages/3_Worklist.py"
PICTURE = ("scan.pdf", b"%PDF-1.4", "application/pdf")


@pytest.fixture
def bulk(tiny_model, client, monkeypatch):
    bulk = LocalBulk(tiny_model)
    monkeypatch.setattr(resources, "get_bulk", lambda: bulk)
    yield bulk
    bulk.may_read.set()


@pytest.fixture
def page(app, bulk):
    return app.switch_page(LIST).run()


def rows_of(page):
    given = [element.proto.json for element in page.get("bidi_component")]
    found = [json.loads(text) for text in given if '"marked"' in text]
    return found[0] if found else {"rows": []}


def run_until(page, is_true):
    until = time.monotonic() + 60
    while not is_true(page.run()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return page


def give(page, files, n_rows):
    page.file_uploader(key="list-up-0").set_value(files).run()
    return run_until(
        page,
        lambda page: len(rows_of(page)["rows"]) == n_rows and not page.get("progress"),
    )


def button(page, key):
    return page.button(key=key)


def test_empty_page_says_what_to_do(page, say):
    assert "Up to 1,000 recordings" in say(page)
    assert [one.label for one in page.button] == ["Try it with 8 simulated recordings"]
    assert not page.get("download_button")


def test_every_file_has_a_row_and_bad_ones_their_reason(page, wfdb, say):
    give(page, [*wfdb("a", "inferior-ste"), PICTURE, *wfdb("b")], 3)
    data = rows_of(page)
    named = {row["name"]: row for row in data["rows"]}
    assert named.keys() == {"a.hea", "b.hea", "scan.pdf"}
    assert named["scan.pdf"]["level"] == "error"
    assert "PDF" in named["scan.pdf"]["reading"]
    assert named["b.hea"]["age"] == "45"
    assert named["b.hea"]["simulated"]
    assert data["rows"][0]["name"] == "a.hea"
    assert data["rows"][0]["rules"] == ["ST elevation in neighbouring leads"]


def test_files_given_twice_are_named(page, wfdb, say):
    give(page, wfdb("a"), 1)
    page.toggle(key="list-adding").set_value(True).run()
    page.file_uploader(key="list-up-1").set_value(wfdb("a")).run()
    run_until(page, lambda page: "read once" in say(page))
    assert "Given more than once, read once: a.hea" in say(page).replace("\u2060", "")


def test_leaving_and_coming_back_loses_nothing(page, bulk, wfdb):
    bulk.may_read.clear()
    page.file_uploader(key="list-up-0").set_value([*wfdb("a"), *wfdb("b", "af")]).run()
    page.switch_page("pages/7_Model_Card.py").run()
    bulk.may_read.set()
    page.switch_page(LIST)
    run_until(page, lambda page: len(rows_of(page)["rows"]) == 2)


def test_stopped_list_says_so_and_reads_on(page, bulk, wfdb, say):
    bulk.may_read.clear()
    files = [*wfdb("a"), *wfdb("b", "af"), *wfdb("c", "lbbb")]
    page.file_uploader(key="list-up-0").set_value(files).run()
    run_until(page, lambda page: "list-stop" in [one.key for one in page.button])
    run_until(page, lambda page: "0 of 3" in page.get("progress")[0].proto.text)
    # Stopped before the first is in hand, none would be read.
    assert bulk.is_reading.wait(60)
    button(page, "list-stop").click().run()
    bulk.may_read.set()
    run_until(
        page, lambda page: "Stopped: 1 of 3" in page.get("progress")[0].proto.text
    )
    button(page, "list-go-on").click().run()
    run_until(page, lambda page: len(rows_of(page)["rows"]) == 3)


def test_simulated_recordings_make_a_list_at_a_click(page, bulk):
    button(page, "list-examples").click().run()
    run_until(page, lambda page: len(rows_of(page)["rows"]) == 8)
    assert all(row["simulated"] for row in rows_of(page)["rows"])


def test_library_is_taken_as_a_whole(app, bulk, wfdb, tmp_path, monkeypatch):
    wfdb("ward")
    monkeypatch.setenv("ECGKT_LIBRARY", str(tmp_path))
    page = app.switch_page(LIST).run()
    taken = button(page, "list-library")
    assert taken.label == "Take the 1 of this server's library"
    taken.click().run()
    run_until(page, lambda page: len(rows_of(page)["rows"]) == 1)
    assert rows_of(page)["rows"][0]["name"] == "ward"


def test_row_opens_in_read_ecg_without_a_second_reading(page, client, wfdb, say):
    give(page, [*wfdb("a", "inferior-ste"), *wfdb("b")], 2)
    first, second = (row["key"] for row in rows_of(page)["rows"])
    page.query_params[listed.ADDRESS] = second[: listed.CODE]
    page.switch_page(READ).run()
    assert "b.hea" in say(page)
    assert client.calls == []
    button(page, "list-step-Previous").click().run()
    assert "a.hea" in say(page)
    assert page.query_params[listed.ADDRESS] == first[: listed.CODE]
    assert client.calls == []


def test_open_table_is_asked_about_and_leads_back(page, bulk, say):
    signal = simulate_example("normal").signal
    lines = [",".join(map(str, row)) for row in (signal.T * 1000).round().tolist()]
    table = ("ward.csv", "\n".join(lines).encode(), "text/csv")
    give(page, [table, PICTURE], 2)
    named = {row["name"]: row for row in rows_of(page)["rows"]}
    assert not named["scan.pdf"]["asks"]
    assert named["ward.csv"]["asks"]
    page.session_state["ecgkt-worklist-view"]["open"] = named["ward.csv"]["key"]
    page.run()
    assert "Which column is which lead?" in [one.value for one in page.subheader]
    assert "does not state its sampling rate" in say(page)
    # What the script changes to, the test has to change to as well.
    page.switch_page(READ).run()
    field(page.number_input, "map-fs-").set_value(500.0)
    field(page.selectbox, "map-unit-").set_value("uV")
    button(page.run(), "map-read").click().run()
    assert button(page, "list-forget")
    page.switch_page(LIST).run()
    run_until(
        page, lambda page: len(rows_of(page)["rows"]) == 2 and not page.get("progress")
    )
    (row,) = [row for row in rows_of(page)["rows"] if row["name"] == "ward.csv"]
    assert row["held"]
    assert not row["asks"]
    page.query_params[listed.ADDRESS] = row["key"][: listed.CODE]
    page.switch_page(READ).run()
    assert "Leads were assigned as entered" in say(page)


def field(elements, name):
    (found,) = [one for one in elements if str(one.key).startswith(name)]
    return found


def test_over_read_is_kept_shown_and_taken_back(page, wfdb, say):
    give(page, wfdb("a"), 1)
    (row,) = rows_of(page)["rows"]
    code = row["key"][: listed.CODE]
    page.query_params[listed.ADDRESS] = code
    page.switch_page(READ).run()
    button(page, "list-mark-disagree").click().run()
    page.text_input(key=f"list-text-{code}").set_value(" old LBBB ").run()
    page.switch_page(LIST).run()
    assert rows_of(page)["marked"] == {row["key"]: ["disagree", "old LBBB"]}
    page.query_params[listed.ADDRESS] = code
    page.switch_page(READ).run()
    assert page.text_input(key=f"list-text-{code}").value == "old LBBB"
    button(page, "list-mark-disagree").click().run()
    page.switch_page(LIST).run()
    assert rows_of(page)["marked"] == {row["key"]: [None, "old LBBB"]}


def test_address_of_a_case_that_is_not_held_is_answered(app, bulk, say):
    app.query_params[listed.ADDRESS] = "0123456789ab"
    page = app.switch_page(READ).run()
    assert "is in no worklist of this tab" in say(page)
    assert listed.ADDRESS not in page.query_params


def test_forgotten_recording_leaves_the_list(page, wfdb, say):
    give(page, [*wfdb("a", "inferior-ste"), *wfdb("b")], 2)
    page.query_params[listed.ADDRESS] = rows_of(page)["rows"][0]["key"][: listed.CODE]
    page.switch_page(READ).run()
    button(page, "forget-one").click().run()
    page.switch_page(LIST).run()
    assert [row["name"] for row in rows_of(page)["rows"]] == ["b.hea"]


def test_forgetting_the_list_forgets_all_of_it(page, wfdb, say):
    give(page, wfdb("a"), 1)
    button(page, "list-forget").click().run()
    assert "Up to 1,000 recordings" in say(page)
    assert not rows_of(page)["rows"]
    page.switch_page(READ).run()
    assert "Worklist" not in page.segmented_control(key="source").options


def test_all_reports_are_prepared_and_others_after_another_over_read(page, wfdb):
    give(page, [*wfdb("ward-7"), PICTURE], 2)
    button(page, "list-reports").click().run()
    ready = "All 1 reports (zip)"
    run_until(page, lambda page: ready in downloads(page))
    key = next(row["key"] for row in rows_of(page)["rows"] if row["held"])
    page.query_params[listed.ADDRESS] = key[: listed.CODE]
    page.switch_page(READ).run()
    button(page, "list-mark-agree").click().run()
    page.switch_page(LIST).run()
    assert ready not in downloads(page)
    button(page, "list-reports").click().run()
    run_until(page, lambda page: ready in downloads(page))


def downloads(page):
    return [element.proto.label for element in page.get("download_button")]


def test_browsers_view_is_remembered_for_the_way_back(monkeypatch):
    held = {}
    monkeypatch.setattr(
        session, "state", lambda name, make: held.setdefault(name, make())
    )
    said = {
        "show": "later",
        "statement": "SR",
        "search": "x",
        "at": "k",
        "order": ["k"],
    }
    monkeypatch.setattr(session, "get_asked", {show_list.KEY: json.dumps(said)}.get)
    show_list.hear()
    assert held["worklist-order"] == ["k"]
    view = listed.get_view()
    assert (view["show"], view["statement"], view["search"]) == ("later", "SR", "x")
    assert "open" not in view


def test_address_opens_the_list_with_its_filter(app, bulk, wfdb):
    app.query_params["show"] = "unread"
    page = app.switch_page(LIST).run()
    give(page, wfdb("a"), 1)
    assert rows_of(page)["view"]["show"] == "unread"
