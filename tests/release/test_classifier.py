"""From a finished run to a bundle that the app accepts."""

import json
import shutil
from dataclasses import replace

import pytest
import torch

from ecgkt.bundle.classifier import load_bundle
from ecgkt.config import ModelConfig
from ecgkt.dataset.store import open_store
from ecgkt.errors import CheckpointError
from ecgkt.release.additive import RULE, SHARE
from ecgkt.release.classifier import BRIEF, release_again, release_runs
from ecgkt.training.loop.finished_run import load_run
from ecgkt.training.recipes.diagnose import DiagnoseSettings
from ecgkt.training.recipes.recipes import Recipe
from ecgkt.training.stages.diagnose import train_diagnose
from ecgkt.vocab.statements import CODES

SETTINGS = DiagnoseSettings(
    model=ModelConfig(kernels=(5,), channels=((8, 16),), blocks=1),
    recipe=Recipe(epochs=1, batch_size=16, precision="float32", threads=1),
)


@pytest.fixture(scope="module")
def run(small_store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("release") / "run"
    train_diagnose(open_store(small_store), folder, settings=SETTINGS)
    return folder


@pytest.fixture(scope="module")
def released(run, small_store, tmp_path_factory):
    out = tmp_path_factory.mktemp("released") / "bundle"
    return out, release_runs([run], small_store, out=out)


def test_bundle_is_accepted_and_says_how_it_was_made(run, released):
    out, card = released
    bundle = load_bundle(out)
    assert bundle.identity.sha256 == card.sha256
    assert card.training["command"] == "python -m ecgkt train diagnose --seed 0"
    assert card.training["runs"][0]["recipe"]["epochs"] == 1
    assert bundle.model_config == replace(SETTINGS.model, brief=(51, 45, 62))
    assert [CODES[place] for place in (51, 45, 62)] == [*BRIEF]
    assert card.training["heads"] == {"fitted_anew": True, "penalty": 0.03}
    trained, shipped = load_run(run).tensors, bundle.model.state_dict()
    kernel = "encoder.branches.0.stem.0.weight"
    torch.testing.assert_close(shipped[kernel], trained[kernel], atol=1e-3, rtol=1e-3)
    head = "heads.0.weight"
    assert not torch.allclose(shipped[head], trained[head], atol=1e-3)


def test_measured_values_score_beside_the_networks(released):
    out, card = released
    bundle = load_bundle(out)
    assert bundle.joined.share == SHARE
    assert bundle.networks != bundle.decision
    document = json.loads((out / "additive.json").read_text())
    assert document["rule"] == card.rules["joined"] == RULE
    assert document["recipe"]["max_leaf_nodes"] == 4


def test_what_stands_on_the_networks_is_made_again_to_the_bit(
    released, small_store, tmp_path
):
    out, card = released
    shutil.copytree(out, tmp_path / "again")
    (tmp_path / "again" / "results").mkdir()
    again = release_again(small_store, out=tmp_path / "again")
    assert again.to_dict() == {**card.to_dict(), "created": again.created}
    for name in ("model.safetensors", "additive.safetensors", "config.json"):
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()


def test_another_store_is_refused(released, small_store, tmp_path):
    out, _ = released
    shutil.copytree(small_store, tmp_path / "store")
    manifest = tmp_path / "store" / "manifest.json"
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**content, "data_hash": "1" * 64}))
    with pytest.raises(CheckpointError, match="trained on another store"):
        release_again(tmp_path / "store", out=out)


def test_unfinished_run_is_refused(run, small_store, tmp_path):
    shutil.copytree(run, tmp_path / "run")
    (tmp_path / "run" / "DONE").unlink()
    with pytest.raises(CheckpointError, match="expected a finished run"):
        release_runs([tmp_path / "run"], small_store, out=tmp_path / "bundle")


def test_damaged_weights_are_refused(run, small_store, tmp_path):
    shutil.copytree(run, tmp_path / "run")
    weights = tmp_path / "run" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    with pytest.raises(CheckpointError, match="expected the weights that DONE"):
        release_runs([tmp_path / "run"], small_store, out=tmp_path / "bundle")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"shuffle_labels": True}, "is a check, not a model"),
        ({"stage": "labs"}, "is a check, not a model"),
        ({"data_hash": "b" * 64}, "was trained on another store"),
    ],
)
def test_run_that_is_no_model_of_this_store_is_refused(
    run, small_store, tmp_path, change, message
):
    shutil.copytree(run, tmp_path / "run")
    path = tmp_path / "run" / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(CheckpointError, match=message):
        release_runs([tmp_path / "run"], small_store, out=tmp_path / "bundle")


def test_labels_dealt_wrongly_are_part_of_the_run(small_store, tmp_path):
    settings = replace(SETTINGS, recipe=replace(SETTINGS.recipe, epochs=1))
    store = open_store(small_store)
    train_diagnose(store, tmp_path / "run", settings=settings, shuffle_labels=True)
    with pytest.raises(CheckpointError, match="is a check, not a model"):
        release_runs([tmp_path / "run"], small_store, out=tmp_path / "bundle")
