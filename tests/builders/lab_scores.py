"""An estimated laboratory abnormality whose figures are invented."""

from typing import Any

from ecgkt.types.reading import LabScore


def invented_lab(name: str = "Creatinine", **changes: Any) -> LabScore:
    """Make a lab whose figures are invented."""
    values: dict[str, Any] = {
        "code": "2160-0",
        "name": name,
        "direction": "high",
        "probability": 0.41,
        "auroc": 0.69,
        "auroc_ci": (0.6, 0.78),
        "threshold": 0.3,
        "positive": True,
        "likelihood_ratio": 2.4,
        "likelihood_ratio_ci": (1.3, 4.4),
        "percentile": 91.3,
        "flagged": True,
        "flagged_of_normal": 0.012,
        "n_patients": 34,
        "readable": True,
        "taught_by": "patients",
        "reference_range": (0.5, 1.2),
        "unit": "mg/dL",
    }
    return LabScore(**{**values, **changes})
