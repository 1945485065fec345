"""Which column is which lead, and what of it is not sure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.io.mapping.columns import MIN_SAMPLES, Columns
from ecgkt.io.units import unit_name
from ecgkt.types.table_map import MappedColumn, TableMap
from ecgkt.types.upload import StatedMetadata
from ecgkt.vocab.lead_names import is_counted, lead_name, only_count
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

ROWS = {12: LEADS, 8: INDEPENDENT_LEADS, 6: LEADS[:6]}
"""The usual order of leads without names, by their number."""

MAX_SEEN = 100_000
MAX_MISFIT = 0.1
"""Share of lead II by which Einthoven's and Goldberger's sums may be missed."""

Row = NDArray[np.floating[Any]]


class Detected(NamedTuple):
    """
    A map, and how sure it is.

    Attributes
    ----------
    map : TableMap
        With frequency and unit if file or user state them.
    doubts : tuple of str
        What had to be guessed or is missing; empty if nothing.
    notes : tuple of str
        What speaks for it.
    """

    map: TableMap
    doubts: tuple[str, ...]
    notes: tuple[str, ...]


def detect(found: Columns, stated: StatedMetadata) -> Detected:
    """
    Assign leads to columns by their names, or by the usual order if there are none.

    Parameters
    ----------
    found : Columns
        What the file holds.
    stated : StatedMetadata
        What the user states.

    Returns
    -------
    Detected

    Examples
    --------
    >>> rows = list(np.random.default_rng(0).normal(size=(2, 99)))
    >>> found = Columns(rows=rows, labels=["DII", "x"], units=["mV", None], fs=500)
    >>> made = detect(found, StatedMetadata())
    >>> [column.lead for column in made.map.columns], made.doubts
    (['II', None], ())
    """
    leads, doubts = _named(found.labels, found.clocks)
    notes: tuple[str, ...] = ()
    if not any(leads):
        leads, doubts = _in_usual_order(found)
    if any(leads):
        notes = limb_leads_fit(found.rows, leads)
    words = [at for at, lead in enumerate(leads) if lead and at in found.foreign]
    doubts += tuple(
        f"Column {at + 1} holds something else than a number in line "
        f"{found.foreign[at]}."
        for at in words[:3]
    )
    fs = stated.fs if found.fs is None else found.fs
    if fs is None:
        doubts += (found.clock_problem or "The file does not state its sampling rate.",)
    used = [at for at, lead in enumerate(leads) if lead] or range(len(leads))
    units = {unit_name(found.units[at]) for at in used if at not in found.clocks}
    unit = unit_name(stated.unit) or (units.pop() if len(units) == 1 else None)
    if unit is None and (not units or None in units):
        doubts += ("The file does not state the unit of its samples.",)
    answer = TableMap(
        columns=tuple(
            MappedColumn(column=at + 1, lead=lead, name=found.labels[at])
            for at, lead in enumerate(leads)
        ),
        fs=fs,
        unit=unit,
        leads_in=found.leads_in,
        skip_lines=found.skip_lines,
        delimiter=found.delimiter,
        decimal=found.decimal,  # type: ignore[arg-type]
        part=found.part,
    )
    return Detected(answer, doubts, notes)


def _named(
    labels: Sequence[str], clocks: Sequence[int]
) -> tuple[list[str | None], tuple[str, ...]]:
    counted = only_count(labels)
    leads: list[str | None] = []
    twice: list[str] = []
    for at, label in enumerate(labels):
        is_lead = at not in clocks and not is_counted(label, counted)
        lead = lead_name(label) if is_lead else None
        if lead in leads and lead is not None:
            twice.append(lead)
            lead = None
        leads.append(lead)
    doubts = (f"Lead {lead} is there twice; the first one was taken." for lead in twice)
    return leads, tuple(doubts)


def _in_usual_order(found: Columns) -> tuple[list[str | None], tuple[str, ...]]:
    """Propose an order for columns without names, if their number has a usual one."""
    free = [
        at
        for at, row in enumerate(found.rows)
        if at not in found.clocks and at not in found.foreign and is_alive(row)
    ]
    leads: list[str | None] = [None] * len(found.rows)
    if len(free) not in ROWS:
        return leads, ("The columns have no names of leads: say which is which.",)
    for at, lead in zip(free, ROWS[len(free)], strict=True):
        leads[at] = lead
    return leads, (
        f"The columns have no names of leads. The usual order of {len(free)} was put "
        "in: check it.",
    )


def is_alive(row: Row) -> bool:
    """Tell a column that may be a signal: long enough, and not always the same."""
    there = row[np.isfinite(row)]
    return len(row) >= MIN_SAMPLES and len(np.unique(there[:MAX_SEEN])) > 1


def limb_leads_fit(rows: Sequence[Row], leads: Sequence[str | None]) -> tuple[str, ...]:
    """
    Hold the limb leads against Einthoven's and Goldberger's laws.

    Returns
    -------
    tuple of str
        One sentence, if there are enough of them to tell.
    """
    limb = {
        lead: np.asarray(rows[at], np.float64)
        for at, lead in enumerate(leads)
        if lead in LEADS[:6]
    }
    misfit = limb_misfit(limb)
    if misfit is None:
        return ()
    if misfit <= MAX_MISFIT:
        return ("The limb leads fit together (I + III = II).",)
    return (
        "The limb leads do not fit together (I + III is not II): the order may be "
        "another one, or they were not recorded at the same time.",
    )


def is_order_confirmed(leads: Sequence[str], rows: Sequence[Row]) -> bool:
    """Tell whether the limb leads fit together in an order that was assumed."""
    named = {
        lead: np.asarray(row, np.float64) for lead, row in zip(leads, rows, strict=True)
    }
    misfit = limb_misfit({lead: named[lead] for lead in LEADS[:6] if lead in named})
    return misfit is not None and misfit <= MAX_MISFIT


def limb_misfit(limb: Mapping[str, Row]) -> float | None:
    """Return by what share of lead II the dependent leads are missed; None: unknown."""
    if not {"I", "II"} <= set(limb):
        return None
    one, two = limb["I"], limb["II"]
    wanted = {
        "III": two - one,
        "aVR": -(one + two) / 2,
        "aVL": one - two / 2,
        "aVF": two - one / 2,
    }
    gaps = [_rms(limb[lead] - wanted[lead]) for lead in wanted if lead in limb]
    size = max(_rms(one), _rms(two))
    return max(gaps) / size if gaps and size > 0 else None


def _rms(row: Row) -> float:
    centred = row - np.nanmean(row) if np.isfinite(row).any() else np.zeros(1)
    return float(np.sqrt(np.nanmean(centred**2)))
