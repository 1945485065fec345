"""Named arrays, as MATLAB, HDF5 and NumPy archives hold them, become one recording."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.array_facts import (
    FS_NAMES,
    UNIT_NAMES,
    number_in,
    person_in,
    unit_in,
    without_gain,
    without_padding,
)
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.mapping.detect import ROWS, is_order_confirmed
from ecgkt.io.mapping.items import (
    SIGNAL_NAMES,
    Item,
    is_lead,
    is_row,
    label_lists,
    plane_of,
)
from ecgkt.io.units import split_unit
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import StatedMetadata, UploadedFile

MAX_BYTES = 256 * 2**20
"""Of one array: 30 minutes of 12 leads at 1000 Hz take 173 MB in double precision."""

MAX_ARRAYS = 200


def record_of_arrays(
    items: Sequence[Item], file: UploadedFile, stated: StatedMetadata, *, name: str
) -> EcgRecord:
    """
    Find leads, rate, unit, age and sex among named arrays.

    Parameters
    ----------
    items : sequence of Item
        All of the file.
    file : UploadedFile
        Its name is shown.
    stated : StatedMetadata
        What the user states.
    name : str
        Of the format.

    Returns
    -------
    EcgRecord
        Leads by name where the file names them; else rows in the order of `LEADS`,
        which is said.

    Raises
    ------
    RecordError
        If no array is an ECG, several could be, or rate or unit is stated nowhere.
    """
    labels, rows, notes, warnings = _by_name(items) or _as_table(items)
    facts = {item.name: item.value for item in items} | _lower(notes)
    fs = number_in(facts, FS_NAMES)
    unit = unit_in(facts, UNIT_NAMES)
    rows, padding = without_padding(rows, fs or stated.fs)
    scaled, gains = without_gain(rows, facts)
    named = [split_unit(label) for label in labels]
    found = Found(
        labels=[label for label, _unit in named],
        rows=scaled,
        units=[of_lead or unit for _label, of_lead in named],
        fs=fs,
        person=person_in(facts),
        warnings=(*warnings, *padding, *gains),
    )
    # Only where the file names no leads is there a warning yet: of their order.
    is_assumed = bool(warnings) and not is_order_confirmed(found.labels, found.rows)
    record = assemble(found, file, stated, name=name)
    return replace(record, is_order_assumed=is_assumed)


Leads = tuple[list[str], list[NDArray[Any]], dict[str, object], tuple[str, ...]]


def _lower(notes: Mapping[str, object]) -> dict[str, object]:
    return {key.lower(): value for key, value in notes.items()}


def _by_name(items: Sequence[Item]) -> Leads | None:
    """Take arrays that are called like leads."""
    leads = {
        item.path[-1]: item
        for item in items
        if item.path and is_row(item) and is_lead(item.path[-1])
    }
    if not leads:
        return None
    notes: dict[str, object] = {}
    for item in leads.values():
        notes |= item.notes
    rows = [np.asarray(item.value).reshape(-1) for item in leads.values()]
    units = {
        str(item.notes[key])
        for item in leads.values()
        for key in item.notes
        if key.lower() in UNIT_NAMES
    }
    if len(units) > 1:
        raise RecordError(
            "The leads of the file are in different units. Save them in one."
        )
    return list(leads), rows, notes, ()


def _as_table(items: Sequence[Item]) -> Leads:
    """Take the one array of two dimensions that can be a recording."""
    tables = [(item, plane_of(item)) for item in items]
    fitting = [(item, plane) for item, plane in tables if plane is not None]
    for wanted in SIGNAL_NAMES:
        of_name = [pair for pair in fitting if pair[0].name == wanted]
        if len(of_name) == 1:
            fitting = of_name
            break
    if len(fitting) != 1:
        raise RecordError(_no_table(items, len(fitting)))
    item, plane = fitting[0]
    for labels in label_lists(item, items):
        if len(labels) in plane.shape and any(map(is_lead, labels)):
            rows = plane if plane.shape[0] == len(labels) else plane.T
            return [label.strip() for label in labels], list(rows), item.notes, ()
    sizes = [size for size in plane.shape if size in ROWS]
    if len(sizes) != 1:
        raise RecordError(
            "The array of samples names no leads, and is not 12, 8 or 6 rows of them: "
            "which lead is which is unknown. Save the names beside it, in an array "
            "called leads."
        )
    names = ROWS[sizes[0]]
    rows = plane if plane.shape[0] == len(names) else plane.T
    warning = f"Leads were taken in this order: {', '.join(names)}."
    return list(names), list(rows), item.notes, (warning,)


def _no_table(items: Sequence[Item], n_fitting: int) -> str:
    if n_fitting:
        return (
            f"The file holds {n_fitting} arrays that could be an ECG. Save the one "
            "recording, called signal."
        )
    return (
        f"None of the {len(items)} values in the file is an ECG: expected an array of "
        "leads and samples (12 x n), or an array for each lead under its name. Save "
        "one recording."
    )
