"""Recordings of a library are sorted by patient, with what its laboratory measured."""

import json

import pytest

from ecgkt.errors import EcgktError
from ecgkt.results.patient_labs import FOLDER, PatientLabs
from ecgkt.serving.library_patients import list_patients, load_patient_labs


@pytest.fixture
def folder(tmp_path):
    for name in (
        "files/p1000/p10000032/s1/1",
        "files/p1000/p10000032/s2/2",
        "files/p1000/p10000048/s3/3",
        "ward/Smith/a",
        "ward/Smith/b",
        "loose",
        "other",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for suffix in (".hea", ".dat"):
            path.with_name(path.name + suffix).touch()
    return tmp_path


def test_patients_with_two_recordings_are_listed(folder):
    found = {one.name: len(one.entries) for one in list_patients(folder)}
    assert found == {"p10000032": 2, "ward/Smith": 2}


def test_no_folder_is_one_sentence(tmp_path):
    with pytest.raises(EcgktError, match="no such folder"):
        list_patients(tmp_path / "none")


def test_laboratory_is_read_where_there_is_one_and_damage_is_told(folder):
    assert load_patient_labs(folder, "p10000032") is None
    (folder / FOLDER).mkdir()
    path = folder / FOLDER / "ward_Smith.json"
    series = {
        "name": "Potassium",
        "unit": "mEq/L",
        "low": 3.3,
        "high": 5.1,
        "times": ["2150-05-05T12:00:00"],
        "values": [6.2],
    }
    whole = {"schema": PatientLabs.SCHEMA, "days": 7.0, "labs": [series]}
    path.write_text(json.dumps(whole), "utf-8")
    labs = load_patient_labs(folder, "ward/Smith")
    assert labs.labs[0].values == (6.2,)
    assert json.loads(json.dumps(labs.to_dict())) == whole
    path.write_text("{", "utf-8")
    with pytest.raises(EcgktError, match="ecgkt prepare library"):
        load_patient_labs(folder, "ward/Smith")
