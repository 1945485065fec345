"""Codes go with their version, stays with their rule, labels with their prefixes."""

import pandas as pd
import pytest

from ecgkt.dataset.mimic_iv.diagnoses import (
    prefix_table,
    prefixes_of,
    to_icd10,
)
from ecgkt.errors import EcgktError


def labels(mimic, record_id="5001", **options):
    mimic.write()
    source = mimic.source(**options)
    row = source.records.index[source.records["record_id"] == record_id][0]
    statements = source.statements.iloc[row]
    return list(statements.index[statements.notna()])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("I10", ["I10"]),
        (" I5022 ", ["I50", "I502", "I5022"]),
        ("E11.65", ["E11", "E116", "E1165"]),
        ("T380X5A", ["T38", "T380"]),
        ("S72001A", ["S72", "S720", "S7200"]),
        ("S0990XA", ["S09", "S099", "S0990"]),
        ("O368XX0", ["O36", "O368"]),
        ("W19XXXA", ["W19"]),
        ("C4A", []),
        ("", []),
    ],
)
def test_codes_are_shortened_by_the_rule(code, expected):
    assert prefixes_of(code) == expected


def test_same_code_of_two_versions_means_two_things():
    """ICD-9 V86.0 is a receptor of a tumour, ICD-10 V86.0 a vehicle off the road."""
    codes = pd.DataFrame({"icd_code": ["V860"] * 2, "icd_version": [9, 10]})
    table, unmapped = prefix_table(codes)
    by_version = table.groupby("icd_version")["prefix"].apply(set)
    assert by_version[10] == {"V86", "V860"}
    assert by_version[9] == {"Z17", "Z170"}
    assert unmapped == 0


def test_icd9_is_mapped_and_the_unknown_counted():
    assert to_icd10(["4280", "42731", "nonsense"]) == ["I509", "I4891", None]
    codes = pd.DataFrame({"icd_code": ["4280", "nonsense"], "icd_version": [9, 9]})
    table, unmapped = prefix_table(codes)
    assert table["prefix"].tolist() == ["I50", "I509"]
    assert unmapped == 1


def test_ecg_has_the_codes_of_its_stay(mimic):
    assert labels(mimic, "5001") == ["I50", "I502", "I5022"]
    assert labels(mimic, "5002") == ["I50", "I509"]
    assert labels(mimic, "5003") == ["I48", "I480"]


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("2150-05-05 12:00:00", "2150-05-07 00:00:00", 2001),
        ("2150-05-06 12:00:00", "2150-05-07 00:00:00", 2001),
        ("2150-05-06 12:00:01", "2150-05-07 00:00:00", -1),
        ("2150-05-01 00:00:00", "2150-05-05 12:00:00", 2001),
        ("2150-05-01 00:00:00", "2150-05-05 11:59:59", -1),
    ],
)
def test_admission_holds_the_ecg_or_begins_within_24_hours(mimic, begin, end, expected):
    mimic.rows["hosp/admissions"][0][2:4] = begin, end
    mimic.write()
    records = mimic.source().records
    assert records["stay"][0] == expected
    assert records["is_labelled"][0] == (expected > 0)


def test_admission_around_the_ecg_wins_over_the_next_and_over_the_ed(mimic):
    mimic.add(
        "hosp/admissions",
        subject_id=1001,
        hadm_id=1999,
        admittime="2150-05-05 14:00:00",
        dischtime="2150-05-06 14:00:00",
    )
    mimic.rows["ed/edstays"][0][0] = 1001
    mimic.write()
    assert mimic.source().records["stay"].tolist() == [2001, 2002, -1]


def test_ed_stay_counts_without_an_admission(mimic):
    mimic.write()
    records = mimic.source().records
    assert records["stay"].tolist() == [2001, 2002, 3003]
    assert records["label_source"].tolist() == ["hospital", "hospital", "ed"]


def test_stay_without_codes_leaves_the_ecg_unlabelled(mimic):
    mimic.rows["hosp/diagnoses_icd"].pop(0)
    mimic.write()
    source = mimic.source()
    assert source.records["is_labelled"].tolist() == [False, True, True]
    assert source.statements.iloc[0].isna().all()


def test_labels_need_enough_ecgs_of_train_and_tuning(mimic):
    """Patients 1001 and 1002 are in train by their hash, so I50 has two ECGs."""
    mimic.write()
    source = mimic.source(min_positives=2)
    assert source.records["split"].tolist()[:2] == ["train", "train"]
    assert list(source.statements) == ["I50"]


def test_many_ecgs_of_one_patient_are_no_label(mimic):
    for number in range(12):
        mimic.ecg(8000 + number, 1001, f"12:30:{number:02}")
    assert labels(mimic, min_positives=10) == []


def test_held_out_patients_choose_no_label(mimic):
    """Of the ids from 1001 up, the first in folds 18 and 19 by its hash."""
    from ecgkt.dataset.patient_folds import hashed_folds

    ids = pd.Series(range(1010, 1100))
    held_out = int(ids[hashed_folds(ids, 20) >= 18].iloc[0])
    mimic.patient(held_out)
    mimic.ecg(6000, held_out)
    mimic.rows["ed/edstays"][0][0] = held_out
    mimic.write()
    source = mimic.source()
    assert not {"I48", "I480"} & set(source.statements)
    assert source.records.set_index("record_id").loc["6000", "is_labelled"]


@pytest.mark.parametrize(("column", "value"), [(4, 11), (3, ""), (4, "")])
def test_unclear_code_is_refused(mimic, column, value):
    mimic.rows["hosp/diagnoses_icd"][0][column] = value
    mimic.write()
    with pytest.raises(EcgktError, match="icd_version 9 or 10 and an icd_code"):
        mimic.source()


def test_no_code_at_all_leaves_everybody_unlabelled(mimic):
    mimic.rows["hosp/diagnoses_icd"].clear()
    mimic.rows["ed/diagnosis"].clear()
    mimic.write()
    source = mimic.source()
    assert source.statements.shape == (3, 0)
    assert not source.records["is_labelled"].any()
