"""An invented document of laboratory heads with outside knowledge."""

from typing import Any

from ecgkt.results.labs_outside import LabsOutside


def labs_outside_document() -> dict[str, Any]:
    """Return one as ``evaluate labs-outside`` writes it; its figures are made up."""

    def figure(value):
        return {"value": value, "ci": [value - 0.02, value + 0.02]}

    def arm(name, what, value, n_readable):
        return {
            "name": name,
            "what": what,
            "mean_auroc": figure(value),
            "minus_shipped": figure(value - 0.6),
            "precise_auroc": value + 0.01,
            "n_readable": n_readable,
            "n_discovered": n_readable - 2,
        }

    return {
        "schema": "ecgkt.labs-outside/1",
        "command": "python -m ecgkt evaluate labs-outside --store INVENTED",
        "rule": "Invented, and fixed beforehand.",
        "sha256": "0" * 64,
        "n_ecgs": 500,
        "n_patients": 90,
        "n_targets": 53,
        "body": {
            "n": 2000,
            "age_mae": 9.1,
            "age_r": 0.7,
            "sex_auroc": 0.9,
            "bmi_r": 0.3,
        },
        "zero_shot": [
            {"abnormality": "Potassium high", "auroc": figure(0.55), "is_used": True},
            {"abnormality": "Calcium low", "auroc": figure(0.45), "is_used": False},
        ],
        "arms": [
            arm("shipped", "the shipped heads", 0.6, 22),
            arm("outside", "the recipe", 0.605, 23),
        ],
    }


def labs_outside_table() -> LabsOutside:
    """Return the same as its type."""
    document = labs_outside_document()
    del document["schema"]
    return LabsOutside.from_dict(document)
