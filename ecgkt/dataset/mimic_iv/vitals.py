"""Vital signs and body measures nearest to each ECG."""

from types import MappingProxyType

import numpy as np
import pandas as pd

from ecgkt.dataset.mimic_iv.layout import VITAL_COLUMNS
from ecgkt.dataset.mimic_iv.tables import MimicTables

VITALS = ("temperature", "heart_rate", "resp_rate", "spo2", "sbp", "dbp")
"""Ours, in the order of MIMIC-IV-ED's `VITAL_COLUMNS`."""

PLAUSIBLE = ((50, 150), (0, 700), (0, 300), (0, 100), (0, 500), (0, 500))
"""Limits of `VITALS`, temperature in °F (CardioLab); outside: missing."""

# fmt: off
CHARTED = MappingProxyType({
    223761: "temperature", 223762: "temperature", 220045: "heart_rate",
    220210: "resp_rate", 220277: "spo2", 220179: "sbp", 220050: "sbp",
    220180: "dbp", 220051: "dbp",
})
# fmt: on
"""Item ids of chartevents (its d_items): arterial and cuff pressures count alike."""

CELSIUS_ITEM = 223762
MINUTES, DAYS = 30, 30
"""How far from the ECG vital signs and body measures may lie, either side."""

BODY = MappingProxyType(
    {
        "Weight (Lbs)": ("weight", 0.453592, 20.0, 400.0),
        "Height (Inches)": ("height", 2.54, 60.0, 400.0),
        "BMI (kg/m2)": ("bmi", 1.0, 0.0, 100.0),
    }
)
"""result_name of omr: our name, factor to kg, cm or kg/m², plausible range (CardioLab);
beyond a BMI of 100 weight or height is wrong."""


def near_vitals(tables: MimicTables, n_ecgs: int, *, triage: bool) -> pd.DataFrame:
    """
    Look up the nearest plausible value of each vital sign within ±30 minutes.

    Parameters
    ----------
    tables : MimicTables
        With any of vitalsign, triage and chartevents, and the stored table ecgs.
    n_ecgs : int
        Rows of the result.
    triage : bool
        Take the values of ED triage as measured on arrival; they have no time.

    Returns
    -------
    pandas.DataFrame of shape (n_ecgs, 6), float32
        `VITALS`: °C, 1/min, 1/min, %, mmHg, mmHg; NaN where none was taken. Of two
        values equally near the earlier counts, of two at one time the smaller.

    Raises
    ------
    EcgktError
        If a file is cut or a line is malformed.
    """
    values = np.full((n_ecgs, len(VITALS)), np.nan, np.float32)
    sources = _sources(tables, triage=triage)
    if sources:
        limits = " OR ".join(
            f"(vital = {index} AND value BETWEEN {low} AND {high})"
            for index, (low, high) in enumerate(PLAUSIBLE)
        )
        found = tables.frame(
            f"""
            WITH measured AS ({" UNION ALL ".join(sources)}), near AS (
                SELECT e.row AS row, vital, value,
                       date_diff('second', e.time, m.time) AS seconds
                FROM measured AS m JOIN ecgs AS e
                  ON e.subject_id = m.subject_id
                 AND m.time >= e.time - INTERVAL {MINUTES} MINUTE
                 AND m.time <= e.time + INTERVAL {MINUTES} MINUTE
                WHERE {limits})
            SELECT row, vital, arg_min(value, {{
                'place': abs(seconds) * 2 + (seconds > 0)::INT, 'value': value}}) AS v
            FROM near GROUP BY row, vital
            """
        )
        values[found["row"], found["vital"]] = found["v"]
    values[:, 0] = (values[:, 0] - 32) / 1.8
    return pd.DataFrame(values, columns=list(VITALS))


def _sources(tables: MimicTables, *, triage: bool) -> list[str]:
    """Write each source as (subject_id, time, vital, value), temperatures in °F."""
    listed, numbers = ", ".join(VITAL_COLUMNS), list(range(len(VITALS)))
    spread = f"unnest([{listed}]) AS value, unnest({numbers}) AS vital"
    sources = []
    if "vitalsign" in tables:
        sources.append(
            f"SELECT subject_id, charttime AS time, {spread} "
            f"FROM {tables.sql('vitalsign')}"
        )
    if triage and "triage" in tables:
        sources.append(
            f"SELECT s.subject_id, s.intime AS time, {spread} "
            f"FROM {tables.sql('triage')} AS t "
            f"JOIN {tables.sql('edstays')} AS s ON s.stay_id = t.stay_id"
        )
    if "chartevents" in tables:
        cases = " ".join(
            f"WHEN {item} THEN {VITALS.index(name)}" for item, name in CHARTED.items()
        )
        fahrenheit = (
            f"CASE WHEN itemid = {CELSIUS_ITEM} THEN valuenum * 1.8 + 32 "
            "ELSE valuenum END"
        )
        items = ", ".join(map(str, CHARTED))
        sources.append(
            f"SELECT subject_id, charttime AS time, {fahrenheit} AS value, "
            f"CASE itemid {cases} END AS vital FROM {tables.sql('chartevents')} "
            f"WHERE itemid IN ({items})"
        )
    return [
        f"SELECT subject_id, time, vital, value FROM ({source})" for source in sources
    ]


def near_body(tables: MimicTables, n_ecgs: int) -> tuple[pd.DataFrame, np.ndarray]:
    """
    Look up the nearest body measures within ±30 days.

    Parameters
    ----------
    tables : MimicTables
        With omr and the stored table ecgs.
    n_ecgs : int
        Rows of the result.

    Returns
    -------
    pandas.DataFrame of shape (n_ecgs, 3), float32
        weight (kg), height (cm), bmi (kg/m²); NaN where missing or implausible.
    numpy.ndarray of shape (n_ecgs,), bool
        Whether any of the three was written down in that time, plausible or not.

    Raises
    ------
    EcgktError
        If a file is cut or a line is malformed.
    """
    names = ", ".join(f"'{name}'" for name in BODY)
    found = tables.frame(
        f"""
        WITH near AS (
            SELECT e.row AS row, result_name AS name,
                   try_cast(result_value AS DOUBLE) AS value, seq_num,
                   date_diff('second', e.time, o.chartdate) AS seconds
            FROM {tables.sql("omr")} AS o JOIN ecgs AS e
              ON e.subject_id = o.subject_id
             AND o.chartdate >= e.time - INTERVAL {DAYS} DAY
             AND o.chartdate <= e.time + INTERVAL {DAYS} DAY
            WHERE result_name IN ({names}))
        SELECT row, name, arg_min(value, {{
            'place': abs(seconds) * 2 + (seconds > 0)::INT, 'n': seq_num, 'v': value
            }}) AS value
        FROM near GROUP BY row, name
        """
    )
    table = pd.DataFrame(index=range(n_ecgs))
    for name, (column, factor, low, high) in BODY.items():
        of_it = found[found["name"] == name].set_index("row")["value"] * factor
        table[column] = of_it.where(of_it.between(low, high)).astype("float32")
    known = np.zeros(n_ecgs, dtype=bool)
    known[found["row"]] = True
    bmi = table["weight"] / (table["height"] / 100) ** 2
    table.loc[bmi > 100, ["weight", "height"]] = np.nan
    return table, known
