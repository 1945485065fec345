"""The clinical table: right columns, right units, gaps where nothing is known."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from ecgkt.dataset.clinical_table import clinical_table
from ecgkt.dataset.store import LabTables


def make(**columns):
    records = pd.DataFrame(
        {
            "age": [50.0, np.nan],
            "sex": ["male", "female"],
            "height": [200, np.nan],
            "weight": [80.0, 60.0],
            **columns,
        }
    )
    labs = pd.DataFrame({"Potassium": [4.5, np.nan]}, dtype="float32")
    vitals = pd.DataFrame({"heart_rate": [70, 80]}, dtype="float32")
    return SimpleNamespace(
        records=records,
        labs=LabTables(labs, labs, labs),
        vitals=vitals,
        findings=None,
    )


def column(table, name):
    return table.values[:, table.names.index(name)]


def test_all_modalities_stand_side_by_side():
    table = clinical_table(make())
    assert table.modalities == ("labs", "vitals", *["biometrics"] * 5)
    assert table.values.shape == (2, 7)
    assert table.values.dtype == np.float32
    assert column(table, "heart_rate").tolist() == [70, 80]


def test_sex_is_a_number_and_gaps_stay():
    table = clinical_table(make())
    assert column(table, "sex").tolist() == [0, 1]
    assert np.isnan(column(table, "age")[1])
    assert np.isnan(column(table, "Potassium")[1])
    assert np.isnan(column(clinical_table(make(sex=[None, "male"])), "sex")[0])


def test_bmi_is_computed_where_it_was_not_measured():
    assert column(clinical_table(make()), "bmi")[0] == pytest.approx(20)
    assert np.isnan(column(clinical_table(make()), "bmi")[1])
    measured = clinical_table(make(bmi=[33.0, 22.0]))
    assert column(measured, "bmi").tolist() == [33, 22]
    assert np.isnan(column(clinical_table(make(height=[60.0, 170.0])), "bmi")[0])


def test_store_without_labs_and_vitals_has_biometrics_alone():
    store = make()
    store.labs, store.vitals = None, None
    assert set(clinical_table(store).modalities) == {"biometrics"}


def test_what_reports_say_stands_alone():
    store = make()
    store.findings = pd.DataFrame({"LBBB": [1, np.nan]}, dtype="float32")
    table = clinical_table(store)
    assert table.names == ("LBBB",)
    assert table.modalities == ("findings",)
    assert table.values[0] == 1
    assert np.isnan(table.values[1])
