"""A model card whose numbers are drawn, not measured."""

import numpy as np


def invented_card() -> dict:
    """A card of plausible form whose numbers are drawn, not measured."""
    from ecgkt.vocab.statements import CODES, SUPERCLASSES

    rng = np.random.default_rng(0)

    def label(code: str) -> dict:
        positives = int(rng.integers(5, 500))
        auroc = float(rng.uniform(0.8, 0.97))
        auprc = float(rng.uniform(0.2, 0.8))
        means = np.linspace(0.03, 0.97, 15)
        figures = {
            "code": code,
            "n": 2198,
            "positives": positives,
            "validated": positives >= 50,
            "auroc": auroc,
            "auroc_ci": [auroc - 0.02, min(1.0, auroc + 0.02)],
            "auprc": auprc,
            "auprc_ci": [auprc - 0.05, auprc + 0.05],
            "threshold": 0.5,
            "sensitivity": 0.8,
            "specificity": 0.9,
            "ppv": 0.5,
            "prevalence": positives / 2198,
            "calibration_slope": 1.0,
            "calibration_intercept": 0.0,
            "ece": 0.01,
            "reliability": [[float(p), float(p), 146] for p in means],
        }
        if code in SUPERCLASSES:
            figures["roc"] = [[0.0, 0.0], [0.1, 0.8], [1.0, 1.0]]
        return figures

    names = ("all", "diagnostic", "sub", "super", "form", "rhythm", "validated")
    figure = {
        "auroc": 0.9,
        "auroc_ci": [0.89, 0.91],
        "auprc": 0.4,
        "auprc_ci": [0.38, 0.42],
    }
    return {
        "schema": "ecgkt.card/1",
        "name": "tiny",
        "version": "0.0.0",
        "created": "2026-01-01",
        "intended_use": "Research and education only.",
        "data": {"dataset": "invented", "credits": ["none"], "data_hash": "0" * 64},
        "training": {"command": "none", "seed": 0, "epochs": 0, "n_parameters": 1},
        "rules": {"threshold": "1/2", "superclass": "noisy-or", "calibration": "none"},
        "macro": {name: {**figure, "n_labels": 5} for name in names},
        "calibration": {"ece": 0.01, "slope": 1.0, "intercept": 0.0},
        "labels": [label(code) for code in CODES],
        "superclasses": [label(code) for code in SUPERCLASSES],
        "limits": ["Invented for tests."],
    }
