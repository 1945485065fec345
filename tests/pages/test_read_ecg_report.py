"""The Report tab: text to edit, files to take away, questions."""

import pytest

from tests.builders.uploads import open_tab, upload

FORMATS = ["PDF", "PNG", "Markdown", "JSON", "FHIR", "CSV", "WFDB"]


@pytest.fixture
def report(read_page, wfdb):
    return open_tab(upload(read_page, wfdb("ward")), "report")


def labels(page):
    return [one.proto.label for one in page.get("download_button")]


def area(page):
    (found,) = page.text_area
    return found


def captions(page):
    return " ".join(one.value for one in page.caption)


def test_every_format_is_offered_and_none_is_made_before_it_is_asked_for(
    report, client
):
    assert labels(report)[: len(FORMATS)] == FORMATS
    assert "report" not in client.calls


def test_draft_is_shown_and_edits_are_marked(report):
    draft = area(report).value
    assert draft.startswith("Reading\n")
    assert "Heart rate 68 bpm" in draft
    assert "A draft by software" in captions(report)
    page = area(report).set_value("QRS 777 ms. Normal.").run()
    assert "Edited by the reader: files say so." in captions(page)
    assert "Not among what was measured or scored: 777" in captions(page)
    page = page.button(key="report-reset").click().run()
    assert area(page).value == draft
    assert not page.exception


def test_edit_outlives_another_tab_and_is_forgotten_with_its_recording(report, wfdb):
    page = area(report).set_value("Mine.").run()
    page = open_tab(page, "measurements")
    page = open_tab(page, "report")
    assert area(page).value == "Mine."
    page = page.button(key="forget-one").click().run()
    assert not page.text_area
    assert page.session_state["ecgkt-report-texts"] == {}


def test_question_is_answered_with_its_source(report):
    report.session_state["ask-box"] = True
    page = report.run()
    page = page.text_input(key="question").set_value("heart rate?").run()
    told = " ".join(str(one.proto.body) for one in page.get("html"))
    assert "within the normal range (60–100 bpm)" in told
    page = page.text_input(key="question").set_value("<b>zzz</b>").run()
    told = " ".join(str(one.proto.body) for one in page.get("html"))
    assert "The reading holds no answer to that." in told
    assert "zzz" not in told
