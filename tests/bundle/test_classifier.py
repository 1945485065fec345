import hashlib
import json
from dataclasses import replace

import pytest
import torch

from ecgkt.bundle import classifier as checkpoint
from ecgkt.bundle.classifier import load_bundle, save_bundle
from ecgkt.config import InputConfig, ModelConfig
from ecgkt.errors import CheckpointError
from ecgkt.models.build import build_model
from ecgkt.models.decision import Calibration, Decision

TINY = ModelConfig(kernels=(5, 9), channels=((8, 16), (4, 8)), blocks=1)
CARD = {"schema": "ecgkt.card/1", "name": "tiny", "labels": []}


def config_of(architecture=TINY):
    return {
        "name": "tiny",
        "version": "0",
        "architecture": architecture.to_dict(),
        "input": InputConfig().to_dict(),
        "decision": Decision.neutral().to_dict(),
    }


@pytest.fixture
def network():
    torch.manual_seed(0)
    return build_model(TINY)


@pytest.fixture
def folder(tmp_path, network):
    save_bundle(tmp_path / "bundle", network.state_dict(), config_of(), CARD)
    return tmp_path / "bundle"


def edit(path, change):
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))


def test_loaded_model_gives_equal_logits(folder, network):
    crops = torch.randn(3, 8, 250)
    bundle = load_bundle(folder)
    assert not bundle.model.training
    with torch.no_grad():
        assert torch.equal(bundle.model(crops), network.eval()(crops))
    assert {one.dtype for one in bundle.model.parameters()} == {torch.float32}


def test_bundle_states_its_identity_input_and_decision(folder):
    bundle = load_bundle(folder)
    assert bundle.model_config == TINY
    assert bundle.input_config == InputConfig()
    assert bundle.decision == Decision.neutral()
    assert bundle.identity.name == "tiny"
    assert bundle.identity.sha256 == bundle.card["sha256"]
    assert bundle.identity.sha256 == bundle.config["weights_sha256"]


def test_half_weights_load_as_float32_and_save_to_the_same_hash(
    tmp_path, network, monkeypatch
):
    monkeypatch.setattr(checkpoint, "HALF_FROM", 100)
    first = save_bundle(tmp_path, network.state_dict(), config_of(), CARD, half=True)
    bundle = load_bundle(tmp_path)
    assert {one.dtype for one in bundle.model.parameters()} == {torch.float32}
    crops = torch.randn(3, 8, 250)
    with torch.no_grad():
        difference = (bundle.model(crops) - network.eval()(crops)).abs().max()
    assert 0 < difference < 0.02
    state = bundle.model.state_dict()
    assert save_bundle(tmp_path, state, bundle.config, bundle.card, half=True) == first


def test_weight_beyond_float16_is_not_stored(tmp_path, monkeypatch):
    monkeypatch.setattr(checkpoint, "HALF_FROM", 1)
    with pytest.raises(ValueError, match="not finite as torch"):
        save_bundle(tmp_path, {"big": torch.tensor([1e9])}, {}, half=True)


def test_nan_in_the_card_is_not_stored(tmp_path, network):
    with pytest.raises(ValueError, match="not JSON compliant"):
        save_bundle(tmp_path, network.state_dict(), config_of(), {"x": float("nan")})
    assert not list(tmp_path.iterdir())


def test_draft_loads_only_as_draft(tmp_path, network):
    config = config_of()
    del config["decision"]
    save_bundle(tmp_path, network.state_dict(), config)
    draft = load_bundle(tmp_path, is_draft=True)
    assert draft.card == {}
    assert draft.decision == Decision.neutral()
    with pytest.raises(CheckpointError, match=r"expected card\.json in .*, found none"):
        load_bundle(tmp_path)


def test_saving_without_card_removes_the_old_one(folder, network):
    save_bundle(folder, network.state_dict(), config_of())
    assert not (folder / "card.json").exists()


def test_fitted_decision_survives(tmp_path, network):
    scale = Calibration(platt=((1.5, -0.25),) * 71, thresholds=(0.125,) * 71)
    decision = replace(Decision.neutral(), statements=scale, superclass_rule="max")
    config = {**config_of(), "decision": decision.to_dict()}
    save_bundle(tmp_path, network.state_dict(), config, CARD)
    assert load_bundle(tmp_path).decision == decision


@pytest.mark.parametrize("place", [0.0, 0.5, 0.999])
def test_flipped_bit_is_refused(folder, place):
    path = folder / "model.safetensors"
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 1
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match="weights_sha256 in config"):
        load_bundle(folder)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "card.json"])
def test_truncated_file_is_refused(folder, name, share):
    path = folder / name
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(CheckpointError, match="expected"):
        load_bundle(folder)


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "card.json"])
def test_missing_file_is_refused(folder, name):
    (folder / name).unlink()
    with pytest.raises(CheckpointError, match=f"expected {name} in .*, found none"):
        load_bundle(folder)


def test_card_of_other_weights_is_refused(folder):
    edit(folder / "card.json", lambda card: card.update(sha256="0" * 64))
    with pytest.raises(CheckpointError, match=r"sha256 in card\.json.*belong together"):
        load_bundle(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.update(schema="ecgkt.model/2"), "expected schema ecgkt.model/1"),
        (lambda c: c["vocabulary"]["diagnoses"].reverse(), "vocabulary in config.json"),
        (lambda c: c["vocabulary"]["diagnoses"].pop(), "vocabulary in config.json"),
        (lambda c: c.pop("decision"), "expected a complete ecgkt.model/1"),
        (lambda c: c["decision"]["platt"].pop(), "expected a complete ecgkt.model/1"),
        (lambda c: c["decision"]["superclass"].update(rule="sum"), "rule 'sum'"),
        (lambda c: c["architecture"].update(wings=2), "ModelConfig has no"),
        (lambda c: c["input"].update(crop=99.0), "crop 99.0 s"),
        (lambda c: c["architecture"].update(kernels=[3, 9]), "expected tensor"),
        (lambda c: c["architecture"].update(kernels=[5]), "each branch needs"),
        (lambda c: c["architecture"].update(n_outputs=70), "expected tensor"),
    ],
)
def test_configuration_that_does_not_fit_is_refused(folder, change, message):
    edit(folder / "config.json", change)
    with pytest.raises(CheckpointError, match=message):
        load_bundle(folder)


def test_json_that_is_no_object_is_refused(folder):
    (folder / "config.json").write_text("[]")
    with pytest.raises(CheckpointError, match="found None"):
        load_bundle(folder)


def test_damaged_weights_with_a_fitting_hash_are_refused(folder):
    (folder / "model.safetensors").write_bytes(b"not tensors at all")
    digest = hashlib.sha256(b"not tensors at all").hexdigest()
    edit(folder / "config.json", lambda c: c.update(weights_sha256=digest))
    edit(folder / "card.json", lambda c: c.update(sha256=digest))
    with pytest.raises(CheckpointError, match="expected safetensors"):
        load_bundle(folder)
