import numpy as np
import pandas as pd
import pytest

from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.studies.comparison.partitions import (
    constant_scores,
    list_parts,
)
from ecgkt.studies.comparison.scores import join_parts


@pytest.fixture(scope="module")
def store():
    """Thirty patients; the sick ones have many ECGs, as in a hospital."""
    sick = np.arange(30) < 12
    n_ecgs = np.where(sick, 8, 2)
    ids = np.repeat(np.arange(30), n_ecgs)
    likelihoods = np.full((len(ids), 2), np.nan, np.float32)
    likelihoods[np.repeat(sick, n_ecgs), 0] = 100
    likelihoods[::3, 1] = 100
    records = pd.DataFrame(
        {
            "record_id": np.arange(len(ids)).astype(str),
            "patient_id": ids,
            "split": "train",
            "is_labelled": ids != 29,
        }
    )
    return PreparedStore(
        signals=np.zeros((len(ids), 8, 1000), np.int16),
        records=records,
        likelihoods=likelihoods,
        names=("A", "B"),
        manifest={"data_hash": "a" * 64, "source": "noise"},
    )


def test_each_labelled_ecg_is_held_out_once_per_seed_and_patients_stay_whole(store):
    parts = list_parts(store, range(2), 5)
    assert [part.name for part in parts[:2]] == ["seed-0/fold-0", "seed-0/fold-1"]
    for seed in range(2):
        mine = [part for part in parts if part.seed == seed]
        held_out = np.concatenate([part.rows("held_out") for part in mine])
        assert sorted(held_out) == np.flatnonzero(store.is_labelled).tolist()
    for part in parts:
        assert part.store.records.groupby("patient_id")["split"].nunique().max() == 1


@pytest.mark.parametrize("folds", [2, 31])
def test_too_few_folds_or_patients_are_refused(store, folds):
    with pytest.raises(EcgktError, match=f"3 to 30 folds .* found {folds}"):
        list_parts(store, range(1), folds)


def test_a_store_without_a_split_is_refused(store):
    with pytest.raises(EcgktError, match="found none in tuning of seed-0"):
        list_parts(store, range(1), None)


def test_the_constant_predictor_is_worth_nothing_once_centred(store):
    parts = list_parts(store, range(1), 5)
    made = {part.name: constant_scores(part) for part in parts}
    labels = store.labels[store.is_labelled]
    pooled = join_parts(parts, 0, made, pooled=False)
    centred = join_parts(parts, 0, made, pooled=True)
    # Uncentred, the fold that holds a sick patient out shows in the prevalence.
    assert abs(auroc_and_ap(labels[:, 0], pooled[:, 0]).auroc[0] - 0.5) > 0.01
    assert auroc_and_ap(labels[:, 0], centred[:, 0]).auroc[0] == 0.5


def test_each_patient_counts_once_in_the_constant_predictor(store):
    part = list_parts(store, range(1), 5)[0]
    ids = store.records["patient_id"].to_numpy()[part.rows("train")]
    patients = np.unique(ids)
    assert constant_scores(part)[0, 0] == pytest.approx((patients < 12).mean())


def test_pooled_scores_stand_in_the_stores_order(store):
    parts = list_parts(store, range(1), 5)
    made = {part.name: part.rows("held_out")[:, None].astype(float) for part in parts}
    joined = join_parts(parts, 0, made, pooled=False)
    assert joined.ravel().tolist() == np.flatnonzero(store.is_labelled).tolist()
