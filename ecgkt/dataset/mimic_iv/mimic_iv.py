"""MIMIC-IV and MIMIC-IV-ECG in PhysioNet's layout become a prepared store."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ecgkt.config import StoreConfig
from ecgkt.dataset.mimic_iv.diagnoses import Diagnoses, diagnoses
from ecgkt.dataset.mimic_iv.ext_icd import LAST_TRAIN as FILE_LAST_TRAIN
from ecgkt.dataset.mimic_iv.ext_icd import LAST_TUNING as FILE_LAST_TUNING
from ecgkt.dataset.mimic_iv.ext_icd import match_file
from ecgkt.dataset.mimic_iv.flow import Flow
from ecgkt.dataset.mimic_iv.lab_catalogue import lab_catalogue
from ecgkt.dataset.mimic_iv.labs import near_labs
from ecgkt.dataset.mimic_iv.layout import find_tables
from ecgkt.dataset.mimic_iv.options import MimicFolders, MimicOptions
from ecgkt.dataset.mimic_iv.records import (
    LAST_TRAIN,
    LAST_TUNING,
    N_FOLDS,
    list_ecgs,
    with_patients,
)
from ecgkt.dataset.mimic_iv.tables import MimicTables
from ecgkt.dataset.mimic_iv.vitals import near_body, near_vitals
from ecgkt.dataset.patient_folds import hashed_folds, split_names
from ecgkt.dataset.prepare import Source, write_store
from ecgkt.errors import EcgktError

OPTIONAL = ("triage", "chartevents")
"""Tables that a given folder may lack: MIMIC-IV's demo has no chartevents."""


def prepare_mimic_iv(
    folders: MimicFolders, out: Path, *, options: MimicOptions | None = None
) -> dict[str, Any]:
    """
    Write the store of MIMIC-IV-ECG with what MIMIC-IV knows around each ECG.

    Parameters
    ----------
    folders : MimicFolders
        The full release, the open demos or a simulated cohort: the layout is the same.
    out : pathlib.Path
        Folder of the store.
    options : MimicOptions, optional
        Window, limits and label rules; the paper's by default.

    Returns
    -------
    dict
        The manifest, with ``labs``, ``flow``, ``window_hours``, ``limits`` and more.

    Raises
    ------
    EcgktError
        If a table or column is missing, a file is cut or malformed, a unit unknown,
        too many ECGs lack a patient or a waveform, or the store exists.

    References
    ----------
    .. [1] Gow et al., MIMIC-IV-ECG 1.0, and Johnson et al., MIMIC-IV 2.2, PhysioNet.
    .. [2] CardioLab, arXiv 2411.14886 (labs, vitals, biometrics); MDS-ED, arXiv
       2407.17856, and MIMIC-IV-ECG-Ext-ICD (diagnoses, folds). Departures stand with
       each rule.
    """
    if out.exists():
        raise EcgktError(f"{out} exists already: choose another folder or remove it")
    source = mimic_source(folders, out.parent, options=options or MimicOptions())
    return write_store(source, out, StoreConfig())


def mimic_source(
    folders: MimicFolders, scratch: Path, *, options: MimicOptions
) -> Source:
    """
    Gather all tables of the store; signals stay where they are.

    Parameters
    ----------
    folders : MimicFolders
        Where the tables lie.
    scratch : pathlib.Path
        An existing folder with room for what does not fit into memory; left as found.
    options : MimicOptions
        Window, limits and label rules.

    Returns
    -------
    Source
        For `write_store`.

    Raises
    ------
    EcgktError
        As `prepare_mimic_iv`, but for the store and damaged signals.
    """
    found = find_tables(folders._asdict(), optional=OPTIONAL)
    scratch.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=scratch, prefix=".mimic-iv-") as spill,
        MimicTables(found, Path(spill)) as tables,
    ):
        ecgs = list_ecgs(tables)
        flow = Flow(ecgs)
        ecgs = with_patients(tables, ecgs, flow, max_share=StoreConfig().max_bad_share)
        ecgs = _with_folds(tables, ecgs, flow)
        return _gather(tables, ecgs, flow, options)


