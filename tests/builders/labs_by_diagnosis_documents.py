"""An invented document of what estimates differ with a diagnosis."""


def labs_by_diagnosis_document() -> dict:
    """A document of ecgkt.labs-by-diagnosis/1 whose figures are invented."""

    def pair(name: str, ratio: float, low: float, high: float) -> dict:
        return {
            "name": name,
            "direction": "high",
            "ratio": ratio,
            "low": low,
            "high": high,
            "prevalence_with": 0.25 * ratio,
            "prevalence_without": 0.25,
            "patients_with": 19,
            "patients_without": 80,
        }

    pairs = [
        pair("Urea Nitrogen", 1.25, 0.75, 2.0),
        pair("Sodium", 1.5, 1.125, 2.25),
        pair("Creatinine", 2.0, 1.25, 3.5),
        pair("INR(PT)", 0.5, 0.25, 0.75),
    ]
    statement = {"code": "AFIB", "n_ecgs": 96, "n_patients": 21, "n_pairs": 53}
    arms = ("lab_head", "diagnoses", "positives", "diagnoses_and_embedding", "constant")
    aurocs = dict(zip(arms, (0.5625, 0.53125, 0.515625, 0.546875, 0.5), strict=True))
    gain = {"value": 0.03125, "ci": [0.015625, 0.046875]}
    lab = {"name": "Creatinine", "direction": "high", "n_patients": 88}
    return {
        "schema": "ecgkt.labs-by-diagnosis/1",
        "command": "python -m ecgkt evaluate labs-by-diagnosis --store STORE --json",
        "model": {"sha256": "0" * 64},
        "store": {"source": "invented", "data_hash": "0" * 64},
        "n_ecgs": 657,
        "n_patients": 92,
        "window_hours": 6.0,
        "n_draws": 1000,
        "min_patients": 8,
        "min_cases": 5,
        "rules": {"diagnoses": "An invented rule."},
        "n_pairs": 106,
        "n_pairs_measured": 4,
        "n_pairs_excluding_one": 3,
        "by_chance": {
            "n_deals": 50,
            "measured_mean": 3.5,
            "excluding_mean": 1.25,
            "excluding_max": 2,
            "deals_reaching_share": 0,
        },
        "statements": [
            {**statement, "pairs": pairs},
            {**statement, "code": "WPW", "n_ecgs": 2, "n_patients": 1, "pairs": []},
        ],
        "cohort": {
            "folds": 10,
            "repeats": 5,
            "seeds": [0, 1, 2, 3, 4],
            "n_targets": 1,
            "mean_auroc": aurocs,
            "mean_auroc_ci": {
                name: [v - 0.025, v + 0.025] for name, v in aurocs.items()
            },
            "differences": [{"of": "lab_head", "less": "diagnoses", **gain}],
            "labs": [
                {
                    **lab,
                    "lab_head_auroc": 0.6875,
                    "diagnoses_auroc": 0.625,
                    "difference": {"value": 0.0625, "ci": [-0.03125, 0.15625]},
                }
            ],
        },
    }
