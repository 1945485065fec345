from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.measure.beat_features import FEATURES
from ecgkt.studies.comparison.inputs import CompareTables, read_truth


@pytest.fixture
def store():
    records = pd.DataFrame({"record_id": ["7", "8", "9"], "patient_id": [1, 2, 3]})
    signals = np.random.default_rng(0).normal(0, 20, (3, 8, 1000)).astype(np.int16)
    signals[:2, :, 40::80] += 1500
    return PreparedStore(
        signals=signals,
        records=records,
        likelihoods=np.full((3, 1), np.nan, np.float32),
        names=("A",),
        manifest={"source": "noise", "fs": 100.0},
    )


def written(tmp_path, text):
    path = tmp_path / "latents.csv"
    path.write_text(text)
    return path


def test_truth_comes_in_the_stores_order(store, tmp_path):
    path = written(tmp_path, "record_id,k\n9,3.5\n7,1.5\n10,9\n8,2.5\n")
    found = read_truth(path, store)
    assert found.index.tolist() == ["7", "8", "9"]
    assert found["k"].tolist() == [1.5, 2.5, 3.5]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("record_id,k\n7,1\n9,2\n", "none for 1 of them, 8 for one"),
        ("record_id,k\n7,1\n8,1\n8,1\n9,2\n", "named twice"),
        ("record_id,k\n7,1\n8,high\n9,2\n", "column k .* recording 8"),
        ("record_id,k\n7,1\n8,\n9,2\n", "column k .* recording 8"),
        ("study,k\n7,1\n", "a column record_id"),
        ("", "a column record_id"),
    ],
)
def test_truth_of_another_cohort_is_refused(store, tmp_path, text, message):
    with pytest.raises(EcgktError, match=message):
        read_truth(written(tmp_path, text), store)


def test_a_missing_truth_is_named(store, tmp_path):
    with pytest.raises(EcgktError, match=r"latents\.csv\.gz"):
        read_truth(tmp_path / "latents.csv.gz", store)


def test_beats_are_measured_once_and_missing_where_there_are_none(store, tmp_path):
    tables = CompareTables(store, tmp_path, None)
    beats = tables.beats
    assert beats.shape == (3, len(FEATURES))
    assert np.isfinite(beats[0]).any()
    blank = replace(store, signals=np.zeros_like(store.signals))
    kept = CompareTables(blank, tmp_path, None).beats
    np.testing.assert_array_equal(kept, beats)
