"""PTB-XL's two CSV files become record and statement tables."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from ecgkt.dataset.patient_folds import split_names
from ecgkt.errors import EcgktError
from ecgkt.vocab.statements import CODES

# fmt: off
DUPLICATES = frozenset({
    137, 139, 140, 141, 142, 143, 145, 456, 458, 459, 461, 462, 2506, 2511, 3795, 3798,
    3800, 3801, 3832, 5817, 7777, 7779, 7782, 9821, 9825, 9888, 11810, 11814, 11815,
    11817, 11838, 13791, 13793, 13796, 13797, 13799, 15742, 18150,
})
# fmt: on
"""Records of release 1.0.1 that release 1.0.3 removed (its changelog)."""

MAX_AGE = 90.0
"""Years; PTB-XL 1.0.2 writes 300 for "90 or more", 1.0.1 the age itself."""

PLAUSIBLE = {"height": (60.0, 400.0), "weight": (20.0, 400.0)}
"""cm and kg (limits of CardioLab, arXiv 2411.14886); outside: missing."""

MAX_BMI = 100.0
"""kg/m²; beyond it height or weight is wrong and both are missing."""

COLUMNS = [
    *("ecg_id", "patient_id", "age", "sex", "height", "weight", "site", "device"),
    *("pacemaker", "scp_codes", "strat_fold", "filename_lr", "filename_hr", "report"),
]


def load_tables(source: Path) -> pd.DataFrame:
    """
    Read ``ptbxl_database.csv``.

    Parameters
    ----------
    source : pathlib.Path
        Folder in PhysioNet's layout.

    Returns
    -------
    pandas.DataFrame
        `COLUMNS`, one row per recording, duplicates still in it.

    Raises
    ------
    EcgktError
        If the file is missing or lacks a column.
    """
    path = source / "ptbxl_database.csv"
    try:
        return pd.read_csv(path, usecols=COLUMNS)[COLUMNS]
    except FileNotFoundError as error:
        message = (
            f"expected PTB-XL's ptbxl_database.csv in {source}, found no such file"
        )
        raise EcgktError(message) from error
    except ValueError as error:
        raise EcgktError(
            f"ptbxl_database.csv is not as PTB-XL writes it: {error}"
        ) from error


def records_table(table: pd.DataFrame) -> pd.DataFrame:
    """
    Bring the patients' data to this project's names, units and limits.

    Parameters
    ----------
    table : pandas.DataFrame
        What `load_tables` gave.

    Returns
    -------
    pandas.DataFrame
        record_id, patient_id, fold, split, age, sex, height, weight, site, device,
        pacemaker.

    Raises
    ------
    EcgktError
        If a fold lies outside 1-10.
    """
    fold = table["strat_fold"]
    if not fold.between(1, 10).all():
        raise EcgktError("strat_fold must lie in 1-10")
    height = table["height"].where(table["height"].between(*PLAUSIBLE["height"]))
    weight = table["weight"].where(table["weight"].between(*PLAUSIBLE["weight"]))
    plausible = ~(weight / (height / 100) ** 2 > MAX_BMI)
    return pd.DataFrame(
        {
            "record_id": table["ecg_id"].astype(str),
            "patient_id": table["patient_id"].astype("int64"),
            "fold": fold.astype("int8"),
            "split": split_names(fold, last_train=8, last_tuning=9),
            "age": table["age"].clip(upper=MAX_AGE).astype("float32"),
            "sex": table["sex"].map({0: "male", 1: "female"}),
            "height": height.where(plausible).astype("float32"),
            "weight": weight.where(plausible).astype("float32"),
            "site": table["site"].astype("float32"),
            "device": table["device"].str.strip(),
            "pacemaker": table["pacemaker"].notna(),
        }
    ).reset_index(drop=True)


def statements_table(table: pd.DataFrame) -> pd.DataFrame:
    """
    Spread ``scp_codes`` over one column per statement.

    Parameters
    ----------
    table : pandas.DataFrame
        What `load_tables` gave.

    Returns
    -------
    pandas.DataFrame
        Columns `CODES`, float32: likelihood in percent, NaN where not stated. PTB-XL
        writes 0 for "stated, likelihood unknown".

    Raises
    ------
    EcgktError
        If a code is not in the vocabulary.
    """
    column = {code: index for index, code in enumerate(CODES)}
    values = np.full((len(table), len(CODES)), np.nan, np.float32)
    for row, text in enumerate(table["scp_codes"]):
        for code, likelihood in json.loads(text.replace("'", '"')).items():
            if code not in column:
                raise EcgktError(
                    f"scp_codes holds {code!r}, which is no known statement"
                )
            values[row, column[code]] = likelihood
    return pd.DataFrame(values, columns=list(CODES))
