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
from ecgkt.release.classifier import BRIEF, release_runs
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


def test_bundle_is_accepted_and_says_how_it_was_made(run, small_store, tmp_path):
    card = release_runs([run], small_store, out=tmp_path / "bundle")
    bundle = load_bundle(tmp_path / "bundle")
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
