"""An invented document of scores under noise."""

from typing import Any


def robustness_document() -> dict[str, Any]:
    """Return one as ``evaluate robustness`` writes it; its figures are made up."""

    def row(kind, snr_db, auroc, warned, passed=None):
        return {
            "kind": kind,
            "snr_db": snr_db,
            "auroc": {"value": auroc, "ci": [auroc - 0.01, auroc + 0.01]},
            "passed_auroc": {
                "value": passed,
                "ci": None if passed is None else [passed - 0.02, passed + 0.02],
            },
            "warned_share": warned,
            "refused_share": 0.0,
        }

    return {
        "schema": "ecgkt.robustness/1",
        "command": "python -m ecgkt evaluate robustness --store INVENTED",
        "rule": "Invented noise.",
        "sha256": "0" * 64,
        "split": "tuning",
        "fs": 100.0,
        "n_records": 500,
        "min_positives": 50,
        "statements": ["NORM", "LVH"],
        "rows": [
            row(None, None, 0.925, 0.02, 0.93),
            row("muscle", 24.0, 0.92, 0.02, 0.925),
            row("muscle", 0.0, 0.75, 1.0),
        ],
        "changes": [
            {
                "name": "V3 lost",
                "auroc": {"value": 0.915, "ci": [0.9, 0.93]},
                "difference": {"value": -0.01, "ci": [-0.02, -0.005]},
                "warned_share": 1.0,
                "refused_share": 0.0,
            }
        ],
    }
