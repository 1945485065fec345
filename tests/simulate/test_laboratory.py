"""Blood follows the organs, and has the limits that MIMIC-IV prints."""

import gzip

import numpy as np
import pandas as pd
import pytest

from ecgkt.simulate.electrolytes import ElectrolyteDisorder
from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.lab_catalogue import LABS
from ecgkt.simulate.laboratory import true_labs
from ecgkt.simulate.population import draw_person

NO_SHIFT = ElectrolyteDisorder(0, 0, 0, 0)
NO_NOISE = dict.fromkeys(LABS, 0.0)


@pytest.fixture
def person():
    healthy = draw_person(np.random.default_rng(0))
    return healthy._replace(
        renal=0.0,
        heart=0.0,
        liver=0.0,
        frailty=0.0,
        age=50,
        has_diabetes=False,
        has_copd=False,
        has_hypothyroid=False,
        on_diuretic=False,
        on_ace=False,
        on_warfarin=False,
        fibrillation="none",
    )


def test_a_healthy_person_has_no_abnormal_value(person):
    labs = true_labs(person, Illness(), NO_SHIFT, NO_NOISE)
    assert list(labs) == list(LABS)
    abnormal = [
        name
        for name, lab in LABS.items()
        if not (lab.women or (lab.lower, lab.upper))[0] <= labs[name] <= lab.upper
    ]
    assert abnormal in ([], ["glucose"])


@pytest.mark.parametrize(
    ("change", "lab", "sign"),
    [
        ({"renal": 1.0}, "potassium", 1),
        ({"renal": 1.0}, "creatinine", 1),
        ({"renal": 1.0}, "haemoglobin", -1),
        ({"renal": 1.0}, "bicarbonate", -1),
        ({"on_diuretic": True}, "potassium", -1),
        ({"has_diabetes": True}, "glucose", 1),
        ({"has_hypothyroid": True}, "tsh", 1),
        ({"on_warfarin": True}, "inr", 1),
        ({"liver": 1.0}, "albumin", -1),
        ({"heart": 1.0}, "bnp", 1),
    ],
)
def test_chronic_illness_moves_its_labs(person, change, lab, sign):
    before = true_labs(person, Illness(), NO_SHIFT, NO_NOISE)[lab]
    after = true_labs(person._replace(**change), Illness(), NO_SHIFT, NO_NOISE)[lab]
    assert sign * (after - before) > 0


@pytest.mark.parametrize(
    ("illness", "lab", "sign"),
    [
        (Illness(infection=1.5), "white_cells", 1),
        (Illness(infection=1.5), "lactate", 1),
        (Illness(bleeding=1.0), "haemoglobin", -1),
        (Illness(infarct="nstemi"), "troponin", 1),
        (Illness(congestion=1.0), "sodium", -1),
        (Illness(dryness=1.0), "sodium", 1),
        (Illness(severity=2.0), "calcium", -1),
    ],
)
def test_acute_illness_moves_its_labs(person, illness, lab, sign):
    before = true_labs(person, Illness(), NO_SHIFT, NO_NOISE)[lab]
    assert sign * (true_labs(person, illness, NO_SHIFT, NO_NOISE)[lab] - before) > 0


def test_labels_items_units_and_fluids_are_those_of_mimic(mimic_clinical_demo):
    hosp = mimic_clinical_demo / "hosp"
    with gzip.open(hosp / "d_labitems.csv.gz", "rt") as file:
        items = pd.read_csv(file).set_index("itemid")
    with gzip.open(hosp / "labevents.csv.gz", "rt") as file:
        events = pd.read_csv(file, low_memory=False)
    units = events.groupby("itemid")["valueuom"].agg(lambda x: x.mode()[:1].sum() or "")
    for lab in LABS.values():
        row = items.loc[lab.itemid]
        assert (row.label, row.category) == (lab.label, lab.category)
        assert row.fluid == "Blood"
        assert units[lab.itemid] == lab.unit
