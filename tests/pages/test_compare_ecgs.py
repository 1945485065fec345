"""The page that compares recordings: where they come from, and what is told."""

import re
from dataclasses import replace

import pytest

from ecgkt.errors import ServingError
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.results.repeatability import RepeatabilityTable
from ecgkt.simulate.course import COURSES, simulate_course
from ecgkt.simulate.example import simulate_example
from pages.compare_ecgs.choose_pair import Places
from tests.builders.repeatability_documents import repeatability_table

COMPARE = "pages/2_Compare_ECGs.py"
HEADER = re.compile(rb"^(\S+ 12 \S+ \S+)")


@pytest.fixture
def page(app, client):
    client.documents[RepeatabilityTable] = repeatability_table()
    return app.switch_page(COMPARE).run()


def choose_course(page, name="new-lbbb"):
    page.segmented_control(key="compare-source").set_value("course").run()
    return page.selectbox(key="compare-course").set_value(name).run()


def widget(page, kind, start):
    return next(one for one in page.get(kind) if one.key.startswith(start))


def dated(files, when, subject=None):
    """Give a header its base time, and the patient it is of."""
    (data_name, data, _), (name, header, _) = files
    header = HEADER.sub(rb"\1 " + when.encode(), header)
    if subject:
        header += f"# <subject_id>: {subject}\n".encode()
    return [(data_name, data, ""), (name, header, "")]


def test_page_without_recordings_says_what_to_do(page):
    (note,) = page.info
    assert "Upload two or more recordings of one patient" in note.value


def test_simulated_patient_is_compared_at_one_click(page, say):
    page = choose_course(page)
    said = say(page)
    assert "375 days later" in said
    assert "QRS duration" in said
    assert "beyond repeat error" in said
    assert "Simulated" in said
    assert page.query_params["example"] == "new-lbbb"
    sheets = [it for it in page.get("bidi_component") if '"svg"' in it.proto.json]
    assert len(sheets) == 2
    assert said.count('alt="Median beats of twelve leads, aligned on') == 1


@pytest.mark.parametrize("name", list(COURSES))
def test_every_course_can_be_shown(page, say, name):
    assert "against" in say(choose_course(page, name))


def test_address_restores_patient_and_pair(app, client, say):
    client.documents[RepeatabilityTable] = repeatability_table()
    app.query_params["example"] = "hyperkalaemia"
    app.query_params["with"] = "2,4"
    page = app.switch_page(COMPARE).run()
    assert widget(page, "selectbox", "compare-base").value == 1
    assert widget(page, "multiselect", "compare-others").value == [3]
    assert "After dialysis against 2 · 2 Jun 2031, 08:12, On arrival" in say(page)


def test_another_pair_is_written_into_the_address(page, say):
    page = choose_course(page, "hyperkalaemia")
    widget(page, "multiselect", "compare-others").set_value([1, 2]).run()
    assert page.query_params["with"] == "1,2,3"
    assert say(page).count('aria-label="What changed"') == 2
    widget(page, "multiselect", "compare-others").set_value([]).run()
    assert "Choose what is compared with the baseline." in say(page)


@pytest.mark.parametrize(
    ("code", "is_there"),
    [
        ("1,4", True),
        ("2,1,3,4", True),
        ("1", False),
        ("1,1", False),
        ("0,1", False),
        ("1,5", False),
        ("1,2,3,4,5", False),
        ("a,b", False),
        ("1,2;3", False),
        (7, False),
    ],
)
def test_an_address_asks_for_places_that_exist(code, is_there):
    assert (code in Places(4)) == is_there


def test_uploads_are_ordered_by_their_dates(page, wfdb, say):
    later = dated(wfdb("a_later", "lbbb"), "10:00:00 01/02/2021")
    first = dated(wfdb("b_first"), "10:00:00 01/02/2020")
    page = page.file_uploader(key="up").set_value([*later, *first]).run()
    said = say(page)
    assert "2 · 1 Feb 2021, 10:00 against 1 · 1 Feb 2020, 10:00, 366 days later" in said
    assert not [one for one in page.button if one.key.startswith("earlier-")]


def test_undated_uploads_are_ordered_by_hand(page, wfdb, say):
    page = (
        page.file_uploader(key="up").set_value([*wfdb("a"), *wfdb("b", "lbbb")]).run()
    )
    before = re.search(r'ek-when">([^<]*)', say(page))[1]
    moves = [one for one in page.button if one.key.startswith("earlier-")]
    assert [one.disabled for one in moves] == [True, False]
    moves[1].click().run()
    after = re.search(r'ek-when">([^<]*)', say(page))[1]
    assert re.findall(r"\w\.hea", before) == re.findall(r"\w\.hea", after)[::-1]


