"""Labels and folds of MIMIC-IV-ECG-Ext-ICD, matched to the ECGs at hand."""

import pandas as pd

from ecgkt.dataset.mimic_iv.tables import MimicTables
from ecgkt.errors import EcgktError

LAST_TRAIN, LAST_TUNING, LAST = 17, 18, 19
"""strat_fold 0-17 / 18 / 19 are train, tuning and held_out."""


def match_file(tables: MimicTables, ecgs: pd.DataFrame) -> pd.DataFrame:
    """
    Find the file's row of each ECG: by study, else by patient and minute.

    Parameters
    ----------
    tables : MimicTables
        With records_w_diag_icd10.
    ecgs : pandas.DataFrame
        record_id, patient_id and time.

    Returns
    -------
    pandas.DataFrame
        fold (Int64, missing where neither the ECG nor its patient is in the file) and
        codes (``all_diag_all``, missing likewise), rows as in `ecgs`.

    Raises
    ------
    EcgktError
        If a fold lies outside 0-19 or a patient has two.

    Notes
    -----
    The demo numbers its studies otherwise than release 1.0, so equal times of equal
    patients count as well.
    """
    file = tables.frame(
        "SELECT study_id, subject_id, ecg_time, all_diag_all AS codes, "
        f"strat_fold AS fold FROM {tables.sql('records_w_diag_icd10')}"
    )
    _check_folds(file, str(tables.tables["records_w_diag_icd10"].path))
    by_study = file.drop_duplicates("study_id").set_index("study_id")["codes"]
    codes = pd.Series(by_study.reindex(ecgs["record_id"]).to_numpy(object), ecgs.index)
    file["minute"] = file["ecg_time"].dt.floor("min")
    timed = file.dropna(subset=["subject_id", "minute"])
    timed = timed.drop_duplicates(["subject_id", "minute"])
    by_time = timed.set_index(["subject_id", "minute"])["codes"]
    places = pd.MultiIndex.from_arrays(
        [ecgs["patient_id"], ecgs["time"].dt.floor("min")]
    )
    other = pd.Series(by_time.reindex(places).to_numpy(object), ecgs.index)
    by_patient = file.drop_duplicates("subject_id").set_index("subject_id")["fold"]
    fold = pd.Series(by_patient.reindex(ecgs["patient_id"]).to_numpy(), ecgs.index)
    return pd.DataFrame(
        {"fold": fold.astype("Int64"), "codes": codes.where(codes.notna(), other)}
    )


def _check_folds(file: pd.DataFrame, path: str) -> None:
    if not file["fold"].fillna(-1).between(0, LAST).all():
        raise EcgktError(f"{path}: strat_fold must lie in 0-{LAST} in every row")
    several = file.groupby("subject_id")["fold"].nunique()
    if (several > 1).any():
        raise EcgktError(
            f"{path}: subject {several.index[several > 1][0]} stands in two folds"
        )
