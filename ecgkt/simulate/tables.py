"""The tables of MIMIC-IV, as one simulated patient fills them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np

from ecgkt.simulate.coding import CODES
from ecgkt.simulate.lab_catalogue import LABS
from ecgkt.simulate.ordering import Draw, Vitals, chart_vitals, draw_blood
from ecgkt.simulate.patient import Patient, Visit, streams

COLUMNS = {
    "ecg/record_list": "subject_id,study_id,file_name,ecg_time,path",
    "hosp/patients": ("subject_id,gender,anchor_age,anchor_year,anchor_year_group,dod"),
    "hosp/admissions": (
        "subject_id,hadm_id,admittime,dischtime,deathtime,admission_type,"
        "admit_provider_id,admission_location,discharge_location,insurance,language,"
        "marital_status,race,edregtime,edouttime,hospital_expire_flag"
    ),
    "hosp/labevents": (
        "labevent_id,subject_id,hadm_id,specimen_id,itemid,order_provider_id,"
        "charttime,storetime,value,valuenum,valueuom,ref_range_lower,ref_range_upper,"
        "flag,priority,comments"
    ),
    "hosp/diagnoses_icd": "subject_id,hadm_id,seq_num,icd_code,icd_version",
    "hosp/omr": "subject_id,chartdate,seq_num,result_name,result_value",
    "ed/edstays": (
        "subject_id,hadm_id,stay_id,intime,outtime,gender,race,arrival_transport,"
        "disposition"
    ),
    "ed/triage": (
        "subject_id,stay_id,temperature,heartrate,resprate,o2sat,sbp,dbp,pain,acuity,"
        "chiefcomplaint"
    ),
    "ed/vitalsign": (
        "subject_id,stay_id,charttime,temperature,heartrate,resprate,o2sat,sbp,dbp,"
        "rhythm,pain"
    ),
    "ed/diagnosis": "subject_id,stay_id,seq_num,icd_code,icd_version,icd_title",
}
"""MIMIC-IV's tables and columns that the cohort has, by folder and file."""

ED_HOURS = 6.0
"""Length of an emergency stay that ends in an admission."""

Lines = dict[str, list[str]]


def fill_tables(seed: int, patient: Patient) -> Lines:
    """
    Write one patient into every table.

    Parameters
    ----------
    seed : int
        Of the cohort; what is measured and charted follows from it.
    patient : Patient
        Whose rows they are.

    Returns
    -------
    dict of str to list of str
        CSV lines for the tables of `COLUMNS`, without headers.
    """
    lines: Lines = {name: [] for name in COLUMNS}
    person, subject = patient.person, patient.subject_id
    sex = "F" if person.is_female else "M"
    age = 91 if person.age > 89 else int(person.age)
    rng = streams(seed, patient.number, 1)
    group = "2014 - 2016" if rng.random() < 0.5 else "2011 - 2013"
    lines["hosp/patients"].append(f"{subject},{sex},{age},{patient.year},{group},")
    for place, visit in enumerate(patient.visits):
        hadm = 20_000_000 + patient.number * 50 + place
        stay = 30_000_000 + patient.number * 50 + place
        if visit.stay.kind == "admitted":
            _admission(lines, patient, visit, hadm)
        if visit.stay.kind != "clinic":
            _emergency(lines, patient, visit, (hadm, stay))
        _measurements(lines, patient, visit, (hadm, stay), rng)
        _biometrics(lines, patient, visit, rng)
    return lines


def dictionaries() -> dict[str, str]:
    """
    Return the two dictionaries that explain item ids and codes.

    Returns
    -------
    dict of str to str
        Whole CSV files: `hosp/d_labitems` and `hosp/d_icd_diagnoses`.
    """
    items = [
        f'{lab.itemid},"{lab.label}",Blood,{lab.category}' for lab in LABS.values()
    ]
    codes = {(code.icd9, 9): code.title9 for code in CODES.values()}
    codes |= {(code.icd10, 10): code.title10 for code in CODES.values()}
    titles = [f'{code},{v},"{title}"' for (code, v), title in sorted(codes.items())]
    return {
        "hosp/d_labitems": "\n".join(["itemid,label,fluid,category", *items, ""]),
        "hosp/d_icd_diagnoses": "\n".join(
            ["icd_code,icd_version,long_title", *titles, ""]
        ),
    }


