"""The whole study on a small store: every expert votes, and patients stay apart."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.bundle.delineator import load_installed
from ecgkt.dataset.store import StoreFiles, open_store
from ecgkt.errors import EcgktError
from ecgkt.results.experts import ExpertsTable
from ecgkt.simulate.example import simulate_example
from ecgkt.studies.experts import interval_table as table_module
from ecgkt.studies.experts.fused import cross_fuse
from ecgkt.studies.experts.interval_table import COLUMNS, interval_table
from ecgkt.studies.experts.study import judge_votes
from ecgkt.studies.experts.votes import EXPERTS, Panel, collect_votes
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS
from tests.builders.runs import finished_run
from tests.builders.tiny_models import tiny_second_opinion


@pytest.fixture(scope="module")
def panel(tiny_model, tmp_path_factory):
    bundle = load_bundle(tiny_model)
    folder = tmp_path_factory.mktemp("runs")
    run = finished_run(folder / "simulated", bundle, source="mimic-iv")
    return Panel(bundle, tiny_second_opinion(), tiny_model, run)


@pytest.fixture(scope="module")
def beating_store(small_store, tmp_path_factory):
    """The small store with a beating heart in its noise."""
    folder = tmp_path_factory.mktemp("beating") / "store"
    shutil.copytree(small_store, folder)
    files = StoreFiles(folder)
    places = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]
    beats = [
        simulate_example(name).signal[places, ::5] * 1000 for name in ("normal", "lbbb")
    ]
    noise = np.load(files.signals)
    kind = np.arange(len(noise)) % len(beats)
    np.save(files.signals, (0.1 * noise + np.stack(beats)[kind]).astype(np.int16))
    return folder


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def votes(beating_store, panel, work):
    return collect_votes(open_store(beating_store), panel, work=work)


def test_every_expert_votes_on_every_ecg(votes, beating_store):
    store = open_store(beating_store)
    for split, seen in votes.items():
        n = len(store.split(split))
        assert seen.experts.shape == (len(EXPERTS), n, 71)
        assert np.isfinite(seen.experts).all()
        assert np.isfinite(seen.features).all()
        assert (seen.labels == store.labels[store.split(split)]).all()


def test_mean_of_the_pair_is_what_the_model_says(votes):
    seen = votes["tuning"]
    # The tiny model pools no statement otherwise.
    assert seen.experts[:2].mean(axis=0) == pytest.approx(seen.shipped, abs=1e-4)


def test_measurements_are_kept_and_not_taken_again(
    votes, beating_store, panel, work, monkeypatch
):
    store, installed = open_store(beating_store), load_installed(panel.folder)
    monkeypatch.setattr(table_module, "measure_ecg", None)
    rows = store.split("tuning")
    table = interval_table(store, rows, installed, work=work)
    rates = table[:, COLUMNS.index("heart_rate_bpm")]
    assert table.shape == (len(rows), len(COLUMNS))
    assert ((rates > 50) & (rates < 90)).all()


def test_fused_votes_keep_the_order_of_the_ecgs(votes):
    seen = votes["tuning"]
    rng = np.random.default_rng(0)
    knowing = 6.0 * seen.labels - 3 + rng.normal(0, 1, seen.experts.shape)
    fused = cross_fuse(replace(seen, experts=knowing))
    for logits in (fused.average, fused.gate, fused.stacking):
        assert ((logits > 0) == seen.labels).mean() > 0.95
    assert fused.shares.sum(axis=1) == pytest.approx(1)


def test_document_is_whole(votes, panel):
    table = judge_votes(votes, panel.bundle)
    assert ExpertsTable.from_dict(table.to_dict()) == table
    assert [one.name for one in table.experts[:5]] == list(EXPERTS)
    assert sum(table.gate_shares.values()) == pytest.approx(1, abs=1e-3)
    shipped = next(one for one in table.fusions if one.name == "shipped")
    assert shipped.minus_shipped.value == 0


def test_run_on_the_same_source_is_no_simulation(tmp_path, panel, beating_store, work):
    run = finished_run(tmp_path / "real", panel.bundle, source="ptb-xl")
    with pytest.raises(EcgktError, match="expected a run on simulated ECGs"):
        collect_votes(
            open_store(beating_store), panel._replace(simulated=run), work=work
        )
