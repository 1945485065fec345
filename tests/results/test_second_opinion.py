"""results/exact.json, typed; an incomplete one is refused."""

import pytest

from ecgkt.results.second_opinion import SecondOpinionTable

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


def test_figures_are_typed(document):
    table = SecondOpinionTable.from_dict(document)
    pair = table.splits["held_out"].macro_auroc.all
    assert pair.main.ci == (0.88, 0.92)
    assert pair.second_minus_main.ci is None
    assert table.label("NORM").auroc is None
    assert table.label("AFIB") is None
    assert table.sums.drop.value == 0.9
    assert table.sums.net_share_quartiles == (0.1, 0.2, 0.3)


@pytest.mark.parametrize("key", ["splits", "sums", "labels", "second", "target"])
def test_incomplete_document_is_refused(document, key):
    del document[key]
    with pytest.raises(ValueError, match=f"missing required field `{key}`"):
        SecondOpinionTable.from_dict(document)
