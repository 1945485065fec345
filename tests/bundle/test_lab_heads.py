import json
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import load_file

from ecgkt.bundle.classifier import load_bundle
from ecgkt.bundle.lab_heads import load_lab_heads, save_lab_heads
from ecgkt.errors import CheckpointError
from ecgkt.measure.beat_features import FEATURES, beat_features
from ecgkt.models.lab_head import InputScaler, LabHeads, LabTarget
from ecgkt.models.predict import predict_with_embeddings
from ecgkt.preprocess.model_input import model_input
from ecgkt.results.model_card import BUNDLED
from ecgkt.vocab.labs import LAB_BY_NAME
from tests.builders.lab_heads import SHIFT

SHA = "a" * 64


@pytest.fixture
def heads():
    rng = np.random.default_rng(0)
    target = LabTarget(
        name="Creatinine",
        direction="high",
        unit="mg/dL",
        reference_range=(0.5, 1.2),
        platt=(1.5, -0.2),
        threshold=0.3,
        n=10,
        positives=4,
        n_patients=5,
        auroc=0.7,
        auroc_ci=(0.6, 0.8),
        readable=True,
        shift=SHIFT,
    )
    return LabHeads(
        targets=(target, replace(target, taught_by="simulation", readable=False)),
        columns=(0, 5),
        scaling=InputScaler(
            typical=np.zeros(5),
            lower=np.full(5, -3.0),
            upper=np.full(5, 3.0),
            mean=rng.normal(size=5),
            scale=np.ones(5),
        ),
        weights=rng.normal(size=(5, 2)),
    )


def test_saved_and_loaded_heads_say_the_same(heads, tmp_path):
    save_lab_heads(tmp_path, heads, model_sha256=SHA, notes={"rules": {}})
    loaded = load_lab_heads(tmp_path, SHA)
    assert loaded.targets == heads.targets
    rng = np.random.default_rng(1)
    embedding, features = rng.normal(size=(4, 3)), rng.normal(size=(4, len(FEATURES)))
    np.testing.assert_allclose(
        loaded.probabilities(embedding, features),
        heads.probabilities(embedding, features),
        atol=1e-6,
    )


def test_a_folder_without_heads_has_none(tmp_path):
    assert load_lab_heads(tmp_path, SHA) is None


def test_heads_of_another_model_are_refused(heads, tmp_path):
    save_lab_heads(tmp_path, heads, model_sha256=SHA, notes={})
    with pytest.raises(CheckpointError, match="model_sha256"):
        load_lab_heads(tmp_path, "b" * 64)


def test_weights_that_the_document_does_not_speak_of_are_refused(heads, tmp_path):
    save_lab_heads(tmp_path, heads, model_sha256=SHA, notes={})
    path = tmp_path / "labs.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(CheckpointError, match="weights_sha256"):
        load_lab_heads(tmp_path, SHA)


@pytest.mark.parametrize("name", ["labs.safetensors", "labs.json"])
def test_half_a_pair_of_files_is_refused(heads, tmp_path, name):
    save_lab_heads(tmp_path, heads, model_sha256=SHA, notes={})
    (tmp_path / name).unlink()
    with pytest.raises(CheckpointError, match=f"expected {name}"):
        load_lab_heads(tmp_path, SHA)


def spoil(document, key):
    """Break one thing of a document."""
    if key == "targets":
        del document["targets"][0]["platt"]
    elif key == "features":
        document["features"] = ["no_such_feature"]
    else:
        document["schema"] = "ecgkt.lab-heads/0"


@pytest.mark.parametrize("key", ["targets", "features", "schema"])
def test_an_incomplete_document_is_refused(heads, tmp_path, key):
    save_lab_heads(tmp_path, heads, model_sha256=SHA, notes={})
    path = tmp_path / "labs.json"
    document = json.loads(path.read_text())
    spoil(document, key)
    path.write_text(json.dumps(document))
    with pytest.raises(CheckpointError, match="expected"):
        load_lab_heads(tmp_path, SHA)


def test_a_damaged_document_is_refused(heads, tmp_path):
    save_lab_heads(tmp_path, heads, model_sha256=SHA, notes={})
    (tmp_path / "labs.json").write_text("{")
    with pytest.raises(CheckpointError, match="damaged"):
        load_lab_heads(tmp_path, SHA)


def test_the_bundled_heads_are_small_and_fit_the_bundled_model(record):
    """Recompute one recording's probabilities from the files, without our classes."""
    bundle = load_bundle(BUNDLED)
    heads = load_lab_heads(BUNDLED, bundle.identity.networks)
    files = [BUNDLED / "labs.safetensors", BUNDLED / "labs.json"]
    assert sum(path.stat().st_size for path in files) < 300_000
    signal = model_input(record, bundle.input_config)
    seen = predict_with_embeddings(bundle.model, signal[None], bundle.input_config)
    features = beat_features(signal, bundle.input_config.fs)
    found = heads.probabilities(seen.embeddings, features[None])[0]

    tensors = load_file(files[0])
    document = json.loads(files[1].read_text())
    measured = dict(zip(FEATURES, features, strict=True))
    raw = np.concatenate(
        [seen.embeddings[0], [measured[name] for name in document["features"]]]
    )
    raw = np.where(np.isnan(raw), tensors["typical"], raw)
    cut = np.minimum(np.maximum(raw, tensors["lower"]), tensors["upper"])
    scores = ((cut - tensors["mean"]) / tensors["scale"]) @ tensors["weights"]
    for score, target, p in zip(scores, document["targets"], found, strict=True):
        slope, intercept = target["platt"]
        assert p == pytest.approx(
            1 / (1 + np.exp(-slope * score - intercept)), abs=1e-4
        )
        is_above = target["auroc_ci"][0] > 0.5
        assert target["readable"] == is_above


def test_every_bundled_target_is_in_the_vocabulary_and_was_tried_on_normal_ecgs():
    heads = load_lab_heads(BUNDLED, load_bundle(BUNDLED).identity.networks)
    assert {target.name for target in heads.targets} <= set(LAB_BY_NAME)
    assert all(target.flagged_of_normal is not None for target in heads.targets)
