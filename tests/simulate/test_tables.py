"""The tables have MIMIC-IV's columns, and their keys fit each other."""

import csv
import gzip
import io

import pytest

from ecgkt.simulate.patient import draw_patient
from ecgkt.simulate.tables import COLUMNS, dictionaries, fill_tables


@pytest.fixture(scope="module")
def rows():
    """Return all tables of some patients as lists of dicts."""
    found = {name: [] for name in COLUMNS}
    for number in range(80):
        for name, lines in fill_tables(1, draw_patient(1, number)).items():
            text = "\n".join([COLUMNS[name], *lines])
            found[name] += list(csv.DictReader(io.StringIO(text)))
    return found


def test_columns_are_those_of_mimic(mimic_clinical_demo, mimic_ed_demo, mimic_ecg_demo):
    homes = {"hosp": mimic_clinical_demo, "ed": mimic_ed_demo}
    for name, columns in COLUMNS.items():
        if name == "ecg/record_list":
            header = (mimic_ecg_demo / "record_list.csv").read_text().splitlines()[0]
        else:
            path = homes[name.split("/")[0]] / f"{name}.csv.gz"
            with gzip.open(path, "rt") as file:
                header = file.readline().strip()
        assert columns == header
    for name, whole in dictionaries().items():
        with gzip.open(mimic_clinical_demo / f"{name}.csv.gz", "rt") as file:
            assert whole.splitlines()[0] == file.readline().strip()


def test_every_row_is_complete(rows):
    for name, found in rows.items():
        assert found, name
        assert all(None not in row and None not in row.values() for row in found)


def test_ids_are_unique(rows):
    for name, key in (
        ("ecg/record_list", "study_id"),
        ("hosp/patients", "subject_id"),
        ("hosp/admissions", "hadm_id"),
        ("hosp/labevents", "labevent_id"),
        ("ed/edstays", "stay_id"),
    ):
        ids = [row[key] for row in rows[name]]
        assert len(ids) == len(set(ids)), name


def test_diagnoses_belong_to_an_admission_or_a_stay(rows):
    admissions = {row["hadm_id"] for row in rows["hosp/admissions"]}
    assert {row["hadm_id"] for row in rows["hosp/diagnoses_icd"]} == admissions
    stays = {row["stay_id"] for row in rows["ed/edstays"]}
    assert {row["stay_id"] for row in rows["ed/diagnosis"]} == stays


def test_an_admission_is_coded_in_one_version(rows):
    versions = {}
    for row in rows["hosp/diagnoses_icd"]:
        versions.setdefault(row["hadm_id"], set()).add(row["icd_version"])
    assert {len(found) for found in versions.values()} == {1}


def test_items_and_codes_are_explained(rows):
    whole = {
        name: list(csv.DictReader(io.StringIO(text)))
        for name, text in dictionaries().items()
    }
    items = {row["itemid"] for row in whole["hosp/d_labitems"]}
    assert {row["itemid"] for row in rows["hosp/labevents"]} <= items
    codes = {
        (row["icd_code"], row["icd_version"]) for row in whole["hosp/d_icd_diagnoses"]
    }
    used = rows["hosp/diagnoses_icd"] + rows["ed/diagnosis"]
    assert {(row["icd_code"], row["icd_version"]) for row in used} <= codes


def test_a_flag_says_that_a_value_is_out_of_its_range(rows):
    for row in rows["hosp/labevents"]:
        value = float(row["valuenum"])
        inside = float(row["ref_range_lower"]) <= value <= float(row["ref_range_upper"])
        assert row["flag"] == ("" if inside else "abnormal")
