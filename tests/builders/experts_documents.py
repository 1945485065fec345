"""An invented document of experts and their doubt."""

from typing import Any

from ecgkt.results.experts import ExpertsTable


def experts_document() -> dict[str, Any]:
    """Return one as ``evaluate experts`` writes it; its figures are made up."""

    def figure(value):
        return {"value": value, "ci": [value - 0.01, value + 0.01]}

    def opinion(name, what, value):
        return {
            "name": name,
            "what": what,
            "tuning": figure(value + 0.01),
            "tuning_validated": figure(value),
            "held_out": figure(value),
            "held_out_validated": figure(value),
            "minus_shipped": figure(value - 0.9),
            "minus_shipped_validated": figure(value - 0.9),
        }

    curve = [
        {"coverage": coverage, "risk": figure(risk)}
        for coverage, risk in ((1.0, 0.4), (0.9, 0.35), (0.8, 0.3), (0.5, 0.2))
    ]
    return {
        "schema": "ecgkt.experts/1",
        "command": "python -m ecgkt evaluate experts --store INVENTED",
        "rule": "Invented votes.",
        "sha256": "0" * 64,
        "n_tuning": 100,
        "n_held_out": 100,
        "n_patients": 90,
        "experts": [opinion("residual", "a residual network", 0.88)],
        "fusions": [opinion("average", "mean of the experts", 0.91)],
        "gate_shares": {"residual": 0.7, "state_space": 0.3},
        "doubts": [
            {
                "name": "shipped",
                "what": "entropy of the shipped model",
                "tuning_area": figure(0.2),
                "area": figure(0.22),
                "curve": curve,
            }
        ],
    }


def experts_table() -> ExpertsTable:
    """Return the same as its type."""
    document = experts_document()
    del document["schema"]
    return ExpertsTable.from_dict(document)
