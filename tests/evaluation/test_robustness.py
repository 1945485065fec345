import shutil
from types import SimpleNamespace

import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.dataset.store import StoreFiles, open_store
from ecgkt.errors import EcgktError
from ecgkt.evaluation import noise_sample, robustness
from ecgkt.evaluation.altered import ALTERATIONS
from ecgkt.evaluation.noise_sample import draw_sample
from ecgkt.evaluation.robustness import evaluate_robustness
from ecgkt.quality.inspected import INDEPENDENT
from ecgkt.results.robustness import RobustnessTable
from ecgkt.simulate.example import simulate_example
from ecgkt.vocab.noise_kinds import NOISE_NAMES


@pytest.fixture(scope="module")
def beating_store(small_store, tmp_path_factory):
    """Give the small store's records a heart, of another size in each."""
    files = StoreFiles(tmp_path_factory.mktemp("beating") / "store")
    shutil.copytree(small_store, files.folder)
    beats = 1000 * simulate_example("normal", seed=3, fs=100.0).signal[INDEPENDENT]
    sizes = np.random.default_rng(1).uniform(0.8, 1.2, (180, 8, 1))
    np.save(files.signals, np.round(sizes * beats).astype(np.int16))
    return files.folder


@pytest.fixture
def few(monkeypatch):
    """Make do with the few records of a small store."""
    monkeypatch.setattr(noise_sample, "MIN_POSITIVES", 2)
    monkeypatch.setattr(robustness, "SNR_DB", (24, -6))
    monkeypatch.setattr(noise_sample, "N_DRAWS", 20)


def test_document_has_a_row_for_each_kind_and_strength(few, beating_store, tiny_model):
    said = []
    document = evaluate_robustness(
        beating_store, folder=tiny_model, n_records=8, say=said.append
    )
    table = RobustnessTable.from_dict(document)
    assert table.to_dict() == document
    told = [(row.kind, row.snr_db) for row in table.rows]
    assert told == [(None, None), *((k, db) for k in NOISE_NAMES for db in (24, -6))]
    assert "100 Hz were brought to 500 Hz" in table.rule
    assert len(said) == len(NOISE_NAMES)
    changes = {change.name: change for change in table.changes}
    assert list(changes) == list(ALTERATIONS)
    assert changes["V3 lost"].warned_share == 1
    assert changes["1000 Hz"].warned_share == 0
    assert abs(changes["1000 Hz"].difference.value) < 0.02


def test_a_rare_statement_has_its_positives_in_the_sample(few):
    labels = np.zeros((40, 2), np.uint8)
    labels[:20, 0], labels[[7, 31], 1] = 1, 1
    store = SimpleNamespace(labels=labels, split=lambda _name: np.arange(40))
    chosen = noise_sample._choose(store, 6)
    assert len(set(chosen)) == len(chosen) == 6
    assert {7, 31} <= set(chosen)
    assert labels[chosen, 0].sum() >= 2


def test_gross_noise_is_caught(few, beating_store, tiny_model):
    rows = RobustnessTable.from_dict(
        evaluate_robustness(beating_store, folder=tiny_model, n_records=8)
    ).rows
    assert all(row.caught_share >= 0.99 for row in rows if row.snr_db == -6)


def test_equal_calls_give_equal_documents(few, beating_store, tiny_model):
    first, second = (
        evaluate_robustness(beating_store, folder=tiny_model, n_records=4)
        for _ in range(2)
    )
    assert first == second


def test_sample_holds_only_tuning_records(few, beating_store, tiny_model):
    store = open_store(beating_store)
    sample = draw_sample(store, load_bundle(tiny_model), 10_000)
    assert 0 < len(sample.records) <= len(store.split("tuning"))
    assert (np.minimum(sample.labels.sum(0), (1 - sample.labels).sum(0)) >= 2).all()


def test_too_few_positives_are_an_error(beating_store, tiny_model):
    with pytest.raises(EcgktError, match="draw more with --records"):
        evaluate_robustness(beating_store, folder=tiny_model, n_records=8)
