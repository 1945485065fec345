"""Which table meets which ECG, and how much of it is shown."""

import numpy as np
import pytest
import torch

from ecgkt.dataset.clinical_table import clinical_table
from ecgkt.training.inputs.align_tables import align_tables, permute_pairs, stay_groups
from ecgkt.training.inputs.table_scaler import fit_scaler


@pytest.fixture(scope="module")
def tables(hospital):
    table = clinical_table(hospital)
    scaler = fit_scaler(
        table, hospital.split("train"), ("labs", "vitals", "biometrics")
    )
    return align_tables(scaler.apply(table), scaler, has_values=True)


def rng(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("n", [2, 3, 50])
def test_permuting_leaves_nobody_his_own_table(n):
    rows = np.arange(n) * 3
    permuted = permute_pairs(rows, seed=0)
    assert (permuted != rows).all()
    assert sorted(permuted) == sorted(rows)


def test_permuting_depends_on_the_seed_alone():
    rows = np.arange(50)
    assert (permute_pairs(rows, 0) == permute_pairs(rows, 0)).all()
    assert (permute_pairs(rows, 0) != permute_pairs(rows, 1)).any()


def test_dropped_features_are_missing_and_known_ones_are_not_changed(tables):
    rows = np.arange(160)
    plain, dropped = tables.batch(rows, None, "cpu"), tables.batch(rows, rng(), "cpu")
    for name, one in dropped.items():
        kept = one.missing == 0
        assert (plain[name].missing[kept] == 0).all()
        assert (one.values[kept] == plain[name].values[kept]).all()
        assert not one.values[~kept].any()
        assert (one.present == plain[name].present).all()


def test_up_to_half_of_the_features_are_dropped(tables):
    rows = np.tile(np.arange(160), 20)
    known = tables.batch(rows, None, "cpu")["biometrics"].missing == 0
    gone = tables.batch(rows, rng(), "cpu")["biometrics"].missing[known].mean().item()
    assert gone == pytest.approx(0.25, abs=0.02)


def test_recording_without_labs_is_absent_from_labs_alone(tables, hospital):
    batch = tables.batch(np.arange(160), None, "cpu")
    has_labs = hospital.labs.values.notna().any(axis=1).to_numpy()
    assert (batch["labs"].present.numpy() == has_labs).all()
    assert not has_labs.all()
    assert batch["biometrics"].present.all()


def test_recordings_of_a_stay_share_a_group_and_patients_outside_do_too(hospital):
    groups = stay_groups(hospital)
    assert groups[0] == groups[1]  # one stay
    assert groups[2] == groups[3]  # one patient outside of stays
    assert len(np.unique(groups)) == 80


def test_groups_are_patients_where_there_are_no_stays(store):
    assert len(np.unique(stay_groups(store))) == 96
