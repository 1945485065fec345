"""Which laboratory labels are used, in which unit, and where their limits stand."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ecgkt.dataset.mimic_iv.options import MimicOptions
from ecgkt.dataset.mimic_iv.tables import MimicTables
from ecgkt.dataset.mimic_iv.units import UNITS, factor, unit_key
from ecgkt.errors import EcgktError

HAS_VALUE = "(valuenum IS NOT NULL AND isfinite(valuenum))"
USABLE = (
    f"{HAS_VALUE} AND charttime IS NOT NULL AND NOT "
    "(coalesce(ref_range_lower, 1) = 0 AND coalesce(ref_range_upper, 1) = 0)"
)
"""SQL: a row of labevents with value and time whose limits are not both 0."""

SAMPLE_INDICES = ("H", "I", "L")
"""Haemolysis, icterus and lipaemia: how good the tube is, not how ill the patient."""


class Catalogue(NamedTuple):
    """
    What scanning labevents once tells of the laboratory.

    Attributes
    ----------
    labs : pandas.DataFrame
        Index: number of the lab; label, unit, fluid, lower, upper, n (usable rows).
    items : pandas.DataFrame
        lab, itemid, unit (as written, may be missing) and factor to the lab's unit.
    patients : frozenset of int
        Who has at least one usable row.
    left_out : dict
        Counts of rows and labels that were dropped, by rule.
    """

    labs: pd.DataFrame
    items: pd.DataFrame
    patients: frozenset[int]
    left_out: dict[str, int]


def lab_catalogue(tables: MimicTables, options: MimicOptions) -> Catalogue:
    """
    Apply the label rules: usable rows, one unit, one fluid, median limits.

    Parameters
    ----------
    tables : MimicTables
        With labevents and d_labitems.
    options : MimicOptions
        min_lab_rows and unknown_units are used.

    Returns
    -------
    Catalogue
        Labs with at least one reference limit, in the order of their labels.

    Raises
    ------
    EcgktError
        If a unit is unknown, with the label and the first row that states it.

    References
    ----------
    .. [1] CardioLab, arXiv 2411.14886, rules 1 and 2 of its preprocessing (MIT
       licence). Departs from it: no least number of rows unless asked for; a label
       without any reference limit is left out, since it can be neither low nor high,
       and so are the indices of the sample itself.
    """
    rows, patients, left_out = _scan(tables)
    items = tables.frame(
        "SELECT itemid, trim(any_value(label)) AS label, "
        "coalesce(trim(any_value(fluid)), '') AS fluid "
        f"FROM {tables.sql('d_labitems')} WHERE trim(label) <> '' GROUP BY 1"
    )
    rows = rows.merge(items, on="itemid")
    left_out["rows without label"] = left_out["rows usable"] - int(rows["n"].sum())
    of_patient = ~rows["label"].isin(SAMPLE_INDICES)
    left_out["rows of sample indices"] = int(rows["n"][~of_patient].sum())
    rows = _one_fluid(rows[of_patient], left_out)
    rows = rows[rows.groupby("label")["n"].transform("sum") >= options.min_lab_rows]
    rows = _one_unit(rows, tables, options, left_out)
    labs = _limits(rows)
    left_out["labels without limits"] = rows["label"].nunique() - len(labs)
    number = {label: index for index, label in enumerate(labs["label"])}
    rows = rows[rows["label"].isin(number)]
    items = rows.assign(lab=rows["label"].map(number))
    items = items[["lab", "itemid", "unit", "factor"]].drop_duplicates()
    return Catalogue(labs, items.reset_index(drop=True), patients, left_out)


def _scan(
    tables: MimicTables,
) -> tuple[pd.DataFrame, frozenset[int], dict[str, int]]:
    """Count rows by item, unit and limits, and by patient, in one pass."""
    found = tables.frame(
        f"""
        SELECT itemid, valueuom AS unit, ref_range_lower AS lower,
               ref_range_upper AS upper, subject_id, grouping(itemid) AS by_patient,
               grouping(itemid) + grouping(subject_id) = 2 AS is_total,
               count(*) FILTER (WHERE {USABLE}) AS n, count(*) AS n_all,
               count(*) FILTER (WHERE NOT {HAS_VALUE}) AS n_empty,
               min(labevent_id) AS first
        FROM {tables.sql("labevents")}
        GROUP BY GROUPING SETS (
            (itemid, valueuom, ref_range_lower, ref_range_upper), (subject_id), ())
        """
    )
    total = found[found["is_total"]].iloc[0]
    left_out = {
        "rows": int(total["n_all"]),
        "rows without value": int(total["n_empty"]),
        "rows without time or with both limits 0": int(
            total["n_all"] - total["n_empty"] - total["n"]
        ),
        "rows usable": int(total["n"]),
    }
    found = found[~found["is_total"] & (found["n"] > 0)]
    by_patient = found["by_patient"] == 1
    patients = found["subject_id"][by_patient].dropna().astype("int64")
    columns = ["itemid", "unit", "lower", "upper", "n", "first"]
    rows = found.loc[~by_patient, columns].reset_index(drop=True)
    rows["unit"] = rows["unit"].astype(object).where(rows["unit"].notna(), None)
    return rows, frozenset(patients), left_out


def _one_fluid(rows: pd.DataFrame, left_out: dict[str, int]) -> pd.DataFrame:
    counts = rows.groupby(["label", "fluid"])["n"].sum().reset_index()
    counts = counts.sort_values(["n", "fluid"], ascending=[False, True])
    kept = rows.merge(counts.drop_duplicates("label")[["label", "fluid"]])
    left_out["rows of a rarer fluid"] = int(rows["n"].sum() - kept["n"].sum())
    return kept


def _one_unit(
    rows: pd.DataFrame,
    tables: MimicTables,
    options: MimicOptions,
    left_out: dict[str, int],
) -> pd.DataFrame:
    """Give each row the factor to its label's most frequent unit; none is `units`."""
    key = rows["unit"].map(lambda unit: unit_key(unit or ""))
    unknown = rows[(key != "") & ~key.isin(UNITS)].sort_values("first")
    if len(unknown) and options.unknown_units == "refuse":
        row = unknown.iloc[0]
        raise EcgktError(
            f"{tables.tables['labevents'].path}: labevent_id {row['first']}: expected "
            f"a known unit for {row['label']}, found {row['unit']!r} "
            f"({int(row['n'])} rows): mend the file, or leave such rows out with "
            "--unknown-units drop"
        )
    rows = rows.drop(unknown.index).assign(key=key)
    main = _main_units(rows)
    wanted = rows["label"].map(main)
    factors = [
        1.0 if key == "" else factor(label, key, unit)
        for label, key, unit in zip(rows["label"], rows["key"], wanted, strict=True)
    ]
    rows = rows.assign(main=wanted, factor=pd.Series(factors, rows.index, dtype=float))
    unlike = rows["factor"].isna()
    left_out["rows of an unknown unit"] = int(unknown["n"].sum())
    left_out["rows of another kind of unit"] = int(rows["n"][unlike].sum())
    return rows[~unlike]


