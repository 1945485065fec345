"""Tables in text: one column per lead, one row per sample, or the other way round."""

from ecgkt.errors import RecordError
from ecgkt.io.csv_table import DELIMITERS, CsvTable, split_cells, split_table
from ecgkt.io.leads import complete_leads, find_leads, unused_warnings
from ecgkt.io.mapping.clock import TIME_NAMES, clock_rate
from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.read_mapped import read_mapped, record_of_columns
from ecgkt.io.mapping.text_columns import text_columns
from ecgkt.io.mapping.text_shape import holds_samples, names_leads
from ecgkt.io.person import person_notes, read_person
from ecgkt.io.sniff import are_numbers, first_lines
from ecgkt.io.stated import settle_fs, settle_unit, unit_warnings
from ecgkt.io.units import MV_PER, split_unit
from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import TableMap
from ecgkt.types.upload import (
    StatedMetadata,
    UploadedFile,
    display_name,
    settle_age,
)
from ecgkt.vocab.lead_names import lead_name


def recognises(content: bytes) -> bool:
    """Tell a table by its first lines: named leads, or rows of numbers."""
    if names_leads(content):
        return True
    lines = first_lines(content)
    if not lines:
        return holds_samples(content)
    if any(lead_name(split_unit(cell)[0]) for cell in split_cells(lines[0])):
        return True
    is_parted = any(mark in lines[0] for mark in DELIMITERS)
    if is_parted and any(are_numbers(split_cells(line)) for line in lines[:2]):
        return True
    return holds_samples(content)


def columns(file: UploadedFile, wish: TableMap) -> Columns:
    """Take a table apart, whatever its columns are; a RecordError if it is none."""
    return text_columns(file.content, wish)


def read_csv(
    file: UploadedFile, stated: StatedMetadata, *, name: str = "csv"
) -> EcgRecord:
    """
    Read a table with named leads.

    The unit stands in the column names, ``I (mV)`` or ``I [uV]``, in a row below them
    or in a comment line ``# unit: mV`` above; the frequency in ``# fs: 500`` or in a
    column ``time (s)``; ``# age: 56`` and ``# sex: F`` are read too. What is not there
    must be entered.

    Parameters
    ----------
    file : UploadedFile
        Text; a comma, semicolon, tab, bar or blanks between the cells.
    stated : StatedMetadata
        What the user states.
    name : str
        Of the format that the table was taken from.

    Returns
    -------
    EcgRecord
        Empty cells and "nan" are NaN.

    Raises
    ------
    RecordError
        If the table is beyond the limits, ragged, without names or not of plain
        numbers, or if frequency or unit is stated nowhere.
    """
    if stated.is_mapped:
        return read_mapped(columns(file, stated.shape), file, stated, name=name)
    try:
        return _record(split_table(file.content), file, stated, name=name)
    except RecordError:
        # A plain table is read as it is; what is written otherwise is looked at.
        if not names_leads(file.content):
            raise
    found = columns(file, stated.shape)
    if found.clock_problem:
        raise RecordError(found.clock_problem)
    leads = {at: lead for lead, at in find_leads(found.labels).items()}
    return record_of_columns(found, leads, file, stated, name)


def _record(
    table: CsvTable, file: UploadedFile, stated: StatedMetadata, *, name: str
) -> EcgRecord:
    person = read_person(table.comments)
    labels = [split_unit(label) for label in table.labels]
    places = find_leads([name for name, _unit in labels])
    times = [
        at for at, (name, _unit) in enumerate(labels) if name.lower() in TIME_NAMES
    ]
    values = table.parse([*places.values(), *times[:1]])
    in_file = {labels[at][1] or table.notes.unit for at in places.values()}
    clock = clock_rate(values[-1], *labels[times[0]]) if times else None
    fs = settle_fs(_stated_fs(table, clock), stated, values.shape[1])
    units = {
        lead: settle_unit(labels[at][1] or table.notes.unit, stated)
        for lead, at in places.items()
    }
    rows = {
        lead: row * MV_PER[units[lead]]
        for lead, row in zip(places, values, strict=False)
    }
    signal, derived = complete_leads(rows)
    n_unused = len(labels) - len(places) - len(times[:1])
    return EcgRecord(
        record_id=display_name(file.stem),
        signal=signal,
        fs=fs,
        format=name,
        original_unit=", ".join(sorted(set(units.values()))),
        derived_leads=derived,
        warnings=(
            *table.warnings,
            *unused_warnings(n_unused, "column"),
            *unit_warnings(in_file, stated),
            *person_notes(person, stated.sex),
        ),
        age=settle_age(person.age, stated.age),
        sex=stated.sex or person.sex,
        unread_age=person.unread_age,
    )


def _stated_fs(table: CsvTable, clock: float | None) -> float | None:
    noted = table.notes.fs
    if noted is not None and clock is not None and abs(noted - clock) > 0.01 * noted:
        raise RecordError(
            f"The comment line states {noted:g} Hz, the time column {clock:g} Hz: one "
            "of them is wrong; remove it."
        )
    return clock if noted is None else noted
