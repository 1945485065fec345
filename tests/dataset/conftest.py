"""A folder of invented patients in MIMIC-IV's exact layout."""

import pytest

from tests.builders.mimic_folder import DAY, MimicFolder


@pytest.fixture
def mimic(tmp_path):
    """Three invented patients: ICD-10 admission, ICD-9 admission, ED only."""
    folder = MimicFolder(tmp_path)
    for itemid, label in ((50971, "Potassium"), (51006, "Urea Nitrogen")):
        folder.add("hosp/d_labitems", itemid=itemid, label=label, fluid="Blood")
    for subject in (1001, 1002, 1003):
        folder.patient(subject)
        folder.ecg(subject + 4000, subject)
        folder.lab(subject, 4.0)
    for subject, hadm, code, version in (
        (1001, 2001, "I5022", 10),
        (1002, 2002, "4280", 9),
    ):
        folder.add(
            "hosp/admissions",
            subject_id=subject,
            hadm_id=hadm,
            admittime=f"{DAY} 10:00:00",
            dischtime="2150-05-09 10:00:00",
        )
        folder.add(
            "hosp/diagnoses_icd",
            subject_id=subject,
            hadm_id=hadm,
            seq_num=1,
            icd_code=code,
            icd_version=version,
        )
    folder.add(
        "ed/edstays",
        subject_id=1003,
        stay_id=3003,
        intime=f"{DAY} 11:45:00",
        outtime=f"{DAY} 18:00:00",
    )
    folder.add(
        "ed/diagnosis", subject_id=1003, stay_id=3003, icd_code="I480", icd_version=10
    )
    return folder
