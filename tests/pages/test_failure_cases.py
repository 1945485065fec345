"""The page of failure cases, with tables of invented ECGs."""

import json
import shutil

import numpy as np
import pytest

from ecgkt.errors import ServingError
from ecgkt.results.cases.files import load_cases
from ecgkt.results.cases.notes import NAME
from ecgkt.results.cases.view import view_of
from ecgkt.serving.case_folders import VARIABLE
from ecgkt.serving.cohort_run import BUSY
from pages.failure_cases import make_cohort
from pages.failure_cases.choose_look import STEPS
from tests.builders.case_tables import AFIB, case_table

PAGE = "pages/4_Failure_Cases.py"


@pytest.fixture
def tables(case_folders, tmp_path, monkeypatch):
    """Copies of two tables without notes, which are written beside them."""
    root = tmp_path / "tables"
    shutil.copytree(case_folders, root, ignore=shutil.ignore_patterns(NAME))
    monkeypatch.setenv(VARIABLE, str(root))
    return root


@pytest.fixture
def open_page(app):
    def open_page(**address):
        app.switch_page(PAGE)
        for name, value in address.items():
            app.query_params[name] = value
        page = app.run()
        assert not page.exception, page.exception
        return page

    return open_page


def view(tables, label="AFIB", kept=None):
    return view_of(load_cases(tables / "one").columns, label, kept)


def threshold(page):
    return next(one for one in page.select_slider if "Threshold" in one.label)


def test_without_a_table_a_simulated_cohort_is_offered(open_page, say, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    page = open_page()
    assert "300 simulated ECGs" in say(page)
    assert "ECGKT_CASES=CASES make app" in say(page)
    assert page.button(key="make-cohort").label == "Make them"


def test_folder_without_a_table_is_named(open_page, say, monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert "no cases.json was found there" in say(open_page()).replace("\\", "")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "gone"))
    assert "no such folder" in say(open_page())


def test_damaged_table_is_named(open_page, say, tables):
    (tables / "one" / "cases.parquet").write_bytes(b"nothing")
    assert "damaged cases.parquet" in say(open_page()).replace("\\", "")


def test_table_opens_with_what_its_threshold_costs(open_page, say, tables):
    text = say(open_page())
    looked = view(tables)
    cost = looked.cost(0.5)
    assert f"{looked.auroc.value:.3f}" in text
    assert f"{cost.false_negatives} of {looked.truth.sum()}" in text
    for outcome in ("false_positive", "false_negative"):
        first = looked.errors(0.5, outcome, "confidence")[0]
        assert f'data-ask="r{first}"' in text
    assert "invented 0" in text.replace("\n", " ")


def test_threshold_moves_the_cost_and_the_address(open_page, say, tables):
    page = open_page()
    threshold(page).set_value(0.0).run()
    n = int((~view(tables).truth).sum())
    assert f"{n} of {n}" in say(page)
    assert page.query_params["threshold"] == "0"
    threshold(page).set_value(50.0).run()
    assert "threshold" not in page.query_params


def test_subgroup_leaves_out_the_others(open_page, say, tables):
    page = open_page()
    page.selectbox(key="case-part-of").set_value("Sex: female").run()
    columns = load_cases(tables / "one").columns
    women = view(tables, kept=columns.groups["sex"].codes == 0)
    assert f"{women.auroc.value:.3f}" in say(page)


@pytest.mark.parametrize("part", ["curves", "confusion", "map", "slices", "notes"])
def test_every_part_opens_by_its_address(open_page, say, tables, part):
    page = open_page(view=part)
    marks = {
        "curves": "",
        "confusion": "What missed ECGs are called instead",
        "map": "A click on a dot opens its ECG",
        "slices": "Sex female",
        "notes": "No notes yet",
    }
    assert marks[part] in say(page)
    assert page.query_params["view"] == part
    charts = {"curves": 4, "map": 1}.get(part, 0)
    assert len(page.get("plotly_chart")) == charts


def test_address_opens_one_ecg_at_a_threshold(open_page, say, sheet, tables, client):
    row = int(view(tables).errors(0.7, "false_negative", "confidence")[-1])
    page = open_page(label="AFIB", case=f"r{row}", threshold="70.0")
    assert threshold(page).value == 70.0
    text = say(page)
    assert "Atrial fibrillation: missed" in text
    assert "simulated, not a patient" in text
    assert "make_case" in client.calls
    assert sheet(page) is not None
    page.button(key="case-back").click().run()
    assert "case" not in page.query_params
    assert "Missed: stated, not called" in say(page)


