"""Units of MIMIC-IV's laboratory, and what turns one into another."""

from types import MappingProxyType
from typing import NamedTuple


class Unit(NamedTuple):
    """
    What a unit measures, and its size in the basic unit of that.

    Attributes
    ----------
    dimension : str
        Units of one dimension can be turned into each other.
    scale : float
        How many basic units it is.
    """

    dimension: str
    scale: float


_MASS = {"g": 1.0, "mg": 1e-3, "ug": 1e-6, "mcg": 1e-6, "ng": 1e-9, "pg": 1e-12}
_AMOUNT = {"mol": 1.0, "mmol": 1e-3, "umol": 1e-6, "nmol": 1e-9, "pmol": 1e-12}
_ACTIVITY = {"iu": 1.0, "u": 1.0, "miu": 1e-3, "mu": 1e-3, "uiu": 1e-6, "uu": 1e-6}
_VOLUME = {"l": 1.0, "dl": 0.1, "ml": 1e-3, "ul": 1e-6}

# fmt: off
_OTHERS = {
    "%": ("share", 0.01), "ratio": ("ratio", 1.0), "mg/mg": ("ratio", 1.0),
    "mg/g": ("ratio", 1e-3), "ug/mg": ("ratio", 1e-3), "mcg/mg": ("ratio", 1e-3),
    "g/g": ("ratio", 1.0), "index": ("index", 1.0), "units": ("units", 1.0),
    "#/ul": ("count", 1.0), "/ul": ("count", 1.0), "cells/ul": ("count", 1.0),
    "k/ul": ("count", 1e3), "m/ul": ("count", 1e6), "#/cumm": ("count", 1.0),
    "#/hpf": ("per high field", 1.0), "/hpf": ("per high field", 1.0),
    "#/lpf": ("per low field", 1.0), "/lpf": ("per low field", 1.0),
    "meq/l": ("equivalents", 1e-3), "fl": ("volume", 1e-15), "pg": ("mass", 1e-12),
    "ml": ("volume", 1e-3), "l": ("volume", 1.0), "g": ("mass", 1.0),
    "mg": ("mass", 1e-3), "ug": ("mass", 1e-6),
    "sec": ("time", 1.0), "s": ("time", 1.0), "min": ("time", 60.0),
    "hrs": ("time", 3600.0), "hours": ("time", 3600.0), "24hrs": ("time", 86400.0),
    "mmhg": ("pressure", 1.0), "cmh2o": ("pressure", 0.7356),
    "mosm/kg": ("osmolality", 1e-3), "mm/hr": ("sedimentation", 1.0),
    "l/min": ("flow", 1.0), "ml/min": ("flow", 1e-3),
    "ml/min/1.73m2": ("filtration", 1.0), "mg/24hr": ("excretion", 1.0),
    "mg/day": ("excretion", 1.0), "g/24hr": ("excretion", 1e3),
    "ng/mlfeu": ("fibrinogen equivalents", 1.0), "u/g/hb": ("per hemoglobin", 1.0),
    "u/ghb": ("per hemoglobin", 1.0), "eu/dl": ("ehrlich", 1.0),
    "copies/ml": ("copies", 1.0), "log10copies/ml": ("log copies", 1.0),
    "log10cp/ml": ("log copies", 1.0), "log10iu/ml": ("log activity", 1.0),
    "ng/ml/hr": ("renin activity", 1.0), "nmol/min/ml": ("enzyme", 1.0),
    "gpl": ("gpl", 1.0), "mpl": ("mpl", 1.0), "apl": ("apl", 1.0),
    "sgu": ("sgu", 1.0), "smu": ("smu", 1.0), "au": ("au", 1.0),
    "au/ml": ("au/ml", 1.0), "ai": ("ai", 1.0), "ev": ("ev", 1.0),
    "s/co": ("s/co", 1.0), "titer": ("titer", 1.0), "score": ("score", 1.0),
    "mom": ("mom", 1.0), "deg.c": ("temperature", 1.0), "°c": ("temperature", 1.0),
    "serumvis": ("viscosity", 1.0), "lu": ("lu", 1.0), "sd": ("sd", 1.0),
    "u": ("activity", 1.0), "iu": ("activity", 1.0),
}
# fmt: on


def _all_units() -> dict[str, Unit]:
    units = {name: Unit(*values) for name, values in _OTHERS.items()}
    parts = (("mass/l", _MASS), ("amount/l", _AMOUNT), ("activity/l", _ACTIVITY))
    for dimension, sizes in parts:
        for top, size in sizes.items():
            for bottom, volume in _VOLUME.items():
                units[f"{top}/{bottom}"] = Unit(dimension, size / volume)
    return units


UNITS = MappingProxyType(_all_units())
"""Every unit that is understood, by its spelling without spaces in lower case."""

# fmt: off
_BY_LAB = {
    # A monovalent ion has one equivalent per mole, calcium and magnesium two.
    ("sodium", "amount/l", "equivalents"): 1.0,
    ("potassium", "amount/l", "equivalents"): 1.0,
    ("chloride", "amount/l", "equivalents"): 1.0,
    ("bicarbonate", "amount/l", "equivalents"): 1.0,
    ("free calcium", "equivalents", "amount/l"): 0.5,
    ("magnesium", "equivalents", "amount/l"): 0.5,
    # % of red cell mass concentration is g per 100 mL (1 g/dL = 10 g/L).
    ("mchc", "share", "mass/l"): 1000.0,
    # Both D-dimer items of MIMIC-IV state the range 0-500, that of FEU.
    ("d-dimer", "mass/l", "fibrinogen equivalents"): 1e9 / 1e3,
}
# fmt: on


def unit_key(text: str) -> str:
    """Bring the spellings of one unit together: no spaces, lower case, plain µ."""
    return "".join(text.split()).lower().replace("µ", "u").replace("μ", "u")


def factor(label: str, unit: str, wanted: str) -> float | None:
    """
    Find what a value is multiplied with to change its unit.

    Parameters
    ----------
    label : str
        The laboratory's label; a few conversions hold for one substance only.
    unit, wanted : str
        Present and wanted unit, both in `UNITS` by their key.

    Returns
    -------
    float or None
        None if the units measure different things.

    Examples
    --------
    >>> factor("Creatinine", "mg/L", "mg/dL")
    0.1
    >>> factor("Creatinine", "mg/dL", "%") is None
    True
    """
    have, want = UNITS[unit_key(unit)], UNITS[unit_key(wanted)]
    if have.dimension == want.dimension:
        return round(have.scale / want.scale, 12)
    lab = label.lower()
    special = _BY_LAB.get((lab, have.dimension, want.dimension))
    if special is None and (lab, want.dimension, have.dimension) in _BY_LAB:
        special = 1 / _BY_LAB[lab, want.dimension, have.dimension]
    if special is None:
        return None
    return round(special * have.scale / want.scale, 12)
