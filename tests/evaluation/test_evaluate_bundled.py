import copy
import json

import pytest

from ecgkt.dataset.store import open_store
from ecgkt.errors import CheckpointError
from ecgkt.evaluation.evaluate_bundled import (
    evaluate_bundled,
    summarise,
)
from ecgkt.release.finish import finish_bundle
from tests.builders.card_figures import compare_with_card


@pytest.fixture(scope="module")
def folder(small_store, draft, tmp_path_factory):
    out = tmp_path_factory.mktemp("finished")
    store = open_store(small_store)
    finish_bundle(draft, store, out=out, training={}, created="2026-01-01", half=False)
    return out


@pytest.fixture(scope="module")
def document(small_store, folder):
    return evaluate_bundled(small_store, folder=folder)


@pytest.fixture
def card(folder):
    return json.loads((folder / "card.json").read_text())


def test_document_is_the_contract_s(document, small_store):
    assert document["schema"] == "ecgkt.evaluation/1"
    assert document["split"] == "held_out"
    store = open_store(small_store)
    assert document["n_records"] == len(store.split("held_out"))
    assert document["n_patients"] * 2 == document["n_records"]
    assert document["macro"].keys() >= {
        "all",
        "diagnostic",
        "sub",
        "super",
        "form",
        "rhythm",
    }
    assert document["macro"]["all"].keys() >= {"auroc", "auroc_ci", "auprc", "n_labels"}
    assert document["calibration"].keys() == {"ece", "slope", "intercept"}
    assert document["labels"][0].keys() >= {
        "code",
        "n",
        "positives",
        "auroc",
        "auroc_ci",
    }
    json.dumps(document, allow_nan=False)


def test_recomputed_figures_are_the_card_s(document, card):
    compare_with_card(document, card)


def test_tuning_split_can_be_evaluated_but_not_compared(small_store, folder, card):
    tuning = evaluate_bundled(small_store, split="tuning", folder=folder)
    assert tuning["split"] == "tuning"
    assert "--split tuning" in tuning["command"]
    with pytest.raises(ValueError, match="the card speaks of held_out, not of tuning"):
        compare_with_card(tuning, card)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda c: c["macro"]["all"].update(auroc=0.99), "macro.all.auroc: "),
        (lambda c: c["labels"][3]["auroc_ci"].append(0.5), r"labels\[3\].auroc_ci: 2"),
        (lambda c: c["labels"][70].update(code="X"), r"labels\[70\].code: TRIGU"),
        (lambda c: c["superclasses"][1].update(ppv=None), r"superclasses\[1\].ppv: "),
        (lambda c: c["calibration"].pop("ece"), "calibration has the fields"),
        (lambda c: c.update(sha256="0" * 64), "other weights"),
    ],
)
def test_card_that_says_otherwise_is_refused(document, card, change, place):
    change(card)
    with pytest.raises(CheckpointError, match=place):
        compare_with_card(document, card)


def test_differences_below_the_tolerance_pass(document, card):
    close = copy.deepcopy(card)
    close["macro"]["all"]["auroc"] += 5e-7
    compare_with_card(document, close)
    with pytest.raises(CheckpointError, match=r"macro\.all\.auroc"):
        compare_with_card(document, close, tolerance=1e-7)


def test_summary_shows_macros_and_superclasses(document):
    lines = summarise(document).splitlines()
    assert lines[0].startswith("held_out: ")
    assert len(lines) == 2 + len(document["macro"]) + 5
    assert f"{document['macro']['all']['auroc']:.3f} (" in lines[2]
