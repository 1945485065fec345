"""The two files of a context's network: what is saved is loaded, damage is refused."""

import json

import msgspec
import numpy as np
import pytest
import torch

from ecgkt.bundle.classifier import load_bundle
from ecgkt.bundle.context import (
    DOCUMENT_FILE,
    WEIGHTS_FILE,
    load_context,
    pack_context,
)
from ecgkt.errors import CheckpointError
from ecgkt.models.context import context_rows
from tests.builders.contexts import VALIDITY, tiny_context

MODEL = "a" * 64


@pytest.fixture
def model(tiny_model):
    return tiny_context(load_bundle(tiny_model))


@pytest.fixture
def folder(model, tmp_path):
    described = {
        "architecture": model.net.config.to_dict(),
        "model_sha256": MODEL,
        "validity": msgspec.to_builtins(VALIDITY),
    }
    files = pack_context(model.net.state_dict(), described, {"command": "none"})
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_what_is_saved_is_loaded(model, folder):
    found = load_context(folder, MODEL)
    assert found.validity == VALIDITY
    crops = np.random.default_rng(0).normal(size=(2, 7, model.net.config.n_features))
    rows = context_rows([40, 80], ["male", "female"])
    ours, theirs = model.correct(crops, rows), found.correct(crops, rows)
    # Large tensors are kept as float16.
    np.testing.assert_allclose(theirs.parts, ours.parts, atol=0.02)
    np.testing.assert_allclose(theirs.attention.sum(-1), 1, atol=1e-6)


def test_folder_without_one_has_none(tmp_path):
    assert load_context(tmp_path, MODEL) is None


def test_network_of_another_model_is_refused(folder):
    with pytest.raises(CheckpointError, match=r"model_sha256 in context\.json"):
        load_context(folder, "b" * 64)


@pytest.mark.parametrize("lost", ["architecture", "validity", "name"])
def test_document_that_lacks_something_is_refused(folder, lost):
    document = json.loads((folder / DOCUMENT_FILE).read_text())
    del document[lost]
    (folder / DOCUMENT_FILE).write_text(json.dumps(document))
    with pytest.raises(CheckpointError, match="expected a complete"):
        load_context(folder, MODEL)


def test_damaged_weights_are_refused(folder):
    (folder / WEIGHTS_FILE).write_bytes(b"0" * 100)
    with pytest.raises(CheckpointError, match="weights_sha256"):
        load_context(folder, MODEL)
    (folder / WEIGHTS_FILE).unlink()
    with pytest.raises(CheckpointError, match="found none to read"):
        load_context(folder, MODEL)


def test_packing_is_the_same_for_the_same_weights(model):
    described = {"architecture": {}, "model_sha256": MODEL, "validity": {}}
    state = model.net.state_dict()
    torch.manual_seed(1)
    assert pack_context(state, described, {}) == pack_context(state, described, {})
