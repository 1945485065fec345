"""A presentation: six cases, one step at a time, opened on cue."""

import json

import pytest

from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.serving.library import VARIABLE
from ecgkt.simulate.example import EXAMPLES, simulate_example
from pages.demo.cases import N_CASES, SIMULATED

READ = "pages/1_Read_ECG.py"


@pytest.fixture
def present(app):
    def run(place="1"):
        app.query_params["demo"] = place
        return app.switch_page(READ).run()

    return run


@pytest.fixture
def own(tmp_path, monkeypatch):
    def write(**more):
        write_wfdb(simulate_example("pvc"), tmp_path, "ours")
        case = {"recording": "ours", "title": "Our own", "look_at": "Look.", **more}
        document = {"schema": "ecgkt.demo/1", "cases": [case]}
        (tmp_path / "demo.json").write_text(json.dumps(document))
        monkeypatch.setenv(VARIABLE, str(tmp_path))

    return write


def test_there_are_six_and_each_is_a_simulated_example():
    assert len(SIMULATED) == N_CASES
    assert {case.recording for case in SIMULATED} <= set(EXAMPLES)


@pytest.mark.parametrize("place", range(1, N_CASES + 1))
def test_case_is_read_and_named_simulated(present, say, place):
    text = say(present(str(place)))
    assert SIMULATED[place - 1].title in text
    assert f"{place} of {N_CASES}" in text
    assert "Simulated, not from a patient" in text
    assert "ek-impression" in text
    assert "Research use" in text


def test_keys_lead_from_case_to_case_and_stop_at_the_ends(present, say):
    page = present()
    assert page.button(key="demo-Left").disabled
    page = page.button(key="demo-Right").click().run()
    assert "2 of 6" in say(page)
    assert page.query_params["demo"] == "2"
    page = page.button(key="demo-PageUp").click().run()
    assert "1 of 6" in say(page)
    assert present("6").button(key="demo-PageDown").disabled


def test_notes_are_for_the_presenter_until_they_are_asked_for(present, say):
    page = present()
    assert SIMULATED[0].notes[1] not in say(page)
    page = page.button(key="demo-notes").click().run()
    assert SIMULATED[0].notes[1] in say(page)
    page = page.button(key="demo-Right").click().run()
    assert SIMULATED[1].notes[0] not in say(page)


def test_why_marks_what_was_measured_and_takes_it_away(present, own, sheet):
    own(why="rate_normal")
    page = present().button(key="demo-why").click().run()
    assert "Rate" in sheet(page)["pointed"]
    assert not sheet(page.button(key="demo-why").click().run())["pointed"]


def test_scores_stand_in_the_place_of_the_sheet(present, say):
    page = present().button(key="demo-results").click().run()
    assert "ek-near" in say(page)


@pytest.mark.parametrize(("asked", "place"), [("0", 1), ("99", 6), ("x", 1), ("²", 1)])
def test_address_that_names_no_case_shows_the_nearest(present, say, asked, place):
    assert f"{place} of {N_CASES}" in say(present(asked))


def test_leaving_leads_home(present, say):
    page = present("3").button(key="demo-leave").click().run()
    assert "Research and teaching on resting" in say(page)


def test_own_cases_of_the_library_come_first(present, own, say):
    own()
    text = say(present())
    assert "Our own" in text
    assert "Simulated, not from a patient" not in text
    assert SIMULATED[0].title in say(present("2"))


def test_damaged_list_is_told_and_the_others_are_shown(
    present, say, tmp_path, monkeypatch
):
    (tmp_path / "demo.json").write_text("{")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    page = present()
    assert "demo.json" in page.error[0].value
    assert SIMULATED[0].title in say(page)
