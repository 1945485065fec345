"""Columns become a recording as the user says which of them is which lead."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ecgkt.errors import RecordError
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.detect import detect
from ecgkt.io.stated import check_fs
from ecgkt.io.units import unit_name
from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import MappedColumn, TableMap
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.lead_names import lead_name
from ecgkt.vocab.leads import LEADS

UNUSED = frozenset(("", "-", "none", "unused", "time", "t", "index"))
"""What stands for no lead among names that are given in a row."""

AS_ENTERED = "Leads were assigned as entered: "


def read_mapped(
    found: Columns, file: UploadedFile, stated: StatedMetadata, *, name: str
) -> EcgRecord:
    """
    Read columns as the user says.

    Parameters
    ----------
    found : Columns
        What the file holds, taken apart as the map says.
    file : UploadedFile
        Its name is shown.
    stated : StatedMetadata
        With a map, or with the names of the columns.
    name : str
        Of the format.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If the answer does not fit the file, or cannot be true.
    """
    answer = stated.shape
    leads = _leads_of(found, answer, stated)
    places = sorted(leads)
    numbers = [str(at + 1) for at in places]
    is_run = len(places) > 2 and places[-1] - places[0] == len(places) - 1
    shown = f"{numbers[0]}–{numbers[-1]}" if is_run else ", ".join(numbers)
    words = f"{_side(found)} {shown}: {', '.join(leads[at] for at in places)}"
    warnings = (*found.warnings, f"{AS_ENTERED}{words}.")
    return record_of_columns(
        replace(found, warnings=warnings), leads, file, stated, name
    )


def record_of_columns(
    found: Columns,
    leads: dict[int, str],
    file: UploadedFile,
    stated: StatedMetadata,
    name: str,
) -> EcgRecord:
    """
    Put columns together as one recording.

    Parameters
    ----------
    found : Columns
        What the file holds.
    leads : dict of int to str
        Lead of each column that is used, by its place.
    file : UploadedFile
        Its name is shown.
    stated : StatedMetadata
        Frequency and unit of its map go before the file's.
    name : str
        Of the format.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If a used column holds words, or frequency or unit is stated nowhere.
    """
    answer = stated.shape
    _check_cells(found, leads)
    fs = _fs_of(answer) or found.fs
    if fs is None and stated.fs is None and found.clock_problem:
        raise RecordError(found.clock_problem)
    unit = _unit_of(answer)
    others = [
        at
        for at in range(len(found.rows))
        if at not in leads and at not in found.clocks and found.labels[at]
    ]
    nothing = np.empty(0)
    return assemble(
        Found(
            labels=[*leads.values(), *([""] * len(others))],
            rows=[*(found.rows[at] for at in leads), *([nothing] * len(others))],
            units=[*(unit or found.units[at] for at in leads), *([None] * len(others))],
            fs=fs,
            person=found.person,
            warnings=found.warnings,
        ),
        file,
        replace(
            stated,
            fs=None if answer.fs else stated.fs,
            unit=None if unit else stated.unit,
        ),
        name=name,
    )


def _check_cells(found: Columns, leads: dict[int, str]) -> None:
    wrong = [at for at in leads if at in found.foreign]
    if wrong:
        raise RecordError(
            "Every cell of a lead must be one plain number such as -0.125, or empty; "
            f"line {found.foreign[wrong[0]]} holds something else. Correct it or leave "
            "the cell empty."
        )


def _fs_of(answer: TableMap) -> float | None:
    return None if answer.fs is None else check_fs(answer.fs)


def _unit_of(answer: TableMap) -> str | None:
    if answer.unit is None:
        return None
    unit = unit_name(answer.unit)
    if unit is None:
        raise RecordError(
            f"The mapping states the unit {answer.unit[:20]!r}; it must be mV, uV or "
            "V. Correct it."
        )
    return unit


def _leads_of(
    found: Columns, answer: TableMap, stated: StatedMetadata
) -> dict[int, str]:
    if stated.leads:
        return _in_a_row(found, stated.leads)
    columns = answer.columns or detect(found, stated).map.columns
    leads: dict[int, str] = {}
    for column in columns:
        _check_column(column, found)
        if column.lead is not None:
            _assign(leads, column.column - 1, column.lead)
    if not leads:
        raise RecordError(
            "The mapping gives no column a lead: say which column is which of "
            f"{', '.join(LEADS)}."
        )
    return leads


def _check_column(column: MappedColumn, found: Columns) -> None:
    side, n_columns = _side(found), len(found.rows)
    if not 1 <= column.column <= n_columns:
        raise RecordError(
            f"The mapping names {side} {column.column}; the file has {side}s 1 to "
            f"{n_columns}. Correct the mapping."
        )
    if column.name and column.name != found.labels[column.column - 1]:
        raise RecordError(
            f"The mapping calls {side} {column.column} otherwise than the file does: "
            "it was made for another file. Correct the name, or leave it empty."
        )


def _assign(leads: dict[int, str], at: int, label: str) -> None:
    lead = lead_name(label)
    if lead is None:
        raise RecordError(
            f"{label[:20]!r} is no lead that is read; expected one of "
            f"{', '.join(LEADS)}. Correct the mapping."
        )
    if lead in leads.values():
        raise RecordError(
            f"Lead {lead} was given to two columns; each lead is there once. Correct "
            "the mapping."
        )
    if at in leads:
        raise RecordError(
            f"Column {at + 1} was given two leads, {leads[at]} and {lead}. Correct the "
            "mapping."
        )
    leads[at] = lead


def _in_a_row(found: Columns, names: Sequence[str]) -> dict[int, str]:
    """Give columns the names that stand in a row, with or without one for a clock."""
    places = list(range(len(found.rows)))
    if len(names) != len(places):
        places = [at for at in places if at not in found.clocks]
    if len(names) != len(places):
        raise RecordError(
            f"{len(names)} names of leads were given for {len(found.rows)} "
            f"{_side(found)}s. Give one for each, and - for one that is no lead."
        )
    leads: dict[int, str] = {}
    for at, label in zip(places, names, strict=True):
        if label.strip().lower() not in UNUSED:
            _assign(leads, at, label)
    if not leads:
        raise RecordError("None of the names that were given is a lead.")
    return leads


def _side(found: Columns) -> str:
    return "row" if found.leads_in == "rows" else "column"
