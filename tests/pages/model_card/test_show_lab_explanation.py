"""The card's section on labs and diagnoses; all figures here are invented."""

import pytest

from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis
from tests.builders.tables import open_card, table_with


@pytest.fixture
def page(app, client, labs_by_diagnosis):
    table = LabsByDiagnosis.from_dict(labs_by_diagnosis)
    client.documents[LabsByDiagnosis] = table
    return open_card(app, "labs")


def test_answer_stands_with_its_interval_and_its_patients(page, say):
    text = say(page)
    assert "Yes, in these 92 patients the lab heads know more" in text
    assert "difference +0.031 [+0.016, +0.047]" in text
    assert "**Real** patients of the open MIMIC-IV demo: 657 ECGs of 92" in text
    assert "not a physician's" in text


def test_constant_predictor_stands_beside(page):
    table = table_with(page, "Predictor of the labs").set_index("Predictor of the labs")
    assert table.loc["No ECG at all", "Mean AUROC"] == "0.500"
    assert table.loc["The lab heads", "95 % CI"] == "0.537–0.588"
    assert len(table) == 5


def test_telling_pairs_are_listed_and_all_are_counted(page, say):
    table = table_with(page, "Patients without")
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
    (row,) = table_with(page, "Diagnoses alone").to_dict("records")
    assert (row["Lab head"], row["Diagnoses alone"]) == ("0.688", "0.625")
    assert row["95 % CI"] == "-0.031, +0.156"


def test_absent_document_is_said_in_one_line(app, say):
    text = say(open_card(app, "labs"))
    assert "No comparison of labs with diagnoses is shipped with this model." in text