def _clock(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S")


def _ed_end(visit: Visit) -> datetime:
    hours = min(visit.stay.hours, ED_HOURS if visit.stay.kind == "admitted" else 99)
    return visit.stay.arrival + timedelta(seconds=round(hours * 3600))


def _coded(visit: Visit) -> list[tuple[str, str]]:
    """Return the codes and titles of a stay in its version, each code once."""
    pairs = (
        (CODES[name].icd10, CODES[name].title10)
        if visit.stay.version == 10
        else (CODES[name].icd9, CODES[name].title9)
        for name in visit.diagnoses
    )
    return list(dict.fromkeys(pairs))


def _admission(lines: Lines, patient: Patient, visit: Visit, hadm: int) -> None:
    stay, subject = visit.stay, patient.subject_id
    admitted = _clock(stay.arrival + timedelta(hours=ED_HOURS - 2))
    end = _clock(stay.arrival + timedelta(seconds=round(stay.hours * 3600)))
    lines["hosp/admissions"].append(
        f"{subject},{hadm},{admitted},{end},,EW EMER.,,EMERGENCY ROOM,HOME,Other,"
        f"ENGLISH,,UNKNOWN,{_clock(stay.arrival)},{_clock(_ed_end(visit))},0"
    )
    for place, (code, _) in enumerate(_coded(visit), start=1):
        lines["hosp/diagnoses_icd"].append(
            f"{subject},{hadm},{place},{code},{stay.version}"
        )


def _emergency(
    lines: Lines, patient: Patient, visit: Visit, ids: tuple[int, int]
) -> None:
    subject, (hadm, stay) = patient.subject_id, ids
    is_admitted = visit.stay.kind == "admitted"
    sex = "F" if patient.person.is_female else "M"
    lines["ed/edstays"].append(
        f"{subject},{hadm if is_admitted else ''},{stay},{_clock(visit.stay.arrival)},"
        f"{_clock(_ed_end(visit))},{sex},UNKNOWN,UNKNOWN,"
        f"{'ADMITTED' if is_admitted else 'HOME'}"
    )
    codes = _coded(visit)[: 3 if is_admitted else None]
    for place, (code, title) in enumerate(codes, start=1):
        lines["ed/diagnosis"].append(
            f'{subject},{stay},{place},{code},{visit.stay.version},"{title.upper()}"'
        )


def _measurements(
    lines: Lines,
    patient: Patient,
    visit: Visit,
    ids: tuple[int, int],
    rng: np.random.Generator,
) -> None:
    subject, (hadm, stay) = patient.subject_id, ids
    charted: list[Vitals] = []
    for case in visit.cases:
        for draw in draw_blood(patient, visit, case, rng):
            admission = hadm if visit.stay.kind == "admitted" else None
            known = len(lines["hosp/labevents"])
            lines["hosp/labevents"] += _lab_lines(draw, patient, admission, known)
        vitals = chart_vitals(patient, visit, case, rng)
        charted += [vitals] if vitals else []
        study = 40_000_000 + patient.number * 50 + case.number
        path = f"files/p{str(subject)[:4]}/p{subject}/s{study}/{study}"
        lines["ecg/record_list"].append(
            f"{subject},{study},{study},{_clock(case.time)},{path}"
        )
    if visit.stay.kind == "clinic":
        return
    first = _plain(charted[0][1:]) if charted else ",,,,,"
    acuity = 3 - (visit.stay.illness.severity > 0.8)
    lines["ed/triage"].append(f"{subject},{stay},{first},,{acuity},")
    lines["ed/vitalsign"] += [
        f"{subject},{stay},{_clock(row.time)},{_plain(row[1:])},," for row in charted
    ]


def _plain(values: Iterable[float | None]) -> str:
    return ",".join("" if value is None else f"{value:g}" for value in values)


def _lab_lines(draw: Draw, patient: Patient, hadm: int | None, known: int) -> list[str]:
    # 2,000 rows a patient at most, so an id needs nobody else's count.
    first, subject = patient.number * 2000 + known, patient.subject_id
    taken, stored = _clock(draw.time), _clock(draw.time + timedelta(minutes=45))
    rows = []
    for place, (name, value) in enumerate(draw.values.items(), start=first):
        lab = LABS[name]
        limits = lab.women if lab.women and patient.person.is_female else None
        lower, upper = limits or (lab.lower, lab.upper)
        flag = "" if lower <= value <= upper else "abnormal"
        number = f"{value:.{lab.decimals}f}"
        rows.append(
            f"{place},{subject},{hadm or ''},{first},{lab.itemid},,{taken},{stored},"
            f"{number},{number},{lab.unit},{lower:g},{upper:g},{flag},STAT,"
        )
    return rows


def _biometrics(
    lines: Lines, patient: Patient, visit: Visit, rng: np.random.Generator
) -> None:
    if rng.random() > 0.42:
        return
    person = patient.person
    day = (visit.stay.arrival + timedelta(days=int(rng.integers(-12, 13)))).date()
    weight = (
        person.bmi * (person.height / 100) ** 2 * float(np.exp(rng.normal(0, 0.02)))
    )
    rows = [("Weight (Lbs)", f"{weight / 0.453592:.1f}")]
    if rng.random() < 0.8:
        rows.append(("Height (Inches)", f"{person.height / 2.54:.1f}"))
        rows.append(("BMI (kg/m2)", f"{person.bmi:.1f}"))
    for name, value in rows:
        lines["hosp/omr"].append(f"{patient.subject_id},{day},1,{name},{value}")
