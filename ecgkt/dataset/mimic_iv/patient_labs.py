"""The laboratory of MIMIC-IV-ECG's patients, beside the recordings of a library."""

import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from ecgkt.dataset.mimic_iv.lab_catalogue import USABLE, lab_catalogue
from ecgkt.dataset.mimic_iv.layout import find_tables
from ecgkt.dataset.mimic_iv.options import MimicOptions
from ecgkt.dataset.mimic_iv.records import list_ecgs
from ecgkt.dataset.mimic_iv.tables import MimicTables
from ecgkt.errors import EcgktError
from ecgkt.files import to_json, write_atomically
from ecgkt.results.patient_labs import FOLDER, LabSeries, PatientLabs, patient_of
from ecgkt.vocab.labs import LAB_BY_NAME

OPTIONAL = ("admissions", "diagnoses_icd", "omr", "patients")
"""Tables of hosp that are not needed here."""


class Written(NamedTuple):
    """How many patients have laboratory values beside their recordings, of how many."""

    n_patients: int
    n_with_labs: int


def write_patient_labs(library: Path, hosp: Path, *, days: float) -> Written:
    """
    Write one document per patient with two recordings or more.

    Parameters
    ----------
    library : pathlib.Path
        In MIMIC-IV-ECG's layout: what ``ECGKT_LIBRARY`` names.
    hosp : pathlib.Path
        MIMIC-IV's hosp.
    days : float
        From a recording, either side, within which values are kept.

    Returns
    -------
    Written

    Raises
    ------
    EcgktError
        If a table is missing or damaged, or nothing is listed twice of a patient.
    """
    found = find_tables({"ecg": library, "hosp": hosp}, optional=OPTIONAL)
    with (
        tempfile.TemporaryDirectory(prefix="ecgkt-labs-") as spill,
        MimicTables(found, Path(spill)) as tables,
    ):
        ecgs = list_ecgs(tables).dropna(subset=["patient_id"])
        often = ecgs[ecgs["patient_id"].duplicated(keep=False)]
        if often.empty:
            raise EcgktError(
                f"expected patients with two recordings or more in {library}, found "
                "none: there is nothing to compare"
            )
        series = _series(tables, often, days)
    documents: dict[Path, bytes] = {}
    root = f"{found['record_list'].path.parent}/"
    for _, rows in often.groupby("patient_id"):
        labs = series.get(int(rows["patient_id"].iloc[0]), ())
        if labs:
            name = patient_of(rows["path"].iloc[0].removeprefix(root))
            path = library / FOLDER / f"{name.replace('/', '_')}.json"
            content = PatientLabs(days=days, labs=labs).to_dict()
            documents[path] = to_json(content)
    (library / FOLDER).mkdir(exist_ok=True)
    write_atomically(documents)
    return Written(often["patient_id"].nunique(), len(documents))


def _series(
    tables: MimicTables, ecgs: Any, days: float
) -> dict[int, tuple[LabSeries, ...]]:
    """Return the series of each patient, by the patient's number."""
    catalogue = lab_catalogue(tables, MimicOptions())
    labs = catalogue.labs
    tables.store("lab_items", catalogue.items)
    places = ecgs[["patient_id", "time"]].rename(columns={"patient_id": "subject_id"})
    tables.store("ecgs", places.astype({"subject_id": "int64"}))
    rows = tables.frame(
        f"""
        SELECT DISTINCT l.subject_id AS patient, i.lab AS lab, l.charttime AS time,
               valuenum * factor AS value, labevent_id
        FROM {tables.sql("labevents")} AS l
        JOIN lab_items AS i
          ON i.itemid = l.itemid AND i.unit IS NOT DISTINCT FROM l.valueuom
        JOIN ecgs AS e
          ON e.subject_id = l.subject_id
         AND abs(date_diff('second', e.time, l.charttime)) <= {round(86400 * days)}
        WHERE {USABLE}
        ORDER BY patient, lab, time, labevent_id
        """
    )
    found: dict[int, list[LabSeries]] = {}
    listed = rows[["patient", "lab", "time", "value"]].itertuples(index=False)
    for (patient, lab), values in groupby(listed, key=lambda row: (row[0], row[1])):
        known = labs.iloc[int(lab)]
        if known["label"] not in LAB_BY_NAME:
            continue
        kept = list(values)
        found.setdefault(int(patient), []).append(
            LabSeries(
                name=str(known["label"]),
                unit=str(known["unit"] or ""),
                low=_number(known["lower"]),
                high=_number(known["upper"]),
                times=tuple(row[2].to_pydatetime() for row in kept),
                values=tuple(float(f"{row[3]:.6g}") for row in kept),
            )
        )
    return {patient: tuple(values) for patient, values in found.items()}


def _number(value: float | None) -> float | None:
    # Not a number is all that differs from itself.
    return None if value is None or value != value else float(value)