def test_unknown_words_of_an_address_are_passed_over(open_page, say, tables):
    page = open_page(label="NONE", case="r9999", threshold="900", view="x", cases="y")
    assert page.selectbox(key="case-label").value == "AFIB"
    assert threshold(page).value == 50.0
    assert "Missed: stated, not called" in say(page)


def test_note_is_kept_beside_the_table_and_listed(open_page, say, tables):
    page = open_page(case="r4")
    page.text_input(key="note-one-r4").set_value("looks like noise").run()
    page.multiselect(key="tags-one-r4").set_value(["noise"]).run()
    kept = json.loads((tables / "one" / NAME).read_text())
    assert kept["schema"] == "ecgkt.case-notes/1"
    assert kept["notes"] == {"r4": {"tags": ["noise"], "text": "looks like noise"}}
    page.button(key="case-back").click().run()
    page.segmented_control(key="case-view").set_value("notes").run()
    text = say(page)
    assert 'data-ask="r4"' in text
    assert "looks like noise" in text


def test_damaged_notes_are_said_and_never_written_over(open_page, say, tables):
    path = tables / "one" / NAME
    path.write_text("{}")
    page = open_page(case="r4")
    page.text_input(key="note-one-r4").set_value("mine").run()
    assert "notes.json" in say(page)
    assert path.read_text() == "{}"


def test_second_model_shows_what_it_mends(open_page, say, tables):
    page = open_page()
    page.selectbox(key="second-of-one").set_value("two").run()
    page.segmented_control(key="case-view").set_value("models").run()
    text = say(page)
    assert "Mended: only two is right" in text
    assert "McNemar, exact" in text
    one, two = (load_cases(tables / name).columns for name in ("one", "two"))
    label = view(tables).columns.truth[:, AFIB]
    both = one.is_known & two.is_known
    assert (label == two.truth[:, AFIB]).all()
    right = [(c.probabilities[:, AFIB] >= 0.5) == label for c in (one, two)]
    mended = int((both & ~right[0] & right[1]).sum())
    assert f"<dd>{mended}</dd>" in text


def test_second_table_of_other_ecgs_is_refused_and_the_first_stays(
    open_page, say, tables
):
    head = tables / "two" / "cases.json"
    told = json.loads(head.read_text())
    told["split"] = "tuning"
    head.write_text(json.dumps(told))
    page = open_page()
    page.selectbox(key="second-of-one").set_value("two").run()
    assert "expected two tables of the same ECGs" in say(page)
    assert "models" not in page.segmented_control(key="case-view").options
    assert "Missed: stated, not called" in say(page)


def test_threshold_steps_are_even_in_log_odds_down_to_rare_labels():
    shares = np.array(STEPS[1:-1]) / 100
    steps = np.diff(np.log(shares / (1 - shares)))
    assert (steps > 0).all()
    assert steps.max() < 0.2
    assert shares[0] < 1e-4


def test_ecg_opens_in_the_reading_page(open_page, tables, sheet):
    page = open_page(case="r4")
    page.button(key="case-open").click().run()
    page.switch_page("pages/1_Read_ECG.py").run()
    assert not page.exception
    assert sheet(page) is not None


def test_cohort_is_taken_over_when_it_is_whole(open_page, say, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    made = []

    class Run:
        n, n_done, seconds_left, is_over = 300, 100, 12.0, False

        def __init__(self, n, seed):
            made.append(self)

        def table(self):
            return case_table(60)

        def cancel(self):
            self.is_over = True

    monkeypatch.setattr(make_cohort, "CohortRun", Run)
    page = open_page()
    page.button(key="make-cohort").click().run()
    assert made
    page.button(key="cancel-cohort").click().run()
    assert made[0].is_over
    page.button(key="make-cohort").click().run()
    made[1].is_over = True
    page.run()
    text = say(page).replace("\n", " ")
    assert "60 ECGs of 30 simulated patients" in text
    assert "Simulated ECGs, not from patients" in text
    assert np.array([one.label for one in page.selectbox]).tolist() == [
        "Label",
        "Among",
    ]


def test_cohort_that_cannot_begin_says_why(open_page, say, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)

    def busy(n, seed):
        raise ServingError(BUSY)

    monkeypatch.setattr(make_cohort, "CohortRun", busy)
    page = open_page()
    page.button(key="make-cohort").click().run()
    assert "Another simulated cohort is being made" in say(page)
