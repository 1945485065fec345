"""Figures of one label, all of them invented."""

from ecgkt.results.model_card import LabelFigures


def label_figures(code="AFIB", **fields):
    given = {
        "n": 2000,
        "positives": 200,
        "prevalence": 0.1,
        "validated": True,
        "auroc": 0.9,
        "auroc_ci": (0.88, 0.93),
        "auprc": 0.6,
        "auprc_ci": (0.5, 0.7),
        "threshold": 0.3,
        "sensitivity": 0.8,
        "specificity": 0.85,
        "ppv": 0.4,
        "calibration_slope": 1.0,
        "calibration_intercept": 0.0,
        "ece": 0.01,
        "reliability": ((0.05, 0.04, 1500), (0.4, 0.45, 300), (0.8, 0.75, 200)),
        "roc": ((0.0, 0.0), (0.15, 0.8), (1.0, 1.0)),
    }
    return LabelFigures(code=code, **{**given, **fields})
