import json
import shutil

import numpy as np
import pandas as pd
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.dataset.store import MISSING, StoreFiles, open_store
from ecgkt.errors import EcgktError
from ecgkt.evaluation.predict_split import predict_split


@pytest.fixture(scope="module")
def model(draft):
    return load_bundle(draft, is_draft=True)


@pytest.fixture
def changed_store(small_store, tmp_path):
    shutil.copytree(small_store, tmp_path / "store")
    return StoreFiles(tmp_path / "store")


@pytest.mark.parametrize("split", ["tuning", "held_out"])
def test_rows_are_the_split_s_in_the_store_s_order(model, small_store, split):
    store = open_store(small_store)
    found, rows = predict_split(model, store, split), store.split(split)
    assert found.logits.shape == found.labels.shape == (len(rows), 71)
    assert (found.patient_ids == store.records["patient_id"].to_numpy()[rows]).all()
    assert (found.labels == store.labels[rows]).all()


def test_missing_samples_are_bridged(model, changed_store):
    signals = np.load(changed_store.signals)
    signals[:, 3, 100:110] = MISSING
    np.save(changed_store.signals, signals)
    found = predict_split(model, open_store(changed_store.folder), "held_out")
    assert np.isfinite(found.logits).all()


def test_train_is_never_evaluated(model, small_store):
    with pytest.raises(ValueError, match="split must be one of"):
        predict_split(model, open_store(small_store), "train")


def test_store_of_another_rate_is_refused(model, changed_store):
    manifest = json.loads(changed_store.manifest.read_text())
    changed_store.manifest.write_text(json.dumps({**manifest, "fs": 250.0}))
    store = open_store(changed_store.folder)
    with pytest.raises(
        EcgktError, match="1000 samples at 100 Hz, found 1000 at 250 Hz"
    ):
        predict_split(model, store, "held_out")


def test_store_without_the_split_is_refused(model, small_store):
    store = open_store(small_store)
    store.records["split"] = "train"
    with pytest.raises(EcgktError, match="the store holds no tuning records"):
        predict_split(model, store, "tuning")


def test_store_of_other_statements_is_refused(model, changed_store):
    table = pd.read_parquet(changed_store.statements)
    table.rename(columns={"NORM": "I50"}).to_parquet(changed_store.statements)
    store = open_store(changed_store.folder)
    with pytest.raises(EcgktError, match="a store of the 71 statements"):
        predict_split(model, store, "tuning")
