"""Named arrays, as MATLAB, HDF5 and NumPy archives hold them, become one recording."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.array_facts import (
    FS_NAMES,
    UNIT_NAMES,
    number_in,
    person_in,
    texts_of,
    unit_in,
    without_gain,
    without_padding,
)
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.read_npy import ROWS
from ecgkt.io.units import split_unit
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import LIMITS, StatedMetadata, UploadedFile
from ecgkt.vocab.lead_names import lead_name

MAX_BYTES = 256 * 2**20
"""Of one array: 30 minutes of 12 leads at 1000 Hz take 173 MB in double precision."""

MAX_ARRAYS = 200
MIN_SAMPLES = 32
"""A shorter table holds values of another kind."""

SIGNAL_NAMES = (
    *("val", "tracings", "tracing", "signal", "signals", "ecg", "data", "sig", "x"),
    *("p_signal", "samples", "waveform", "waveforms", "ecg_data", "arr_0"),
)
LEAD_LISTS = frozenset(
    (
        *("leads", "lead", "lead_names", "leadnames", "sig_name", "sig_names", "desc"),
        *("channels", "channel_names", "labels", "label", "ch_names", "leads_names"),
    )
)


class Item(NamedTuple):
    """
    One value of a file.

    Attributes
    ----------
    path : tuple of str
        Names of the groups it lies in, and its own.
    value : numpy.ndarray or list of str
        Numbers, or texts.
    notes : dict of str to object
        Attributes of the array and of its groups.
    """

    path: tuple[str, ...]
    value: NDArray[Any] | list[str]
    notes: dict[str, object] = {}  # noqa: RUF012

    @property
    def name(self) -> str:
        """Its own name, in lower case."""
        return self.path[-1].lower() if self.path else ""


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
    return assemble(found, file, stated, name=name)


Leads = tuple[list[str], list[NDArray[Any]], dict[str, object], tuple[str, ...]]


def _lower(notes: Mapping[str, object]) -> dict[str, object]:
    return {key.lower(): value for key, value in notes.items()}


def _by_name(items: Sequence[Item]) -> Leads | None:
    """Take arrays that are called like leads."""
    leads = {
        item.path[-1]: item
        for item in items
        if item.path
        and lead_name(split_unit(item.path[-1])[0])
        and isinstance(item.value, np.ndarray)
        and item.value.size >= MIN_SAMPLES
        and item.value.size == max(item.value.shape)
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
    tables = [(item, _plane(item)) for item in items]
    fitting = [(item, plane) for item, plane in tables if plane is not None]
    for wanted in SIGNAL_NAMES:
        of_name = [pair for pair in fitting if pair[0].name == wanted]
        if len(of_name) == 1:
            fitting = of_name
            break
    if len(fitting) != 1:
        raise RecordError(_no_table(items, len(fitting)))
    item, plane = fitting[0]
    lists = [
        other.value
        for other in items
        if other.name in LEAD_LISTS and isinstance(other.value, list)
    ]
    lists += [
        texts_of(note) for key, note in item.notes.items() if key.lower() in LEAD_LISTS
    ]
    for labels in lists:
        if len(labels) in plane.shape and any(map(_is_lead, labels)):
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


def _is_lead(label: str) -> bool:
    return lead_name(split_unit(label.strip())[0]) is not None


def _plane(item: Item) -> NDArray[Any] | None:
    """Return an array as a table of leads and samples, if it can be one."""
    value = item.value
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
        return None
    sizes = [size for size in value.shape if size != 1]
    if len(value.shape) == 3 and len(sizes) == 3 and value.shape[-1] in ROWS:
        raise RecordError(
            f"One recording is read at a time; the file holds {value.shape[0]}. Save "
            "one of them."
        )
    if len(sizes) != 2 or max(sizes) < MIN_SAMPLES or min(sizes) > LIMITS.max_leads:
        return None
    return value.reshape(sizes)


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
