"""MIMIC-IV-ECG's list and MIMIC-IV's patients become the index of recordings."""

from pathlib import Path

import pandas as pd

from ecgkt.dataset.mimic_iv.flow import Flow
from ecgkt.dataset.mimic_iv.tables import MimicTables
from ecgkt.errors import EcgktError

MAX_AGE = 90.0
"""Years; MIMIC-IV writes an anchor_age of 91 for everyone above 89."""

N_FOLDS = 20
LAST_TRAIN, LAST_TUNING = 15, 17
"""Folds by hash: 0-15 train, 16-17 tuning, 18-19 held_out."""


def list_ecgs(tables: MimicTables) -> pd.DataFrame:
    """
    Read ``record_list.csv``.

    Parameters
    ----------
    tables : MimicTables
        With record_list.

    Returns
    -------
    pandas.DataFrame
        record_id (the study_id), patient_id (Int64, missing where the row has none),
        time, path (without extension).

    Raises
    ------
    EcgktError
        If a study or a time is missing, or a study stands there twice.
    """
    listed = tables.tables["record_list"].path
    table = tables.frame(
        "SELECT study_id AS record_id, subject_id AS patient_id, "
        f"ecg_time AS time, path FROM {tables.sql('record_list')}"
    )
    absent = table[["record_id", "time", "path"]].isna().any(axis=1)
    if absent.any():
        raise EcgktError(
            f"{listed}: {int(absent.sum())} rows lack study_id, ecg_time or path; the "
            f"first is of study {table['record_id'][absent].iloc[0]}"
        )
    twice = table["record_id"].duplicated()
    if twice.any():
        raise EcgktError(
            f"{listed}: study {table['record_id'][twice].iloc[0]} is listed twice"
        )
    table["patient_id"] = table["patient_id"].astype("Int64")
    table["path"] = f"{listed.parent}/" + table["path"].astype(str)
    # DuckDB promises no order; the store's rows must not depend on the threads.
    return table.sort_values(["patient_id", "time", "record_id"], ignore_index=True)


def with_patients(
    tables: MimicTables, ecgs: pd.DataFrame, flow: Flow, *, max_share: float
) -> pd.DataFrame:
    """
    Join the patients, and leave out ECGs without patient or without waveform.

    Parameters
    ----------
    tables : MimicTables
        With patients.
    ecgs : pandas.DataFrame
        What `list_ecgs` gave.
    flow : Flow
        Where the losses are written down.
    max_share : float
        Of the listed ECGs that may go at each of the two steps.

    Returns
    -------
    pandas.DataFrame
        Columns of `ecgs` and age (years, at most 90), sex ("male", "female" or None).

    Raises
    ------
    EcgktError
        If more are lost than that; the first is named.

    References
    ----------
    .. [1] MIMIC-IV, patients table: age at a time is anchor_age plus the years since
       anchor_year, https://mimic.mit.edu/docs/iv/modules/hosp/patients/
    """
    patients = tables.frame(
        "SELECT subject_id, any_value(gender) AS gender, any_value(anchor_age) AS age, "
        f"any_value(anchor_year) AS year FROM {tables.sql('patients')} GROUP BY 1"
    ).set_index("subject_id")
    reasons = _unknown_patient(ecgs["patient_id"], patients.index)
    ecgs = flow.drop(
        ecgs,
        reasons,
        step="with a patient",
        why="subject_id is missing or not in patients",
        max_share=max_share,
    )
    ecgs = flow.drop(
        ecgs,
        ecgs["path"].map(_missing_file).astype(object),
        step="with a waveform",
        why="the .hea or .dat file of the list does not exist",
        max_share=max_share,
    )
    ecgs["patient_id"] = ecgs["patient_id"].astype("int64")
    own = patients.loc[ecgs["patient_id"]].reset_index(drop=True)
    age = ecgs["time"].dt.year - own["year"] + own["age"]
    sex = own["gender"].astype(object).map({"M": "male", "F": "female"})
    return ecgs.assign(
        age=age.clip(upper=MAX_AGE).astype("float32"),
        sex=sex.astype(object).where(sex.notna(), None),
    )


def _unknown_patient(ids: pd.Series, known: pd.Index) -> pd.Series:
    reasons = pd.Series(None, index=ids.index, dtype=object)
    unknown = ~ids.isin(known)
    reasons[unknown] = "subject " + ids[unknown].astype(str) + " is not in patients"
    reasons[ids.isna()] = "record_list names no subject_id"
    return reasons


def _missing_file(path: str) -> str | None:
    for suffix in (".hea", ".dat"):
        if not Path(path + suffix).is_file():
            return f"the record's {suffix} file does not exist"
    return None
