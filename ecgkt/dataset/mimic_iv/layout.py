"""Which tables MIMIC-IV has, where they lie, and which columns are read of them."""

import csv
import gzip
import os
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ecgkt.errors import EcgktError

ID, TIME, NUMBER, TEXT = "BIGINT", "TIMESTAMP", "DOUBLE", "VARCHAR"
VITAL_COLUMNS = ("temperature", "heartrate", "resprate", "o2sat", "sbp", "dbp")

# fmt: off
COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "record_list": {"subject_id": ID, "study_id": TEXT, "ecg_time": TIME, "path": TEXT},
    "patients": {"subject_id": ID, "gender": TEXT, "anchor_age": ID, "anchor_year": ID},
    "admissions": {"subject_id": ID, "hadm_id": ID, "admittime": TIME,
                   "dischtime": TIME},
    "diagnoses_icd": {"hadm_id": ID, "icd_code": TEXT, "icd_version": ID},
    "d_labitems": {"itemid": ID, "label": TEXT, "fluid": TEXT},
    "labevents": {"labevent_id": ID, "subject_id": ID, "itemid": ID, "charttime": TIME,
                  "valuenum": NUMBER, "valueuom": TEXT, "ref_range_lower": NUMBER,
                  "ref_range_upper": NUMBER},
    "omr": {"subject_id": ID, "chartdate": TIME, "seq_num": ID, "result_name": TEXT,
            "result_value": TEXT},
    "edstays": {"subject_id": ID, "stay_id": ID, "intime": TIME, "outtime": TIME},
    "diagnosis": {"stay_id": ID, "icd_code": TEXT, "icd_version": ID},
    "vitalsign": {"subject_id": ID, "charttime": TIME,
                  **dict.fromkeys(VITAL_COLUMNS, NUMBER)},
    "triage": {"stay_id": ID, **dict.fromkeys(VITAL_COLUMNS, NUMBER)},
    "chartevents": {"subject_id": ID, "itemid": ID, "charttime": TIME,
                    "valuenum": NUMBER},
    "records_w_diag_icd10": {"study_id": TEXT, "subject_id": ID, "ecg_time": TIME,
                             "all_diag_all": TEXT, "strat_fold": ID},
})
# fmt: on
"""What is read of each table, as MIMIC-IV 2.2 and MIMIC-IV-ECG 1.0 name it."""

MODULES = MappingProxyType(
    {
        "ecg": ("record_list",),
        "hosp": (
            *("patients", "admissions", "diagnoses_icd", "d_labitems"),
            *("labevents", "omr"),
        ),
        "ed": ("edstays", "diagnosis", "vitalsign", "triage"),
        "icu": ("chartevents",),
        "diagnoses": ("records_w_diag_icd10",),
    }
)
"""Which folder holds which tables."""

SUFFIXES = (".csv.gz", ".csv")


class Table(NamedTuple):
    """
    One CSV file.

    Attributes
    ----------
    path : pathlib.Path
        The file, gzipped or plain.
    header : tuple of str
        Its columns in the file's order.
    """

    path: Path
    header: tuple[str, ...]


def find_tables(
    folders: Mapping[str, Path | None], *, optional: Sequence[str] = ()
) -> dict[str, Table]:
    """
    Find the tables of the given folders and check their columns.

    Parameters
    ----------
    folders : mapping of str to pathlib.Path or None
        By module of `MODULES`. A folder may be the module's own or the one above it;
        "diagnoses" is the file itself. None leaves the module out.
    optional : sequence of str
        Tables that may be absent.

    Returns
    -------
    dict of str to Table
        What was found.

    Raises
    ------
    EcgktError
        If a table or a column is missing.
    """
    found = {}
    for module, folder in folders.items():
        for name in MODULES[module] if folder else ():
            path = _find(Path(str(folder)), module, name)
            if path is None and name in optional:
                continue
            if path is None:
                raise EcgktError(
                    f"expected {name}.csv.gz or {name}.csv in {folder} or its folder "
                    f"{module}, found neither"
                )
            found[name] = _checked(name, path)
    return found


def _find(folder: Path, module: str, name: str) -> Path | None:
    if module == "diagnoses":
        return folder if folder.is_file() else None
    places = (
        place / f"{name}{suffix}"
        for place in (folder, folder / module)
        for suffix in SUFFIXES
    )
    return next(filter(Path.is_file, places), None)


def _checked(name: str, path: Path) -> Table:
    header = _header(path)
    missing = [column for column in COLUMNS[name] if column not in header]
    if missing:
        raise EcgktError(
            f"{path}, line 1: expected the columns {list(COLUMNS[name])}, "
            f"{missing} are missing"
        )
    if path.suffix == ".csv":
        with path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                raise EcgktError(f"{path}: cut in the middle of its last line")
    return Table(path, header)


def _header(path: Path) -> tuple[str, ...]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            return tuple(next(csv.reader(file), []))
    except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError) as error:
        raise EcgktError(
            f"{path}: expected a whole CSV file, found it cut or damaged: fetch it "
            "again and compare its checksum"
        ) from error
