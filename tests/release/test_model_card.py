import pytest

from ecgkt.dataset.store import open_store
from ecgkt.evaluation.assess import Predictions, assess
from ecgkt.models.decision import Decision
from ecgkt.release.model_card import build_card, crops_rule, describe_data
from ecgkt.report.reading_json import INTENDED_USE
from ecgkt.results.model_card import ModelCard
from ecgkt.types.reading import ModelIdentity


@pytest.fixture(scope="module")
def card(answers, small_store):
    decision = Decision.neutral()
    predictions = Predictions(*answers, patient_ids=range(400))
    return build_card(
        assess(predictions, decision, n_draws=10),
        identity=ModelIdentity(name="m", version="2", sha256="a" * 64),
        decision=decision,
        rules={"crops": "by the mean"},
        data=describe_data(open_store(small_store)),
        training={"seed": 0},
        created="2026-01-01",
    )


def test_data_states_counts_folds_and_credits(card):
    assert card.data["dataset"] == "PTB-XL (CC BY 4.0)"
    assert card.data["folds"] == {"train": [1, 2, 3], "tuning": [9], "held_out": [10]}
    assert sum(card.data["n_records"].values()) == 180
    assert sum(card.data["n_patients"].values()) == 90
    assert "Wagner" in card.data["credits"][0]
    assert card.data["data_hash"] == "0" * 64


def test_other_source_is_named_without_credits(small_store):
    store = open_store(small_store)
    store.manifest["source"] = "elsewhere"
    data = describe_data(store)
    assert data["dataset"] == "elsewhere"
    assert data["credits"] == []


def test_rules_are_stated_in_words(card):
    names = {"crops", "threshold", "superclass", "calibration", "interval"}
    assert card.rules.keys() == names
    assert "F1" in card.rules["threshold"]
    assert "noisy-or" in card.rules["superclass"]
    assert "Platt" in card.rules["calibration"]
    assert "patients" in card.rules["interval"]


def test_limits_begin_with_what_is_not_validated(card):
    rare = sum(not one.validated for one in card.labels)
    assert card.limits[0].startswith(f"{rare} of 71 statements")
    assert len(card.limits) > 5
    assert card.intended_use == INTENDED_USE


def test_card_carries_the_identity_of_its_weights(card):
    assert (card.name, card.version, card.sha256) == ("m", "2", "a" * 64)
    assert ModelCard.from_dict(card.to_dict()) == card


def test_rule_names_what_one_moment_decides():
    assert "; PAC, PVC by the mean odds" in crops_rule(["PVC", "PAC"])
