"""Splits behind shipped figures stay where they are; no patient is in two folds."""

import numpy as np
import pytest

from ecgkt.dataset.patient_folds import (
    centre,
    equal_folds,
    first_patients,
    hashed_folds,
    hashed_share,
    shuffled_folds,
    split_names,
)
from ecgkt.errors import EcgktError

IDS = np.array([10_000_032, 10_000_980, 10_001_217, 10_001_725, 10_002_428, 10_002_495])
WAYS = {
    "mimic-iv": lambda ids: hashed_folds(ids, 20),
    "teacher": lambda ids: hashed_folds(ids, 5, salt="teacher/", n_bytes=1),
    "comparison": lambda ids: equal_folds(ids, seed=3, folds=5),
    "lab heads": lambda ids: shuffled_folds(ids, seed=3, folds=5),
    "labels": lambda ids: hashed_share(ids, 0.37, seed=3).astype(np.int64),
}


@pytest.mark.parametrize(
    ("way", "folds"),
    [
        ("mimic-iv", [6, 7, 2, 13, 16, 8]),
        ("teacher", [2, 2, 4, 3, 3, 4]),
        ("comparison", [0, 2, 4, 3, 1, 0]),
        ("lab heads", [2, 0, 4, 1, 3, 0]),
        ("labels", [1, 1, 0, 0, 1, 0]),
    ],
)
def test_folds_are_those_of_the_shipped_figures(way, folds):
    assert WAYS[way](IDS).tolist() == folds


@pytest.mark.parametrize("way", WAYS)
def test_no_patient_is_in_two_folds_whatever_the_order(way):
    ids = np.random.default_rng(0).permutation(np.repeat(np.arange(100, 192), 3))
    folds = WAYS[way](ids)
    by_patient = dict(zip(ids.tolist(), folds.tolist(), strict=True))
    assert folds.tolist() == [by_patient[patient] for patient in ids.tolist()]
    assert WAYS[way](ids[::-1]).tolist() == folds[::-1].tolist()


def test_hashed_folds_do_not_depend_on_who_else_is_there():
    ids = np.arange(10_000_000, 10_004_000)
    folds = hashed_folds(ids, 20)
    assert (hashed_folds(ids[17:18], 20) == folds[17:18]).all()
    assert ((np.bincount(folds) > 120) & (np.bincount(folds) < 280)).all()
    # sha256sum of "10000032", first 8 bytes, modulo 20.
    assert hashed_folds([10_000_032], 20).tolist() == [6]


@pytest.mark.parametrize("deal", [equal_folds, shuffled_folds])
def test_folds_are_equal_in_size_and_different_for_each_seed(deal):
    ids = np.arange(100, 192)
    folds = deal(ids, seed=0, folds=5)
    assert np.bincount(folds).tolist() == [19, 19, 18, 18, 18]
    assert (deal(ids, seed=1, folds=5) != folds).any()


@pytest.mark.parametrize("folds", [1, 7])
def test_impossible_numbers_of_folds_are_refused(folds):
    with pytest.raises(ValueError, match="expected 2-6 folds of patients"):
        shuffled_folds(IDS, seed=0, folds=folds)
    with pytest.raises(EcgktError, match=f"3 to 6 folds .* found {folds}"):
        equal_folds(IDS, seed=0, folds=folds)


def test_splits_take_16_2_and_2_folds():
    names = split_names(np.arange(20), last_train=15, last_tuning=17).tolist()
    assert names == ["train"] * 16 + ["tuning"] * 2 + ["held_out"] * 2


def test_centring_leaves_exact_zeros_of_equal_scores():
    assert not centre(np.full((7, 3), 0.1)).any()
    spread = np.array([[1.0], [2.0], [6.0]])
    assert centre(spread).ravel().tolist() == [-2, -1, 3]


def test_centring_takes_the_level_off_the_known_rows():
    known = np.array([[True, False], [True, True], [False, True]])
    found = centre(np.array([[1.0, 9], [3, 2], [7, 4]]), known)
    np.testing.assert_allclose(found, [[-1, 6], [1, -1], [5, 1]])


def test_whole_patients_are_taken_as_long_as_their_records_fit():
    patients = np.repeat(np.arange(40), np.arange(40) % 3 + 1)
    for n_records in (0, 1, 25, len(patients)):
        chosen = first_patients(patients, n_records, seed=1)
        assert chosen.sum() <= n_records
        assert not set(patients[chosen]) & set(patients[~chosen])
    assert first_patients(patients, 25, seed=1).sum() >= 23
    one, two = (first_patients(patients, 25, seed=seed) for seed in (1, 2))
    assert (one != two).any()
