"""The delineator's two files: what is saved is loaded, and damage is refused."""

import json

import numpy as np
import pytest
import torch

from ecgkt.delineator_bundle import (
    DOCUMENT_FILE,
    WEIGHTS_FILE,
    load_delineator,
    pack_delineator,
)
from ecgkt.errors import CheckpointError
from ecgkt.models.unet import DelineatorConfig, WaveUNet

TINY = DelineatorConfig(channels=(4, 6, 8), kernel=5)


@pytest.fixture
def folder(tmp_path):
    torch.manual_seed(0)
    model = WaveUNet(TINY)
    for name, content in pack_delineator(model.state_dict(), TINY, {"seed": 0}).items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_masks_survive_the_files(folder, record):
    torch.manual_seed(0)
    fresh = WaveUNet(TINY).eval()
    loaded = load_delineator(folder)
    assert loaded.mask_fs == 250
    assert not loaded.model.training
    signal, names = torch.randn(1, 2, 64), torch.tensor([[1, 6]])
    assert torch.allclose(loaded.model(signal, names), fresh(signal, names), atol=1e-2)
    assert loaded(record.signal, record.fs, range(12)).shape == (12, 3, 2500)


def test_missing_file_is_refused(folder):
    (folder / WEIGHTS_FILE).unlink()
    with pytest.raises(CheckpointError, match="found none"):
        load_delineator(folder)


def test_damage_is_refused(folder):
    (folder / DOCUMENT_FILE).write_text("{")
    with pytest.raises(CheckpointError, match="found damage"):
        load_delineator(folder)


def test_other_weights_are_refused(folder):
    with (folder / WEIGHTS_FILE).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(CheckpointError, match="copy both"):
        load_delineator(folder)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"schema": "ecgkt.model/1"}, "expected schema"),
        ({"architecture": {"channels": [4, 8, 8], "kernel": 5}}, "fit it"),
        ({"architecture": {"depth": 4}}, "fit it"),
    ],
)
def test_document_that_does_not_fit_is_refused(folder, change, text):
    document = json.loads((folder / DOCUMENT_FILE).read_text())
    (folder / DOCUMENT_FILE).write_text(json.dumps(document | change))
    with pytest.raises(CheckpointError, match=text):
        load_delineator(folder)


def test_weights_beyond_float16_are_refused():
    state = {"down.0.0.weight": torch.full((1000,), 1e6)}
    with pytest.raises(ValueError, match="not finite"):
        pack_delineator(state, TINY, {})


def test_notes_are_kept(folder):
    document = json.loads((folder / DOCUMENT_FILE).read_text())
    assert document["seed"] == 0
    assert np.array(document["architecture"]["channels"]).tolist() == [4, 6, 8]