def _with_folds(tables: MimicTables, ecgs: pd.DataFrame, flow: Flow) -> pd.DataFrame:
    if "records_w_diag_icd10" in tables:
        matched = match_file(tables, ecgs)
        reasons = pd.Series(None, index=ecgs.index, dtype=object)
        reasons[matched["fold"].isna()] = "the patient is not in the file of diagnoses"
        ecgs = flow.drop(
            ecgs.assign(**matched),
            reasons,
            step="with a fold",
            why="the patient has no fold in the file of diagnoses",
        )
        fold = ecgs["fold"].to_numpy("int8")
        names = split_names(
            fold, last_train=FILE_LAST_TRAIN, last_tuning=FILE_LAST_TUNING
        )
    else:
        fold = hashed_folds(ecgs["patient_id"], N_FOLDS).astype("int8")
        names = split_names(fold, last_train=LAST_TRAIN, last_tuning=LAST_TUNING)
    # As objects: the bytes of a store are those of earlier ones.
    split = pd.Series(names, index=ecgs.index, dtype=object)
    return ecgs.assign(fold=fold, split=split)


def _gather(
    tables: MimicTables, ecgs: pd.DataFrame, flow: Flow, options: MimicOptions
) -> Source:
    n_ecgs = len(ecgs)
    places = ecgs[["patient_id", "time"]].rename(columns={"patient_id": "subject_id"})
    tables.store("ecgs", places.assign(row=np.arange(n_ecgs)))
    found = diagnoses(tables, ecgs, options, stated=ecgs.get("codes"))
    vitals = near_vitals(tables, n_ecgs, triage=options.triage)
    body, has_body = near_body(tables, n_ecgs)
    catalogue = lab_catalogue(tables, options)
    near = near_labs(tables, catalogue, n_ecgs, options)
    labs = near.tables
    has_lab = np.isin(ecgs["patient_id"], list(catalogue.patients))
    why = f"no laboratory value within {options.window_hours:g} h of the ECG"
    for has, step, reason in (
        (found.is_labelled, "labelled", "no diagnosis code of an admission or ED stay"),
        (has_lab, "patient has laboratory", "the patient has no laboratory row"),
        (labs.values.notna().any(axis=1).to_numpy(), "with labs", why),
        (vitals.notna().any(axis=1).to_numpy(), "with vitals", "none within 30 min"),
        (has_body, "with biometrics", "none within 30 days"),
    ):
        flow.note(ecgs, has, step=step, why=reason)
    flow.split(ecgs)
    columns = ["record_id", "patient_id", "fold", "split", "age", "sex", "time"]
    records = pd.concat([ecgs[columns], body], axis=1).assign(
        is_labelled=found.is_labelled, stay=found.stay, label_source=found.source
    )
    without = sorted(set(ecgs["patient_id"][~has_lab].tolist()))
    notes = {
        **_stated_options(options),
        "labs": near.limits,
        "statements": list(found.statements.columns),
        "flow": flow.steps,
        "laboratory_rows": catalogue.left_out,
        "patients_without_laboratory": without,
        "tables": {name: table.path.name for name, table in tables.tables.items()},
        **_stated_diagnoses(found),
    }
    return Source(
        name="mimic-iv",
        paths=tuple(ecgs["path"]),
        records=records,
        statements=found.statements,
        quarantine=flow.quarantine(),
        labs=labs,
        vitals=vitals,
        notes=notes,
    )


def _stated_options(options: MimicOptions) -> dict[str, Any]:
    return {
        "window_hours": options.window_hours,
        "limits": options.limits,
        "monitor_hours": options.monitor_hours,
        "options": options.to_dict(),
    }


def _stated_diagnoses(found: Diagnoses) -> dict[str, Any]:
    by = pd.Series(found.source[found.is_labelled]).value_counts()
    return {
        "label_sources": {str(name): int(count) for name, count in by.items()},
        "icd9_without_icd10": found.unmapped,
    }
