"""An invented comparison of the main model and the second opinion."""

from ecgkt.vocab.statements import CODES


def second_opinion_document() -> dict:
    """A document of ecgkt.exact-results/1 whose figures are invented."""
    figure = {"value": 0.9, "ci": [0.88, 0.92]}
    pair = {
        "n_labels": 70,
        "main": figure,
        "second": {"value": 0.885, "ci": [0.86, 0.91]},
        "second_minus_main": {"value": -0.015, "ci": [-0.02, -0.01]},
    }
    sums = {
        "n_sums": 800,
        "net_share_quartiles": [0.2, 0.3, 0.4],
        "bias_share_quartiles": [0.4, 0.5, 0.6],
        "share_below_net_floor": 0.05,
        "share_above_bias_ceiling": 0.02,
        "largest_remainder": 2e-6,
        "deleted_share": 0.2,
        "drop": figure,
        "random_drop": figure,
        "drop_minus_random": figure,
    }
    labels = [
        {
            "code": code,
            "positives": 60,
            "auroc": 0.9,
            "auroc_ci": [0.85, 0.95],
            "main_auroc": 0.91,
        }
        for code in CODES
    ]
    return {
        "schema": "ecgkt.exact-results/1",
        "command": "python -m ecgkt bundle-exact RUN --store STORE",
        "model": {"sha256": "a" * 64},
        "second": {"sha256": "0" * 64, "taught_by": "a" * 64},
        "target": 0.02,
        "splits": {
            name: {"macro_auroc": {"all": pair}} for name in ("tuning", "held_out")
        },
        "sums": sums,
        "labels": labels,
    }
