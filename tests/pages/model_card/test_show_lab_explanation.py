"""The card's section on labs and diagnoses; all figures here are invented."""

import pytest

from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis

CARD = "pages/7_Model_Card.py"


@pytest.fixture
def page(app, client, labs_by_diagnosis):
    table = LabsByDiagnosis.from_dict(labs_by_diagnosis)
    client.documents[LabsByDiagnosis] = table
    return app.switch_page(CARD).run()


def frame(page, column):
    """Return the first table that has a column."""
    return next(one.value for one in page.dataframe if column in one.value.columns)


def test_answer_stands_with_its_interval_and_its_patients(page, say):
    text = say(page)
    assert "Yes, in these 92 patients the lab heads know more" in text
    assert "difference +0.031 [+0.016, +0.047]" in text
    assert "**Real** patients of the open MIMIC-IV demo: 657 ECGs of 92" in text
    assert "not a physician's" in text


def test_constant_predictor_stands_beside(page):
    table = frame(page, "Predictor of the labs").set_index("Predictor of the labs")
    assert table.loc["No ECG at all", "Mean AUROC"] == "0.500"
    assert table.loc["The lab heads", "95 % CI"] == "0.537–0.588"
    assert len(table) == 5


def test_telling_pairs_are_listed_and_all_are_counted(page, say):
    table = frame(page, "Patients without")
    assert list(table["Laboratory value"]) == [
        "Creatinine high",
        "INR high",
        "Sodium high",
    ]
    assert set(table["Diagnosis"]) == {"Atrial fibrillation"}
    text = say(page)
    assert "106 pairs of diagnosis and abnormality were looked at" in text
    assert "not corrected for the number of pairs" in text


def test_every_lab_stands_with_head_and_diagnoses(page):
    (row,) = frame(page, "Diagnoses alone").to_dict("records")
    assert (row["Lab head"], row["Diagnoses alone"]) == (0.6875, 0.625)
    assert row["95 % CI"] == "-0.031, +0.156"


def test_absent_document_is_said_in_one_line(app, say):
    text = say(app.switch_page(CARD).run())
    assert "No comparison of labs with diagnoses is shipped with this model." in text
