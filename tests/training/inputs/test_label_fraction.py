"""Fractions of the labels: whole patients, nested, a function of the seed."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.errors import EcgktError
from ecgkt.training.inputs.label_fraction import labelled_rows, tuning_rows


def test_fewer_patients_are_a_subset_of_more(hospital):
    sizes = []
    inner: set[int] = set()
    for fraction in (0.01, 0.1, 0.5, 1.0):
        rows = set(labelled_rows(hospital, fraction=fraction, seed=3).tolist())
        assert inner <= rows
        inner = rows
        sizes.append(len({hospital.records["patient_id"][row] for row in rows}))
    assert sizes == [1, 6, 30, 60]


def test_patients_come_whole_and_only_from_labelled_train(hospital):
    rows = labelled_rows(hospital, fraction=0.3, seed=0)
    whose = hospital.records["patient_id"].to_numpy()
    train = hospital.split("train")
    train = train[hospital.is_labelled[train]]
    expected = train[np.isin(whose[train], whose[rows])]
    assert (rows == expected).all()


def test_seed_chooses_the_patients(hospital):
    one = labelled_rows(hospital, fraction=0.3, seed=0)
    assert (one == labelled_rows(hospital, fraction=0.3, seed=0)).all()
    assert set(one) != set(labelled_rows(hospital, fraction=0.3, seed=1))


def test_unlabelled_recordings_are_not_judged(hospital):
    rows = tuning_rows(hospital)
    assert hospital.is_labelled[rows].all()
    assert len(rows) < len(hospital.split("tuning"))


@pytest.mark.parametrize("fraction", [0, 1.5, -1])
def test_share_out_of_range_is_refused(hospital, fraction):
    with pytest.raises(EcgktError, match="fraction of labels"):
        labelled_rows(hospital, fraction=fraction)


def test_store_without_labels_is_refused(hospital):
    records = hospital.records.assign(is_labelled=False)
    blank = replace(hospital, records=records)
    with pytest.raises(EcgktError, match="at least 2 labelled"):
        labelled_rows(blank)
    with pytest.raises(EcgktError, match="tuning split, found none"):
        tuning_rows(blank)