def _main_units(rows: pd.DataFrame) -> dict[str, str]:
    """Most frequent unit of each label, in its most frequent spelling."""
    stated = rows[rows["key"] != ""]
    counts = stated.groupby(["label", "key", "unit"])["n"].sum().reset_index()
    counts["of_key"] = counts.groupby(["label", "key"])["n"].transform("sum")
    counts = counts.sort_values(
        ["of_key", "n", "unit"], ascending=[False, False, True]
    ).drop_duplicates("label")
    main = dict(zip(counts["label"], counts["unit"], strict=True))
    return {label: main.get(label, "units") for label in rows["label"].unique()}


def _limits(rows: pd.DataFrame) -> pd.DataFrame:
    found: list[dict[str, Any]] = []
    for label, group in rows.groupby("label", sort=True):
        lower = weighted_median(group["lower"] * group["factor"], group["n"])
        upper = weighted_median(group["upper"] * group["factor"], group["n"])
        if np.isnan(lower) and np.isnan(upper):
            continue
        unit, fluid = group["main"].iloc[0], group["fluid"].iloc[0]
        n = int(group["n"].sum())
        found.append(
            {
                **{"label": label, "unit": unit, "fluid": fluid},
                **{"lower": lower, "upper": upper, "n": n},
            }
        )
    columns = ["label", "unit", "fluid", "lower", "upper", "n"]
    return pd.DataFrame(found, columns=columns)


def weighted_median(values: pd.Series, counts: pd.Series) -> float:
    """
    Median of values that stand for several rows each.

    Parameters
    ----------
    values : pandas.Series of float64
        Missing ones are left out.
    counts : pandas.Series of int64
        How many rows each stands for.

    Returns
    -------
    float
        Mean of the two middle ones for an even number; NaN without any.

    Examples
    --------
    >>> weighted_median(pd.Series([1.0, 4.0, np.nan]), pd.Series([1, 1, 9]))
    2.5
    """
    known = values.notna() & (counts > 0)
    if not known.any():
        return float("nan")
    order = np.argsort(values[known].to_numpy(), kind="stable")
    ordered = values[known].to_numpy()[order]
    last = np.cumsum(counts[known].to_numpy()[order])
    middle = np.array([(last[-1] - 1) // 2, last[-1] // 2])
    return float(ordered[np.searchsorted(last, middle, side="right")].mean())
