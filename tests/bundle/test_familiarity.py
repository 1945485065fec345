"""What is familiar to a model: what is saved is loaded, and damage is refused."""

import hashlib
import json

import numpy as np
import pytest
from safetensors.numpy import load, save

from ecgkt.bundle.familiarity import (
    DOCUMENT_FILE,
    WEIGHTS_FILE,
    load_familiarity,
    save_familiarity,
)
from ecgkt.errors import CheckpointError
from ecgkt.models.familiarity import with_limit
from tests.builders.familiarities import usual, usual_prediction

MAIN = "a" * 64


@pytest.fixture
def folder(tmp_path):
    fitted = with_limit(usual(), usual_prediction(seed=1), 0.02)
    save_familiarity(tmp_path, fitted, model_sha256=MAIN, notes={"n_taught": 400})
    return tmp_path


def test_scores_survive_the_files(folder):
    fitted = with_limit(usual(), usual_prediction(seed=1), 0.02)
    loaded, others = load_familiarity(folder, MAIN), usual_prediction(seed=2)
    assert np.allclose(loaded.scores(others), fitted.scores(others), atol=1e-3)
    assert (loaded.limit, loaded.alarm_share) == (fitted.limit, fitted.alarm_share)


def test_folder_without_files_knows_nothing(tmp_path):
    assert load_familiarity(tmp_path, MAIN) is None


@pytest.mark.parametrize("name", [WEIGHTS_FILE, DOCUMENT_FILE])
def test_half_of_it_is_refused(folder, name):
    (folder / name).unlink()
    with pytest.raises(CheckpointError, match=f"expected {name}"):
        load_familiarity(folder, MAIN)


def test_other_model_is_refused(folder):
    with pytest.raises(CheckpointError, match="model_sha256"):
        load_familiarity(folder, "b" * 64)


def test_damaged_tensors_are_refused(folder):
    with (folder / WEIGHTS_FILE).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(CheckpointError, match="weights_sha256"):
        load_familiarity(folder, MAIN)


@pytest.mark.parametrize("name", ["residual", "silence", "limit", "alarm_share"])
def test_incomplete_document_is_refused(folder, name):
    document = json.loads((folder / DOCUMENT_FILE).read_text())
    del document[name]
    (folder / DOCUMENT_FILE).write_text(json.dumps(document))
    with pytest.raises(CheckpointError, match="expected a complete"):
        load_familiarity(folder, MAIN)


def test_tensors_of_another_width_are_refused(folder):
    tensors = load((folder / WEIGHTS_FILE).read_bytes())
    weights = save({**tensors, "mean": tensors["mean"][:-1].copy()})
    document = json.loads((folder / DOCUMENT_FILE).read_text())
    document["weights_sha256"] = hashlib.sha256(weights).hexdigest()
    (folder / WEIGHTS_FILE).write_bytes(weights)
    (folder / DOCUMENT_FILE).write_text(json.dumps(document))
    with pytest.raises(CheckpointError, match="bundle-ood"):
        load_familiarity(folder, MAIN)
