"""All that a store knows of a recording beside its ECG, as one table of numbers."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecgkt.dataset.store import PreparedStore

MODALITIES = ("labs", "vitals", "biometrics", "findings")
MAX_BMI = 100.0
"""kg/m²; above it height or weight is wrong (MDS-ED)."""
SEXES = {"male": 0.0, "female": 1.0}


class ClinicalTable(NamedTuple):
    """
    Tabular context of every recording.

    Attributes
    ----------
    names : tuple of str
        Of the columns.
    modalities : tuple of str
        One of `MODALITIES` per column.
    values : numpy.ndarray of shape (n_records, n_columns), float32
        In the units of the store; sex is 0 (male) or 1 (female); NaN where missing.
    """

    names: tuple[str, ...]
    modalities: tuple[str, ...]
    values: NDArray[np.float32]


def clinical_table(store: PreparedStore) -> ClinicalTable:
    """
    Lay labs, vitals and biometrics side by side, or take what reports say alone.

    Parameters
    ----------
    store : PreparedStore
        Of any source; what it lacks gives no columns, or gaps.

    Returns
    -------
    ClinicalTable
        Rows as in the store; biometrics are age (years), sex, height (cm), weight (kg)
        and bmi (kg/m²), whether known or not. A store that holds reports' findings
        gives these alone: in PTB-XL whether a weight was noted tells the site.
    """
    if store.findings is not None:
        names = tuple(map(str, store.findings.columns))
        values = store.findings.to_numpy(np.float32)
        return ClinicalTable(names, ("findings",) * len(names), values)
    empty = pd.DataFrame(index=store.records.index)
    parts = {
        "labs": empty if store.labs is None else store.labs.values,
        "vitals": empty if store.vitals is None else store.vitals,
        "biometrics": _biometrics(store.records),
    }
    return ClinicalTable(
        names=tuple(str(name) for part in parts.values() for name in part.columns),
        modalities=tuple(key for key, part in parts.items() for _ in part.columns),
        values=np.hstack([part.to_numpy(np.float32) for part in parts.values()]),
    )


def _biometrics(records: pd.DataFrame) -> pd.DataFrame:
    missing = pd.Series(np.nan, index=records.index)

    def column(name: str) -> pd.Series:
        return records[name].astype(float) if name in records else missing

    height, weight = column("height"), column("weight")
    sex = records["sex"].map(SEXES) if "sex" in records else missing
    bmi = column("bmi").fillna(weight / (height / 100) ** 2)
    return pd.DataFrame(
        {
            "age": column("age"),
            "sex": sex.astype(float),
            "height": height,
            "weight": weight,
            "bmi": bmi.where(bmi <= MAX_BMI),
        }
    )
