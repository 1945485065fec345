"""Scales come from train alone, and gaps stay gaps."""

import numpy as np
import pytest

from ecgkt.dataset.clinical_table import ClinicalTable
from ecgkt.errors import CheckpointError
from ecgkt.training.inputs.table_scaler import CLIP, TableScaler, fit_scaler

ROWS = np.arange(100)


@pytest.fixture
def table():
    rng = np.random.default_rng(0)
    values = rng.normal(10, 3, (150, 4)).astype(np.float32)
    values[:, 1] = np.exp(rng.normal(0, 1.5, 150))  # skewed as enzymes are
    values[::3, 0] = np.nan
    values[:, 2] = 7
    values[:95, 3] = np.nan
    names = ("sodium", "enzyme", "constant", "rare")
    return ClinicalTable(names, ("labs", "labs", "vitals", "vitals"), values)


def fit(table, rows=ROWS):
    return fit_scaler(table, rows, ("labs", "vitals"))


def test_constant_and_rare_columns_are_left_out(table):
    assert fit(table).names == ("sodium", "enzyme")


def test_train_has_mean_0_and_deviation_1_where_known(table):
    scaled = fit(table).apply(table)
    known = scaled.missing[ROWS, 0] == 0
    assert scaled.values[ROWS, 0][known].mean() == pytest.approx(0, abs=1e-5)
    assert scaled.values[ROWS, 0][known].std() == pytest.approx(1, abs=1e-5)
    assert not scaled.values[ROWS, 0][~known].any()
    assert (scaled.missing[:, 0] == np.isnan(table.values[:, 0])).all()


def test_only_the_skewed_column_takes_the_logarithm(table):
    assert fit(table).is_log == (False, True)


def test_other_splits_change_nothing(table):
    values = table.values.copy()
    values[100:] *= 1000
    assert fit(table._replace(values=values)) == fit(table)


def test_wild_values_are_cut(table):
    table.values[120, 0] = 1e9
    assert np.abs(fit(table).apply(table).values).max() == CLIP


def test_scaler_survives_its_file(table):
    scaler = fit(table)
    assert TableScaler.from_dict(scaler.to_dict()) == scaler


def test_store_that_lacks_a_column_is_refused(table):
    scaler = fit(table)
    poorer = ClinicalTable(table.names[1:], table.modalities[1:], table.values[:, 1:])
    with pytest.raises(CheckpointError, match="expected a store with sodium"):
        scaler.apply(poorer)


def test_unwanted_modalities_are_left_out(table):
    assert fit_scaler(table, ROWS, ("vitals",)).names == ()
