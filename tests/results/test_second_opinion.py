"""results/exact.json, typed; damage and other documents are refused."""

import json

import pytest

from ecgkt.errors import EcgktError
from ecgkt.results.second_opinion import load_exact_table

FIGURE = {"value": 0.9, "ci": [0.88, 0.92]}
PAIR = {
    "n_labels": 70,
    "main": FIGURE,
    "second": FIGURE,
    "second_minus_main": {"value": 0.0, "ci": None},
}


@pytest.fixture
def document():
    return {
        "schema": "ecgkt.exact-results/1",
        "command": "python -m ecgkt bundle-exact RUN --store STORE",
        "model": {"sha256": "a" * 64},
        "second": {"sha256": "b" * 64, "taught_by": None},
        "target": 0.02,
        "splits": {"held_out": {"macro_auroc": {"all": PAIR}}},
        "sums": {
            "n_sums": 5,
            "net_share_quartiles": [0.1, 0.2, 0.3],
            "bias_share_quartiles": [0.1, 0.2, 0.3],
            "share_below_net_floor": 0.0,
            "share_above_bias_ceiling": 0.0,
            "largest_remainder": 1e-6,
            "deleted_share": 0.2,
            "drop": FIGURE,
            "random_drop": FIGURE,
            "drop_minus_random": FIGURE,
        },
        "labels": [
            {
                "code": "NORM",
                "positives": 9,
                "auroc": None,
                "auroc_ci": None,
                "main_auroc": None,
            }
        ],
    }


@pytest.fixture
def path(tmp_path):
    return tmp_path / "exact.json"


def test_figures_are_typed(document, path):
    path.write_text(json.dumps(document))
    table = load_exact_table(path)
    assert table.macro["held_out"].main.ci == (0.88, 0.92)
    assert table.macro["held_out"].second_minus_main.ci is None
    assert table.labels["NORM"].auroc is None
    assert table.sums.drop.value == 0.9
    assert table.sums.net_share_quartiles == (0.1, 0.2, 0.3)


@pytest.mark.parametrize("key", ["splits", "sums", "labels", "second", "target"])
def test_incomplete_document_is_refused(document, path, key):
    del document[key]
    path.write_text(json.dumps(document))
    with pytest.raises(EcgktError, match=r"exact\.json"):
        load_exact_table(path)


def test_other_schema_is_refused(document, path):
    path.write_text(json.dumps({**document, "schema": "ecgkt.labs/1"}))
    with pytest.raises(EcgktError, match="expected schema"):
        load_exact_table(path)
