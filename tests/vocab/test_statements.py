"""What the project speaks about is complete, and typed in without a slip."""

import csv
import gzip

import pytest

from ecgkt.vocab.labs import LAB_BY_NAME, LABS, LINKS
from ecgkt.vocab.statements import CODES, DIAGNOSES, GROUPS

RULE = """Potassium, Sodium, Chloride, Bicarbonate, Urea Nitrogen, Creatinine, RDW,
Creatine Kinase (CK), Glucose, Magnesium, Phosphate, Free Calcium, NTproBNP, INR(PT),
pH, Hemoglobin, Hematocrit, White Blood Cells, Platelet Count, Lactate, Troponin T,
Albumin, Thyroid Stimulating Hormone"""
"""The labs whose counts on the demo are known, but for "Calcium, Total"."""


def loinc_check_digit(number):
    """Return the last digit of a LOINC number: Luhn's rule."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = "".join(str(2 * digit) for digit in digits[::2])
    return -(sum(map(int, doubled)) + sum(digits[1::2])) % 10


def test_every_statement_has_a_group_and_its_code_once():
    assert len(set(CODES)) == len(DIAGNOSES) == 71
    assert {diagnosis.group for diagnosis in DIAGNOSES} == set(GROUPS)


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)
def test_lab_has_title_loinc_number_and_what_links_it_to_the_ecg(lab):
    number, digit = lab.code.split("-")
    assert int(digit) == loinc_check_digit(number)
    assert lab.title[0].isupper() or lab.title[0] == "p"
    for direction in ("low", "high"):
        assert lab.link(direction).text.endswith(".")


def test_labs_are_named_once():
    for values in zip(*[(lab.name, lab.code, lab.title) for lab in LABS], strict=True):
        assert len(set(values)) == len(LABS)
    assert list(LAB_BY_NAME) == [lab.name for lab in LABS]


def test_established_link_has_its_source_and_is_used():
    assert [key for key, link in LINKS.items() if not link.source] == [""]
    assert {key for lab in LABS for key in (lab.low, lab.high)} == set(LINKS)


def test_unknown_direction_is_refused():
    with pytest.raises(KeyError, match="normal"):
        LABS[0].link("normal")


def test_labs_of_the_label_rule_are_known():
    names = [" ".join(name.split()) for name in RULE.split(",")]
    assert {*names, "Calcium, Total"} <= set(LAB_BY_NAME)


def test_names_are_those_of_d_labitems(mimic_clinical_demo):
    path = mimic_clinical_demo / "hosp" / "d_labitems.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as table:
        labels = {row["label"] for row in csv.DictReader(table)}
    assert set(LAB_BY_NAME) <= labels