def test_two_patients_are_warned_of(page, wfdb, say):
    first = dated(wfdb("a"), "10:00:00 01/02/2020", subject="10015272")
    other = dated(wfdb("b"), "10:00:00 01/02/2021", subject="10015273")
    page = page.file_uploader(key="up").set_value([*first, *other]).run()
    assert "name 2 different patients" in say(page)
    assert "10015272" not in say(page)


def test_one_bad_file_stops_no_other(page, wfdb, say):
    broken = [("broken.hea", b"nothing of a header", "")]
    page = (
        page.file_uploader(key="up")
        .set_value([*wfdb("a"), *wfdb("b", "lbbb"), *broken])
        .run()
    )
    assert "broken" in say(page)
    assert "What changed" in say(page)


def test_a_refused_recording_is_one_sentence_and_the_others_go_on(
    page, wfdb, tmp_path, say
):
    record = simulate_example("normal")
    flat = replace(record, signal=0 * record.signal)
    header = write_wfdb(flat, tmp_path, "flat")
    files = [(p.name, p.read_bytes(), "") for p in sorted(header.parent.glob("flat.*"))]
    page = page.file_uploader(key="up").set_value([*wfdb("a"), *files]).run()
    assert "Not compared: the" in say(page)
    assert "recording was not read" in say(page)


def test_a_failed_reading_is_told_once_and_tried_again_when_asked(
    page, client, monkeypatch, say
):
    read = client.read
    is_down = True

    def sometimes(record, **asked):
        if is_down and record.record_id == "simulated-hyperkalaemia-2":
            raise ServingError("The worker stopped; try again.")
        return read(record, **asked)

    monkeypatch.setattr(client, "read", sometimes)
    page = choose_course(page, "hyperkalaemia")
    assert say(page).count("The worker stopped") == 1
    assert "3 · 2 Jun 2031, 17:12, After dialysis" in say(page)
    n_calls = len(client.calls)
    page.run()
    assert len(client.calls) == n_calls
    is_down = False
    next(one for one in page.button if one.label == "Read again").click().run()
    assert "The worker stopped" not in say(page)
    assert "4 · 2 Jun 2031, 17:12, After dialysis" in say(page)


def test_without_repeat_errors_nothing_is_judged(app, client, say):
    page = choose_course(app.switch_page(COMPARE).run())
    said = say(page)
    assert "no repeat errors are shipped" in said
    assert 'class="ek-beyond"' not in said


def test_library_patients_are_grouped_dated_and_have_their_laboratory(
    app, client, tmp_path, monkeypatch, say
):
    for place, record in enumerate(simulate_course("long-qt")):
        folder = tmp_path / "p10000032" / f"s{place}"
        path = write_wfdb(record, folder, f"r{place}")
        text = path.read_text("ascii")
        when = record.recorded_at.strftime("%H:%M:%S %d/%m/%Y")
        path.write_text(
            HEADER.sub(rb"\1", text.encode())
            .decode()
            .replace("5000\n", f"5000 {when}\n", 1),
            "ascii",
        )
    (tmp_path / "patients").mkdir()
    (tmp_path / "patients" / "p10000032.json").write_text(
        '{"schema": "ecgkt.patient-labs/1", "days": 7, "labs": [{"name": "Potassium",'
        '"unit": "mEq/L", "low": 3.3, "high": 5.1, "times": ["2031-03-04T08:12:00",'
        '"2031-03-25T08:12:00"], "values": [4.2, 2.4]}]}',
        "utf-8",
    )
    monkeypatch.setenv("ECGKT_LIBRARY", str(tmp_path))
    client.documents[RepeatabilityTable] = repeatability_table()
    page = app.switch_page(COMPARE).run()
    page.segmented_control(key="compare-source").set_value("library").run()
    page.selectbox(key="compare-patient").set_value("p10000032").run()
    said = say(page)
    assert "3 · 26 Mar 2031, 08:12 against 1 · 4 Mar 2031, 08:12, 22 days later" in said
    assert "2 values, mEq/L" in said
    assert "Real laboratory values" in said
    assert "p10000032" not in str(dict(page.query_params))


def test_downloads_hold_no_name_unless_asked_for(page, say):
    page = choose_course(page)
    assert {one.label for one in page.get("download_button")} == {
        "Changes (CSV)",
        "Comparison (Markdown)",
    }
    assert not page.checkbox(key="compare-named").value
