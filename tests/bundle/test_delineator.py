"""The delineator's two files: what is saved is loaded, and damage is refused."""

import json

import numpy as np
import pytest
import torch

from ecgkt.bundle.delineator import (
    DOCUMENT_FILE,
    RESULTS_FILE,
    SHARED,
    WEIGHTS_FILE,
    load_delineator,
    load_installed,
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
    with pytest.raises(CheckpointError, match="found a damaged file"):
        load_delineator(folder)


def test_other_weights_are_refused(folder):
    with (folder / WEIGHTS_FILE).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(CheckpointError, match="do not belong together"):
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


@pytest.fixture
def shipped(tmp_path):
    """A delineator with a document of the same recipe, all of it invented."""
    described = dict.fromkeys(SHARED, 1) | {"architecture": TINY.to_dict()}
    torch.manual_seed(0)
    files = pack_delineator(WaveUNet(TINY).state_dict(), TINY, described)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / RESULTS_FILE).parent.mkdir()
    judged = {"schema": "ecgkt.delineation/1", "recipe": described}
    (tmp_path / RESULTS_FILE).write_text(json.dumps(judged))
    return tmp_path


def test_delineator_with_its_results_is_installed(shipped):
    installed = load_installed(shipped)
    assert installed.delineator.mask_fs == 250
    assert installed.why_not == ""


def test_folder_without_delineator_says_so(tmp_path):
    assert load_installed(tmp_path) == (None, "no delineator is installed")


def test_delineator_without_results_is_not_used(shipped):
    (shipped / RESULTS_FILE).unlink()
    installed = load_installed(shipped)
    assert installed.delineator is None
    assert installed.why_not.endswith("comes without results/delineation.json")


def test_results_of_another_recipe_are_not_used(shipped):
    judged = json.loads((shipped / RESULTS_FILE).read_text())
    judged["recipe"]["crop"] = 2
    (shipped / RESULTS_FILE).write_text(json.dumps(judged))
    assert "another delineator" in load_installed(shipped).why_not


def test_half_a_delineator_and_damaged_results_are_refused(shipped):
    (shipped / RESULTS_FILE).write_text("{}")
    with pytest.raises(CheckpointError, match="found damage"):
        load_installed(shipped)
    (shipped / WEIGHTS_FILE).unlink()
    with pytest.raises(CheckpointError, match="found none"):
        load_installed(shipped)
