"""Spellings and sizes of units are brought together, kinds are not mixed."""

import pytest

from ecgkt.dataset.mimic_iv.units import UNITS, factor, unit_key


@pytest.mark.parametrize(
    ("label", "unit", "wanted", "expected"),
    [
        ("Creatinine", "mg/dL", "mg/dL", 1.0),
        ("Creatinine", "mg/L", "mg/dL", 0.1),
        ("C-Reactive Protein", "mg/dL", "mg/L", 10.0),
        ("Absolute Lymphocyte Count", "#/uL", "K/uL", 0.001),
        ("Creatine Kinase (CK)", "U/L", "IU/L", 1.0),
        ("pO2", "mmHg", "mm Hg", 1.0),
        ("Ferritin", "μg/L", "ng/mL", 1.0),
        ("Potassium", "mmol/L", "mEq/L", 1.0),
        ("Magnesium", "mEq/L", "mmol/L", 0.5),
        ("MCHC", "%", "g/dL", 1.0),
        ("MCHC", "g/dL", "%", 1.0),
        ("D-Dimer", "ng/mL", "ng/mL FEU", 1.0),
        ("Creatinine", "umol/L", "mg/dL", None),
        ("Hemoglobin", "%", "g/dL", None),
    ],
)
def test_factor_between_units(label, unit, wanted, expected):
    assert factor(label, unit, wanted) == expected


def test_unknown_unit_has_no_factor():
    with pytest.raises(KeyError, match="furlongs"):
        factor("Potassium", "furlongs", "mEq/L")


def test_every_key_is_its_own_spelling():
    assert all(unit_key(name) == name for name in UNITS)
