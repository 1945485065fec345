"""The additive model beside its networks: as it was, or refused."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle, save_bundle
from ecgkt.errors import CheckpointError
from ecgkt.measure.measured_values import VALUES
from ecgkt.models.decision import Decision
from ecgkt.results.model_card import load_card
from tests.builders.additives import invented_joined
from tests.builders.cards import invented_card


@pytest.fixture(scope="module")
def folder(tiny_model, tmp_path_factory):
    """A model folder in which values score beside the networks."""
    out = tmp_path_factory.mktemp("joined") / "model"
    bundle = load_bundle(tiny_model)
    save_bundle(
        out,
        bundle.model.state_dict(),
        bundle.config,
        invented_card(),
        joined=invented_joined(),
        notes={"rule": "invented"},
    )
    return out


@pytest.fixture
def copy(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "model")
    return tmp_path / "model"


def signals(n=2):
    clock = np.arange(1000) / 100
    beat = np.exp(-((((clock % 0.8) - 0.4) / 0.02) ** 2))
    return np.stack([np.stack([beat * (k + 1) / 8 for k in range(8)])] * n).astype(
        np.float32
    )


def test_what_was_saved_is_loaded(folder):
    loaded, given = load_bundle(folder).joined, invented_joined()
    assert loaded.share == given.share
    assert loaded.networks == given.networks
    values = np.random.default_rng(1).normal(size=(5, len(VALUES)))
    values[0, 3] = np.nan
    assert loaded.additive.log_odds(values) == pytest.approx(
        given.additive.log_odds(values), abs=0.01
    )


def test_identity_is_of_both_files_and_the_card_is_of_it(folder, tiny_model):
    identity = load_bundle(folder).identity
    alone = load_bundle(tiny_model).identity
    assert identity.networks == alone.sha256 == alone.networks
    assert identity.sha256 not in (identity.networks, "")
    assert load_card(folder).sha256 == identity.sha256


def test_scores_are_joined_and_the_networks_kept(folder):
    bundle = load_bundle(folder)
    scored = bundle.predict(signals())
    mixed = bundle.joined.join(scored.seen.logits, scored.values)
    assert np.array_equal(scored.shown.logits, mixed)
    assert not np.allclose(scored.shown.logits, scored.seen.logits)
    assert np.array_equal(scored.shown.embeddings, scored.seen.embeddings)
    assert bundle.networks == invented_joined().networks


def test_networks_alone_score_as_they_always_did(tiny_model):
    bundle = load_bundle(tiny_model)
    scored = bundle.predict(signals())
    assert np.array_equal(scored.shown.logits, scored.seen.logits)
    assert bundle.networks == bundle.decision
    assert not bundle.value_parts(scored.values).any()


def test_parts_of_values_add_up_to_their_share_of_the_score(folder):
    bundle = load_bundle(folder)
    bundle = replace(bundle, decision=Decision.neutral())
    scored = bundle.predict(signals(1))
    usual = bundle.joined.share * bundle.joined.additive.bias
    rest = (1 - bundle.joined.share) * bundle.networks.statements.calibrate(
        scored.seen.logits
    )
    parts = bundle.value_parts(scored.values)
    assert parts.sum(axis=1) + usual + rest == pytest.approx(
        scored.shown.logits, abs=1e-4
    )


def test_values_that_were_not_measured_add_nothing(folder):
    parts = load_bundle(folder).value_parts(np.full((1, len(VALUES)), np.nan))
    assert not parts.any()


def test_a_folder_that_lost_it_is_refused(copy):
    (copy / "additive.safetensors").unlink()
    with pytest.raises(CheckpointError, match=r"expected additive\.safetensors"):
        load_bundle(copy)
    (copy / "additive.json").unlink()
    with pytest.raises(CheckpointError, match=r"sha256 in card\.json"):
        load_bundle(copy)
    with pytest.raises(CheckpointError, match="speaks of weights"):
        load_card(copy)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("values", ["V1_t_mv"], "values in additive"),
        ("model_sha256", "0" * 64, "model_sha256 in additive"),
        ("share", "much", "complete"),
        ("networks", {}, "complete"),
    ],
)
def test_what_does_not_fit_is_refused(copy, name, value, told):
    path = copy / "additive.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    with pytest.raises(CheckpointError, match=told):
        load_bundle(copy)


def test_saving_without_it_removes_it(copy, tiny_model):
    bundle = load_bundle(tiny_model)
    save_bundle(copy, bundle.model.state_dict(), bundle.config, invented_card())
    assert not list(copy.glob("additive*"))
    assert load_bundle(copy).joined is None
