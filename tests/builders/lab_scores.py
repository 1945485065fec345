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
        "n_patients": 34,
        "readable": True,
        "taught_by": "patients",
        "reference_range": (0.5, 1.2),
        "unit": "mg/dL",
    }
    return LabScore(**{**values, **changes})
