"""From two finished runs to what reads fewer leads beside a model."""

import json
import shutil
from dataclasses import replace

import pytest

from ecgkt.bundle.fewer_leads import load_fewer_leads
from ecgkt.dataset.store import open_store
from ecgkt.errors import CheckpointError
from ecgkt.pipeline.reader import Reader
from ecgkt.release import fewer_leads as module
from ecgkt.release.fewer_leads import release_fewer_leads
from ecgkt.results.document import load_document
from ecgkt.results.fewer_leads import FewerLeadsTable
from ecgkt.training.recipes.fewer_leads import FEWER_LEADS, LOST_LEADS
from ecgkt.training.recipes.recipes import Recipe
from ecgkt.training.stages.fewer_leads import train_fewer_leads, train_lost_leads
from ecgkt.vocab.lead_sets import LEAD_SETS
from tests.builders.fewer_leads import TINY

NAMES = (module.WEIGHTS_FILE, module.DOCUMENT_FILE)
RECIPE = Recipe(epochs=1, batch_size=16, precision="float32", threads=1)


@pytest.fixture(scope="module")
def runs(small_store, tmp_path_factory):
    folder, data = tmp_path_factory.mktemp("fewer"), open_store(small_store)
    scores = replace(FEWER_LEADS, model=TINY, recipe=RECIPE)
    fills = replace(LOST_LEADS, model=TINY, recipe=RECIPE)
    train_fewer_leads(data, folder / "scores", settings=scores)
    train_lost_leads(data, folder / "fills", settings=fills)
    return folder / "scores", folder / "fills"


@pytest.fixture
def model(tiny_model, tmp_path):
    shutil.copytree(tiny_model, tmp_path / "model")
    return tmp_path / "model"


def test_folder_without_networks_and_no_runs_is_refused(small_store, model):
    with pytest.raises(CheckpointError, match=module.DOCUMENT_FILE):
        release_fewer_leads(small_store, out=model)


def test_networks_join_the_model_and_their_figures_the_results(
    runs, small_store, model, record
):
    document = release_fewer_leads(small_store, runs=runs, out=model)
    table = load_document(model / "results" / "fewer-leads.json", FewerLeadsTable)
    reader = Reader.load(model)
    assert table.fewer.sha256 == reader.fewer.identity.sha256
    assert table.model.sha256 == reader.bundle.identity.sha256
    assert [row.name for row in table.sets] == [one.name for one in LEAD_SETS]
    assert all(row.all.n_labels for row in table.sets)
    assert {name: len(rows) for name, rows in table.filled.items()} == {
        "tuning": 12,
        "held_out": 12,
    }
    assert [row.calibrated_on for row in table.others][:2] == ["II", "I, II, V1"]
    read = {row.name for row in table.sets if row.by_main}
    assert read == reader.fewer.by_main
    chest = [f"V{place}" for place in range(1, 7)]
    assert [row.name for row in table.tuning] == [
        "I, II",
        *(f"I, II, {lead}" for lead in chest),
        *(f"all but {lead}" for lead in chest),
    ]
    for row in table.tuning:
        assert (row.name in read) == (row.main_minus_network.ci[0] > 0)
    assert set(document["regressed"]) == set(reader.fewer.regressed)
    assert set(document["regressed"]) <= {
        (row.source, row.lead) for row in table.filled["tuning"]
    }
    # The statements of each set are judged on the held-out split.
    held_out = open_store(small_store).split("held_out")
    positives = open_store(small_store).labels[held_out].sum(axis=0)
    for measured in reader.fewer.sets.values():
        assert [label["positives"] for label in measured.labels] == positives.tolist()


def test_run_of_another_stage_or_store_is_refused(runs, small_store, model, tmp_path):
    scores, fills = runs
    with pytest.raises(CheckpointError, match="expected a run of stage fewer-leads"):
        release_fewer_leads(small_store, runs=(fills, fills), out=model)
    with pytest.raises(CheckpointError, match="expected a run of stage lost-leads"):
        release_fewer_leads(small_store, runs=(scores, scores), out=model)
    other = tmp_path / "other"
    shutil.copytree(fills, other)
    settings = json.loads((other / "config.json").read_text())
    (other / "config.json").write_text(json.dumps(settings | {"data_hash": "b" * 64}))
    with pytest.raises(CheckpointError, match="another store"):
        release_fewer_leads(small_store, runs=(scores, other), out=model)
    shutil.copytree(small_store, tmp_path / "moved")
    manifest = open_store(small_store).manifest | {"data_hash": "c" * 64}
    (tmp_path / "moved" / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(CheckpointError, match="another store"):
        release_fewer_leads(tmp_path / "moved", runs=(scores, fills), out=model)
    assert not (model / "fewer_leads.json").exists()


def test_shipped_networks_are_judged_again_and_refused_by_another_model(
    runs, small_store, model
):
    first = release_fewer_leads(small_store, runs=runs, out=model)
    files = [(model / name).read_bytes() for name in NAMES]
    assert release_fewer_leads(small_store, out=model) == first
    assert [(model / name).read_bytes() for name in NAMES] == files
    with pytest.raises(CheckpointError, match=module.DOCUMENT_FILE):
        load_fewer_leads(model, "b" * 64)
