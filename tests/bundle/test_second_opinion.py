"""The second opinion's two files: what is saved is loaded, and damage is refused."""

import json

import numpy as np
import pytest
import torch

from ecgkt.bundle.second_opinion import (
    DOCUMENT_FILE,
    WEIGHTS_FILE,
    load_second_opinion,
    pack_second_opinion,
)
from ecgkt.config import InputConfig
from ecgkt.errors import CheckpointError
from ecgkt.models.decision import Calibration
from ecgkt.models.imn import Imn, ImnConfig
from ecgkt.pipeline.second_opinion import take_apart

TINY = ImnConfig(channels=(8, 12, 16), n_features=6)
MAIN = "a" * 64


@pytest.fixture
def described():
    return {
        "architecture": TINY.to_dict(),
        "input": InputConfig(crop_stride=2.5).to_dict(),
        "decision": Calibration.neutral(71).to_dict(),
        "model_sha256": MAIN,
    }


@pytest.fixture
def folder(tmp_path, described):
    torch.manual_seed(0)
    files = pack_second_opinion(Imn(TINY).state_dict(), described, {"seed": 0})
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_sums_survive_the_files(folder):
    torch.manual_seed(0)
    fresh = Imn(TINY).eval()
    loaded = load_second_opinion(folder, MAIN)
    assert not loaded.model.training
    crops = 0.3 * torch.randn(2, 8, 250)
    assert torch.allclose(loaded.model(crops), fresh(crops), atol=1e-3)
    signal = crops.reshape(8, -1).numpy()
    parts = take_apart(loaded, np.tile(signal, (1, 2)), "NORM")
    assert parts.contributions.sum() + parts.bias == pytest.approx(
        parts.logit, abs=1e-4
    )


def test_folder_without_files_has_no_second_opinion(tmp_path):
    assert load_second_opinion(tmp_path, MAIN) is None


@pytest.mark.parametrize("name", [WEIGHTS_FILE, DOCUMENT_FILE])
def test_half_a_second_opinion_is_refused(folder, name):
    (folder / name).unlink()
    with pytest.raises(CheckpointError, match=f"expected {name}"):
        load_second_opinion(folder, MAIN)


def test_other_main_model_is_refused(folder):
    with pytest.raises(CheckpointError, match="model_sha256"):
        load_second_opinion(folder, "b" * 64)


def test_other_weights_are_refused(folder):
    with (folder / WEIGHTS_FILE).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(CheckpointError, match="weights_sha256"):
        load_second_opinion(folder, MAIN)


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": "ecgkt.model/1"}'])
def test_document_of_another_kind_is_refused(folder, text):
    (folder / DOCUMENT_FILE).write_text(text)
    with pytest.raises(CheckpointError, match=DOCUMENT_FILE):
        load_second_opinion(folder, MAIN)


@pytest.mark.parametrize("key", ["architecture", "input", "decision", "name"])
def test_incomplete_document_is_refused(folder, key):
    document = json.loads((folder / DOCUMENT_FILE).read_text())
    del document[key]
    (folder / DOCUMENT_FILE).write_text(json.dumps(document))
    with pytest.raises(CheckpointError, match="expected a complete"):
        load_second_opinion(folder, MAIN)


def test_weights_beyond_float16_are_refused(described):
    with pytest.raises(ValueError, match="not finite"):
        pack_second_opinion({"gate": torch.full((1000,), 1e6)}, described, {})
