"""The two files for fewer leads: what is saved is loaded, and damage is refused."""

import json

import pytest
import torch

from ecgkt.bundle.fewer_leads import (
    DOCUMENT_FILE,
    WEIGHTS_FILE,
    join_states,
    load_fewer_leads,
    pack_fewer_leads,
)
from ecgkt.errors import CheckpointError
from ecgkt.vocab.lead_sets import LEAD_SETS
from tests.builders.fewer_leads import TINY, tiny_fewer_leads

MAIN = "a" * 64


@pytest.fixture
def folder(tmp_path):
    tiny = tiny_fewer_leads()
    described = {
        "scorer": TINY.to_dict(),
        "filler": TINY.to_dict(),
        "input": tiny.input_config.to_dict(),
        "regressed": [["all but V2", "V2"]],
        "by_main": ["all but V2"],
        "sets": {
            name: {"decision": one.calibration.to_dict(), "labels": [*one.labels]}
            for name, one in tiny.sets.items()
        },
        "model_sha256": MAIN,
    }
    state = join_states(tiny.scorer.state_dict(), tiny.filler.state_dict())
    for name, content in pack_fewer_leads(state, described, {"seed": 0}).items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_both_networks_and_every_set_survive_the_files(folder):
    fresh, loaded = tiny_fewer_leads(), load_fewer_leads(folder, MAIN)
    assert not loaded.scorer.training
    assert not loaded.filler.training
    crops = 0.3 * torch.randn(2, 8, 250)
    crops[:, 3] = torch.nan
    for name in ("scorer", "filler"):
        found, expected = getattr(loaded, name)(crops), getattr(fresh, name)(crops)
        torch.testing.assert_close(found, expected, atol=2e-3, rtol=1e-2)
    assert [*loaded.sets] == [one.name for one in LEAD_SETS]
    assert loaded.sets["I"].calibration == fresh.sets["I"].calibration
    assert loaded.regressed == {("all but V2", "V2")}
    assert loaded.by_main == {"all but V2"}


def test_folder_without_files_has_none(tmp_path):
    assert load_fewer_leads(tmp_path, MAIN) is None


@pytest.mark.parametrize("name", [WEIGHTS_FILE, DOCUMENT_FILE])
def test_half_of_them_is_refused(folder, name):
    (folder / name).unlink()
    with pytest.raises(CheckpointError, match=f"expected {name}"):
        load_fewer_leads(folder, MAIN)


def test_other_main_model_is_refused(folder):
    with pytest.raises(CheckpointError, match="model_sha256"):
        load_fewer_leads(folder, "b" * 64)


def test_other_weights_are_refused(folder):
    with (folder / WEIGHTS_FILE).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(CheckpointError, match="weights_sha256"):
        load_fewer_leads(folder, MAIN)


@pytest.mark.parametrize("key", ["scorer", "filler", "input", "sets", "regressed"])
def test_incomplete_document_is_refused(folder, key):
    document = json.loads((folder / DOCUMENT_FILE).read_text())
    del document[key]
    (folder / DOCUMENT_FILE).write_text(json.dumps(document))
    with pytest.raises(CheckpointError, match="expected a complete"):
        load_fewer_leads(folder, MAIN)


def test_set_without_its_statements_is_refused(folder):
    document = json.loads((folder / DOCUMENT_FILE).read_text())
    document["sets"]["I"]["labels"].pop()
    (folder / DOCUMENT_FILE).write_text(json.dumps(document))
    with pytest.raises(CheckpointError, match="expected a complete"):
        load_fewer_leads(folder, MAIN)
