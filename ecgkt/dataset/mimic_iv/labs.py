"""The laboratory value nearest to each ECG, and whether it is low, normal or high."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecgkt.dataset.mimic_iv.lab_catalogue import USABLE, Catalogue
from ecgkt.dataset.mimic_iv.options import MimicOptions
from ecgkt.dataset.mimic_iv.tables import MimicTables
from ecgkt.dataset.store import LabTables

BATCH = 1_000_000
"""Cells per fetch; the result is never whole in memory twice."""


class Near(NamedTuple):
    """
    Laboratory tables and the limits behind their states.

    Attributes
    ----------
    tables : LabTables
        Columns are the labels with a value near at least one ECG, alphabetical.
    limits : dict
        By label: lower, upper (None without), unit, fluid, n (usable rows).
    """

    tables: LabTables
    limits: dict[str, dict[str, float | int | str | None]]


def near_labs(
    tables: MimicTables, catalogue: Catalogue, n_ecgs: int, options: MimicOptions
) -> Near:
    """
    Look up each lab's value nearest in time to each ECG.

    Of two values equally near the earlier counts, of two at one time the one of the
    lower labevent_id. A value at a limit is normal.

    Parameters
    ----------
    tables : MimicTables
        With labevents, and the table ecgs (row, subject_id, time) stored in it.
    catalogue : Catalogue
        Labs, units and limits.
    n_ecgs : int
        Rows of the result.
    options : MimicOptions
        window, limits and monitor are used.

    Returns
    -------
    Near
        NaN where nothing was measured: unmeasured is never normal. With `monitor` the
        states look ahead from the ECG: -1 or 1 if any value until then was low or
        high, 0 if there were only normal ones, NaN if there were none or both kinds.

    Raises
    ------
    EcgktError
        If labevents is cut or a line is malformed.

    References
    ----------
    .. [1] CardioLab, arXiv 2411.14886, estimation and monitoring targets. Ties are not
       decided there.
    """
    labs = catalogue.labs
    tables.store("lab_items", catalogue.items)
    tables.store("lab_limits", labs[["lower", "upper"]].assign(lab=labs.index))
    shape = (n_ecgs, len(labs))
    values, hours, states = (np.full(shape, np.nan, np.float32) for _ in range(3))
    for batch in tables.batches(_query(tables, options), BATCH):
        row, lab, value, seconds, state = (
            batch.column(index).to_numpy(zero_copy_only=False) for index in range(5)
        )
        values[row, lab] = value
        hours[row, lab] = seconds / 3600
        states[row, lab] = state
    measured = ~np.isnan(values).all(axis=0) | ~np.isnan(states).all(axis=0)
    chosen = labs.iloc[np.flatnonzero(measured)]
    names = chosen["label"].tolist()

    def framed(array: NDArray[np.float32]) -> pd.DataFrame:
        return pd.DataFrame(array[:, measured], columns=names)

    found = LabTables(framed(values), framed(hours), framed(states))
    return Near(found, _stated(chosen))


def _query(tables: MimicTables, options: MimicOptions) -> str:
    window = round(3600 * options.window_hours)
    ahead = round(3600 * (options.monitor_hours or 0.0))
    lower, upper = ("lower", "upper")
    if options.limits == "sex":
        lower = f"coalesce(ref_range_lower * factor, {lower})"
        upper = f"coalesce(ref_range_upper * factor, {upper})"
    state = "arg_min(state, place) FILTER (WHERE is_near)"
    if options.monitor:
        low, high = (
            f"coalesce(bool_or(state = {sign}) FILTER (WHERE is_ahead), false)"
            for sign in (-1, 1)
        )
        state = (
            f"CASE WHEN NOT bool_or(is_ahead) OR ({low} AND {high}) THEN NULL "
            f"WHEN {low} THEN -1 WHEN {high} THEN 1 ELSE 0 END"
        )
    # One whole number orders the candidates: distance, before or after, row id.
    return f"""
        WITH hits AS (
            SELECT e.row AS row, i.lab AS lab, valuenum * factor AS value,
                   date_diff('second', e.time, l.charttime) AS seconds, labevent_id,
                   CASE WHEN valuenum * factor < {lower} THEN -1
                        WHEN valuenum * factor > {upper} THEN 1 ELSE 0 END AS state
            FROM {tables.sql("labevents")} AS l
            JOIN lab_items AS i
              ON i.itemid = l.itemid AND i.unit IS NOT DISTINCT FROM l.valueuom
            JOIN lab_limits AS m ON m.lab = i.lab
            JOIN ecgs AS e
              ON e.subject_id = l.subject_id
             AND l.charttime >= e.time - INTERVAL {window} SECOND
             AND l.charttime <= e.time + INTERVAL {max(window, ahead)} SECOND
            WHERE {USABLE}
        ), placed AS (
            SELECT *, seconds <= {window} AS is_near,
                   seconds BETWEEN 0 AND {ahead} AS is_ahead,
                   (abs(seconds) * 2 + (seconds > 0)::BIGINT) * (1::BIGINT << 40)
                       + labevent_id AS place
            FROM hits
        )
        SELECT row, lab, arg_min(value, place) FILTER (WHERE is_near) AS value,
               arg_min(seconds, place) FILTER (WHERE is_near)::DOUBLE AS seconds,
               ({state})::DOUBLE AS state
        FROM placed GROUP BY row, lab
    """


def _stated(labs: pd.DataFrame) -> dict[str, dict[str, float | int | str | None]]:
    def numbers(column: str) -> list[float | None]:
        return [None if np.isnan(limit) else limit for limit in labs[column].tolist()]

    columns = (
        *(numbers("lower"), numbers("upper"), labs["unit"].tolist()),
        *(labs["fluid"].tolist(), labs["n"].tolist()),
    )
    keys = ("lower", "upper", "unit", "fluid", "n")
    rows = zip(*columns, strict=True)
    return {
        label: dict(zip(keys, row, strict=True))
        for label, row in zip(labs["label"].tolist(), rows, strict=True)
    }
