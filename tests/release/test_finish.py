import json

import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.dataset.store import open_store
from ecgkt.errors import CheckpointError
from ecgkt.release.finish import finish_bundle
from ecgkt.results.model_card import load_card
from ecgkt.vocab.statements import CODES, SUPERCLASSES


@pytest.fixture(scope="module")
def finished(small_store, draft, tmp_path_factory):
    out = tmp_path_factory.mktemp("finished") / "bundle"
    card = finish_bundle(
        draft,
        open_store(small_store),
        out=out,
        training={"seed": 0, "command": "train"},
        created="2026-01-01",
    )
    return out, card


def test_finished_bundle_loads_with_its_decision_and_card(finished):
    out, card = finished
    bundle = load_bundle(out)
    assert load_card(out) == card
    assert bundle.card == card.to_dict()
    assert bundle.identity.sha256 == card.sha256
    stated = [one.threshold for one in card.labels]
    assert stated == list(bundle.decision.statements.thresholds)
    groups = [one.threshold for one in card.superclasses]
    assert groups == list(bundle.decision.superclasses.thresholds)


def test_card_is_complete_for_every_code(finished):
    _, card = finished
    assert tuple(one.code for one in card.labels) == CODES
    assert tuple(one.code for one in card.superclasses) == tuple(SUPERCLASSES)
    for one in (*card.labels, *card.superclasses):
        assert 0 <= one.threshold <= 1
        assert one.n == card.data["n_records"]["held_out"]
        assert one.reliability
        if 0 < one.positives < one.n:
            assert None not in (one.auroc, one.auroc_ci, one.auprc, one.auprc_ci)
            assert None not in (one.sensitivity, one.specificity)


def test_card_is_plain_json(finished):
    out, _ = finished
    assert "NaN" not in (out / "card.json").read_text()
    assert list(json.loads((out / "card.json").read_text()))[:2] == ["schema", "name"]


def test_draft_itself_is_left_as_it_was(draft, finished):
    assert "decision" not in json.loads((draft / "config.json").read_text())
    with pytest.raises(CheckpointError, match=r"expected card\.json"):
        load_bundle(draft)
