"""The laboratory tests of the cohort, as MIMIC-IV lists them."""

from typing import NamedTuple


class Lab(NamedTuple):
    """
    One row of MIMIC-IV's `d_labitems`, with the limits its laboratory prints.

    Attributes
    ----------
    itemid : int
        MIMIC-IV's identifier.
    label, category, unit : str
        As MIMIC-IV writes them; the fluid is always Blood.
    lower, upper : float
        Reference range; for men, where women have their own.
    panel : str
        What is ordered together.
    decimals : int
        Of the printed value.
    drift : float
        Standard deviation of the change within an hour, as a share of the spread.
    women : tuple of two floats or None
        Reference range of women.
    """

    itemid: int
    label: str
    category: str
    unit: str
    lower: float
    upper: float
    panel: str
    decimals: int
    drift: float
    women: tuple[float, float] | None = None


_CHEM, _HEM = "Chemistry", "Hematology"
LABS = {
    "potassium": Lab(50971, "Potassium", _CHEM, "mEq/L", 3.3, 5.1, "basic", 1, 0.16),
    "sodium": Lab(50983, "Sodium", _CHEM, "mEq/L", 133, 145, "basic", 0, 0.9),
    "chloride": Lab(50902, "Chloride", _CHEM, "mEq/L", 96, 108, "basic", 0, 0.9),
    "bicarbonate": Lab(50882, "Bicarbonate", _CHEM, "mEq/L", 22, 32, "basic", 0, 0.8),
    "urea": Lab(51006, "Urea Nitrogen", _CHEM, "mg/dL", 6, 20, "basic", 0, 0.8),
    "creatinine": Lab(
        50912, "Creatinine", _CHEM, "mg/dL", 0.5, 1.2, "basic", 1, 0.04, (0.4, 1.1)
    ),
    "glucose": Lab(50931, "Glucose", _CHEM, "mg/dL", 70, 100, "basic", 0, 12.0),
    "calcium": Lab(
        50893, "Calcium, Total", _CHEM, "mg/dL", 8.4, 10.3, "minerals", 1, 0.12
    ),
    "magnesium": Lab(50960, "Magnesium", _CHEM, "mg/dL", 1.6, 2.6, "minerals", 1, 0.06),
    "phosphate": Lab(50970, "Phosphate", _CHEM, "mg/dL", 2.7, 4.5, "minerals", 1, 0.2),
    "haemoglobin": Lab(
        51222, "Hemoglobin", _HEM, "g/dL", 13.7, 17.5, "count", 1, 0.2, (11.2, 15.7)
    ),
    "haematocrit": Lab(
        51221, "Hematocrit", _HEM, "%", 40, 51, "count", 1, 0.6, (34, 45)
    ),
    "rdw": Lab(51277, "RDW", _HEM, "%", 10.5, 15.5, "count", 1, 0.05),
    "white_cells": Lab(
        51301, "White Blood Cells", _HEM, "K/uL", 4, 10, "count", 1, 0.5
    ),
    "platelets": Lab(51265, "Platelet Count", _HEM, "K/uL", 150, 400, "count", 0, 8.0),
    "inr": Lab(51237, "INR(PT)", _HEM, "", 0.9, 1.1, "clotting", 1, 0.03),
    "lactate": Lab(50813, "Lactate", "Blood Gas", "mmol/L", 0.5, 2, "gas", 1, 0.2),
    "free_calcium": Lab(
        50808, "Free Calcium", "Blood Gas", "mmol/L", 1.12, 1.32, "gas", 2, 0.02
    ),
    "troponin": Lab(51003, "Troponin T", _CHEM, "ng/mL", 0, 0.01, "troponin", 2, 0.0),
    "bnp": Lab(50963, "NTproBNP", _CHEM, "pg/mL", 0, 353, "bnp", 0, 30.0),
    "albumin": Lab(50862, "Albumin", _CHEM, "g/dL", 3.5, 5.2, "liver", 1, 0.08),
    "tsh": Lab(
        50993,
        "Thyroid Stimulating Hormone",
        _CHEM,
        "uIU/mL",
        0.27,
        4.2,
        "thyroid",
        2,
        0.05,
    ),
}
"""Items, labels, units and limits as in the MIMIC-IV demo."""
