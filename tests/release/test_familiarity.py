"""From a store to the warning beside a reading."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from ecgkt.bundle.familiarity import load_familiarity
from ecgkt.dataset.store import StoreFiles
from ecgkt.errors import EcgktError
from ecgkt.evaluation.ood import evaluate_ood
from ecgkt.pipeline.read_case import read_case
from ecgkt.pipeline.reader import Reader
from ecgkt.quality.inspected import INDEPENDENT
from ecgkt.release.familiarity import release_familiarity
from ecgkt.report.ood_words import summarise
from ecgkt.simulate.example import simulate_example
from ecgkt.types.case import CaseTruth

UNLIKE = "looks unlike the ECGs"


@pytest.fixture(scope="module")
def store(small_store, tmp_path_factory):
    """The small store, its noise replaced by simulated ECGs of one kind."""
    folder = tmp_path_factory.mktemp("ecgs") / "store"
    shutil.copytree(small_store, folder)
    files = StoreFiles(folder)
    signals = np.load(files.signals)
    ecgs = [simulate_example("normal", seed=s, fs=100.0) for s in range(30)]
    for row in range(len(signals)):
        eight = ecgs[row % 30].signal[INDEPENDENT]
        signals[row] = np.round(1000 * eight * (1 + row / 1000))
    np.save(files.signals, signals)
    return folder


@pytest.fixture(scope="module")
def model(tiny_model, store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("familiar") / "model"
    shutil.copytree(tiny_model, folder)
    found = release_familiarity(store, out=folder)
    assert found["n_taught"] > found["n_axes"] > 0
    assert found["n_clean"] >= 20
    return folder


def test_reading_of_another_kind_carries_the_warning(model, record):
    reader = Reader.load(model)
    strict = replace(reader.familiarity, limit=-1e9, alarm_share=0.015)
    lax = replace(reader.familiarity, limit=1e9)
    reader.familiarity = lax
    assert not any(UNLIKE in text for text in reader.read(record).quality.reasons)
    reader.familiarity = strict
    quality = reader.read(record).quality
    assert quality.verdict == "warn"
    assert UNLIKE in quality.reasons[0]
    assert "1.5 % of clean ones" in quality.reasons[0]
    truth = CaseTruth(record_id="a", patient="a", place="0", stated={})
    assert UNLIKE in read_case(reader, record, truth).row.reasons[0]


def test_refused_recording_gets_no_second_reason(model, record):
    reader = Reader.load(model)
    reader.familiarity = replace(reader.familiarity, limit=-1e9)
    flat = replace(record, signal=np.zeros_like(record.signal))
    quality = reader.read(flat).quality
    assert quality.verdict == "refuse"
    assert not any(UNLIKE in text for text in quality.reasons)


def test_noise_is_told_from_the_ecgs_of_the_store(model, store):
    document = evaluate_ood(store, folder=model, n_clean=30, n_foreign=5)
    rows = {row["kind"]: row for row in document["rows"]}
    assert rows["white"]["auroc"]["value"] == 1.0
    assert rows["flat"]["refused"]["share"] == 1.0
    assert rows["white"]["noticed"]["n"] == 5
    assert document["clean_alarms"]["share"] <= 0.2
    assert "White noise" in summarise(document)


def test_model_without_it_and_store_without_ecgs_are_refused(
    tiny_model, small_store, tmp_path
):
    with pytest.raises(EcgktError, match="bundle-ood"):
        evaluate_ood(small_store, folder=tiny_model)
    shutil.copytree(tiny_model, tmp_path / "model")
    # The small store's own signals are noise: the gates accept none.
    with pytest.raises(EcgktError, match="that the gates accept"):
        release_familiarity(small_store, out=tmp_path / "model")
    assert load_familiarity(tmp_path / "model", "a" * 64) is None


def test_folder_without_recordings_is_refused(model, store, tmp_path):
    with pytest.raises(EcgktError, match="that can be scored"):
        evaluate_ood(store, folder=model, n_clean=30, n_foreign=1, folders=[tmp_path])
