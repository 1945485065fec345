"""Two models on the same records: paired, and without a difference to itself."""

import numpy as np
import pytest

from ecgkt.evaluation.assess import Predictions
from ecgkt.evaluation.compare_models import (
    PairedPredictions,
    compare_models,
    label_aurocs,
)
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.vocab.statements import CODES


@pytest.fixture
def good(answers):
    logits, labels = answers
    return Predictions(logits, labels, np.repeat(np.arange(200), 2))


@pytest.fixture
def poor(good):
    rng = np.random.default_rng(3)
    noise = rng.normal(0, 3, good.logits.shape).astype(np.float32)
    return good._replace(logits=good.logits + noise)


def test_model_does_not_differ_from_itself(good):
    found = compare_models(PairedPredictions(good, good), n_draws=20)["macro_auroc"][
        "all"
    ]
    assert found["second_minus_main"] == {"value": 0.0, "ci": [0.0, 0.0]}
    assert found["main"] == found["second"]


def test_difference_is_that_of_the_macros_and_its_interval_is_paired(good, poor):
    found = compare_models(PairedPredictions(good, poor), n_draws=50)
    one = found["macro_auroc"]["all"]
    value = one["second_minus_main"]["value"]
    assert value == pytest.approx(one["second"]["value"] - one["main"]["value"])
    assert one["second_minus_main"]["ci"][1] < 0
    widths = {
        name: one[name]["ci"][1] - one[name]["ci"][0]
        for name in one
        if name != "n_labels"
    }
    assert widths["second_minus_main"] < widths["main"] + widths["second"]
    assert (found["n_records"], found["n_patients"]) == (400, 200)


def test_statement_without_positives_is_left_out(good, poor):
    found = compare_models(PairedPredictions(good, poor), n_draws=5)["macro_auroc"]
    assert found["all"]["n_labels"] == len(CODES) - 1
    assert found["validated"]["n_labels"] <= found["all"]["n_labels"]


def test_macro_is_the_mean_of_the_statements(good, poor):
    labels = label_aurocs(PairedPredictions(good, poor), n_draws=5)
    assert [one["code"] for one in labels] == list(CODES)
    known = [one["auroc"] for one in labels if one["auroc"] is not None]
    whole = compare_models(PairedPredictions(good, poor), n_draws=5)["macro_auroc"][
        "all"
    ]
    assert np.mean(known) == pytest.approx(whole["second"]["value"], abs=1e-4)
    place = 3
    expected = auroc_and_ap(good.labels[:, place], good.logits[:, place]).auroc[0]
    assert labels[place]["main_auroc"] == pytest.approx(expected, abs=1e-4)
