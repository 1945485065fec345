"""The open demos: every count that a correct reading of them must reach."""

import numpy as np
import pytest

from ecgkt.dataset.mimic_iv.mimic_iv import mimic_source
from ecgkt.dataset.mimic_iv.options import MimicFolders, MimicOptions

# fmt: off
EXPECTED = {
    # label: lower, upper, ECGs with a value within 60 min, low, high
    "Potassium": (3.3, 5.1, 186, 4, 33),
    "Sodium": (133, 145, 185, 38, 7),
    "Chloride": (96, 108, 185, 45, 17),
    "Bicarbonate": (22, 32, 179, 38, 2),
    "Urea Nitrogen": (6, 20, 186, 1, 89),
    "Creatinine": (0.5, 1.2, 187, 10, 76),
    "RDW": (10.5, 15.5, 173, 0, 48),
    "Creatine Kinase (CK)": (47, 322, 38, 5, 10),
    "Glucose": (70, 100, 182, 1, 156),
    "Magnesium": (1.6, 2.6, 106, 7, 5),
    "Phosphate": (2.7, 4.5, 97, 18, 30),
    "Calcium, Total": (8.4, 10.3, 102, 37, 3),
    "Free Calcium": (1.12, 1.32, 36, 17, 0),
    "NTproBNP": (0, 229, 23, 0, 20),
    "INR(PT)": (0.9, 1.1, 122, 1, 71),
    "pH": (7.35, 7.45, 76, 34, 8),
    "Hemoglobin": (13.7, 17.5, 175, 145, 7),
    "Hematocrit": (40, 51, 178, 140, 4),
    "White Blood Cells": (4, 10, 174, 9, 92),
    "Platelet Count": (150, 400, 176, 44, 15),
    "Lactate": (0.5, 2.0, 81, 0, 42),
    "Troponin T": (0, 0.01, 41, 0, 37),
    "Albumin": (3.5, 5.2, 53, 16, 1),
    "Thyroid Stimulating Hormone": (0.27, 4.2, 12, 0, 4),
}
WITHIN_A_DAY = {
    # ECGs and patients with a value within 24 h. Glucose is 524 by its chemistry item
    # (50931) alone; the label also spans the blood gas item (50809), which adds one.
    "Potassium": (546, 89), "Creatinine": (549, 89), "Sodium": (546, 89),
    "Hematocrit": (545, 90), "Hemoglobin": (537, 90), "White Blood Cells": (535, 90),
    "Glucose": (525, 89), "Magnesium": (468, 88), "Calcium, Total": (456, 83),
    "Lactate": (244, 71), "Troponin T": (102, 26), "NTproBNP": (74, 20),
}
# fmt: on


@pytest.fixture(scope="module")
def folders(mimic_ecg_demo, mimic_clinical_demo, mimic_ed_demo):
    return MimicFolders(mimic_ecg_demo, mimic_clinical_demo, mimic_ed_demo)


@pytest.fixture(scope="module")
def source(folders, tmp_path_factory):
    scratch = tmp_path_factory.mktemp("scratch")
    return mimic_source(folders, scratch, options=MimicOptions(min_positives=10))


@pytest.mark.parametrize("lab", EXPECTED)
def test_lab_has_the_expected_limits_and_counts(source, lab):
    limits, states = source.notes["labs"][lab], source.labs.states[lab]
    found = (
        *(limits["lower"], limits["upper"], int(states.notna().sum())),
        *(int((states < 0).sum()), int((states > 0).sum())),
    )
    assert found == pytest.approx(EXPECTED[lab], abs=1e-9)


def test_wider_window_has_the_expected_counts(folders, tmp_path):
    source = mimic_source(folders, tmp_path, options=MimicOptions(window="24h"))
    patients = source.records["patient_id"]
    found = {}
    for lab in WITHIN_A_DAY:
        measured = source.labs.values[lab].notna()
        found[lab] = (int(measured.sum()), patients[measured].nunique())
    assert found == WITHIN_A_DAY


def test_laboratory_has_the_published_rows(source):
    assert source.notes["laboratory_rows"]["rows"] == 107_727
    assert source.notes["patients_without_laboratory"] == []


def test_records_and_patients_are_all_there(source):
    assert len(source.records) == 659
    assert source.records["patient_id"].nunique() == 92
    assert len(source.quarantine) == 0


def test_linked_ecgs_have_the_expected_counts(source):
    linked = source.records[source.records["label_source"] == "hospital"]
    assert len(linked) == 494
    assert source.notes["label_sources"]["hospital"] == 494
    assert source.notes["icd9_without_icd10"] == 0


def test_243_linked_ecgs_have_codes_of_icd_9(source, mimic_clinical_demo):
    import pandas as pd

    codes = pd.read_csv(mimic_clinical_demo / "hosp" / "diagnoses_icd.csv.gz")
    version = codes.groupby("hadm_id")["icd_version"].unique()
    assert version.map(len).eq(1).all()
    stays = source.records["stay"][source.records["label_source"] == "hospital"]
    versions = stays.map(version.map(lambda found: found[0]))
    assert versions.value_counts().to_dict() == {10: 251, 9: 243}


def test_vitals_and_biometrics_have_the_expected_counts(source):
    patients = source.records["patient_id"]
    measured = source.vitals.notna().any(axis=1)
    assert (int(measured.sum()), patients[measured].nunique()) == (94, 37)
    steps = {one["step"]: one for one in source.notes["flow"]}
    biometrics = steps["with biometrics"]
    assert (biometrics["n_records"], biometrics["n_patients"]) == (387, 57)


def test_units_are_metric(source):
    assert source.vitals["temperature"].dropna().between(34, 42).all()
    weight, height = source.records["weight"], source.records["height"]
    assert weight.dropna().between(30, 200).all()
    assert height.dropna().between(140, 200).all()
    agree = (weight / (height / 100) ** 2 - source.records["bmi"]).abs().dropna()
    assert agree.median() < 0.5


def test_diagnoses_of_known_patients_are_found(source):
    """AF in 30 patients, heart failure in 24 of the demo's 100, ECG or not."""
    patients = source.records["patient_id"]
    for label, most in (("I48", 30), ("I50", 24)):
        has_it = source.statements[label].notna()
        assert 10 <= patients[has_it].nunique() <= most
    assert np.nanmin(source.statements) == 100


def test_prefix_of_a_label_holds_wherever_the_label_does(source):
    made = source.statements.notna()
    for label in made.columns:
        if len(label) > 3 and label[:-1] in made:
            assert (made[label] <= made[label[:-1]]).all()
