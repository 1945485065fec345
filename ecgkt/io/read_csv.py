"""CSV tables: one column per lead, one row per sample, names in the first row."""

import re

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.csv_table import DELIMITERS, CsvTable, split_cells, split_table
from ecgkt.io.leads import complete_leads, find_leads, unused_warnings
from ecgkt.io.person import person_notes, read_person
from ecgkt.io.sniff import are_numbers, first_lines
from ecgkt.io.stated import settle_fs, settle_unit, unit_warnings
from ecgkt.io.tidy_table import names_leads, tidy_table
from ecgkt.io.units import MV_PER, split_unit
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import (
    LIMITS,
    StatedMetadata,
    UploadedFile,
    display_name,
    settle_age,
)
from ecgkt.vocab.lead_names import lead_name

SECONDS_PER = {"s": 1.0, "sec": 1.0, "seconds": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6}
TIME_NAMES = {"time": "s", "t": "s", "seconds": "s", "sec": "s", "time_s": "s"} | {
    "time_ms": "ms",
    "ms": "ms",
}
"""Names of a time column, with the unit they mean if none stands in brackets."""

MAX_JITTER = 0.45
"""Samples by which a time stamp may be off: rounded clocks pass, gaps do not."""

_FREQUENCY = re.compile(
    r"([0-9]{1,5}(?:\.[0-9]{1,6})?)\s{0,3}(k?Hz|sps|/s|samples?(?:/s| per second))?",
    re.IGNORECASE,
)


def recognises(content: bytes) -> bool:
    """Tell a table by its first line: named leads, or numbers in it or below."""
    if names_leads(content):
        return True
    lines = first_lines(content)
    if not lines:
        return False
    if any(lead_name(split_unit(cell)[0]) for cell in split_cells(lines[0])):
        return True
    if not any(mark in lines[0] for mark in DELIMITERS):
        return False
    return any(are_numbers(split_cells(line)) for line in lines[:2])


def read_csv(
    file: UploadedFile, stated: StatedMetadata, *, name: str = "csv"
) -> EcgRecord:
    """
    Read a table with named leads.

    The unit stands in the column names, ``I (mV)`` or ``I [uV]``, or in a comment line
    ``# unit: mV`` above them; the frequency in ``# fs: 500`` or in a column ``time
    (s)``; ``# age: 56`` and ``# sex: F`` are read too. What is not there must be
    entered.

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
    try:
        return _record(split_table(file.content), file, stated, name=name)
    except RecordError:
        # A plain table is read as it is; what is written otherwise is rewritten first.
        try:
            tidy = tidy_table(file.content)
        except RecordError:
            tidy = None
        if tidy is None:
            raise
    table = split_table(tidy.content)
    return _record(table, file, stated, name=name, n_unused=tidy.n_unused)


def _record(
    table: CsvTable,
    file: UploadedFile,
    stated: StatedMetadata,
    *,
    name: str,
    n_unused: int = 0,
) -> EcgRecord:
    person = read_person(table.comments)
    labels = [split_unit(label) for label in table.labels]
    places = find_leads([name for name, _unit in labels])
    times = [
        at for at, (name, _unit) in enumerate(labels) if name.lower() in TIME_NAMES
    ]
    values = table.parse([*places.values(), *times[:1]])
    in_file = {labels[at][1] or table.notes.get("unit") for at in places.values()}
    clock = _clock(values[-1], *labels[times[0]]) if times else None
    fs = settle_fs(_stated_fs(table, clock), stated, values.shape[1])
    units = {
        lead: settle_unit(labels[at][1] or table.notes.get("unit"), stated)
        for lead, at in places.items()
    }
    rows = {
        lead: row * MV_PER[units[lead]]
        for lead, row in zip(places, values, strict=False)
    }
    signal, derived = complete_leads(rows)
    n_unused += len(labels) - len(places) - len(times[:1])
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
    noted = _noted_fs(table)
    if noted is not None and clock is not None and abs(noted - clock) > 0.01 * noted:
        raise RecordError(
            f"The comment line states {noted:g} Hz, the time column {clock:g} Hz: one "
            "of them is wrong; remove it."
        )
    return clock if noted is None else noted


def _noted_fs(table: CsvTable) -> float | None:
    match = _FREQUENCY.fullmatch(table.notes.get("fs", ""))
    if match is None:
        return None
    return float(match[1]) * (1000 if (match[2] or "").lower() == "khz" else 1)


def _clock(times: NDArray[np.float64], name: str, unit: str | None) -> float:
    """Return the sampling frequency of a time column, in Hz."""
    scale = SECONDS_PER.get((unit or TIME_NAMES[name.lower()]).lower())
    if scale is None:
        raise RecordError(
            "A time column is in s, ms or us, such as time (s); this one states "
            "another unit. Correct its name, or remove it and state the frequency (fs)."
        )
    seconds = times * scale
    steps = np.arange(len(seconds))
    span = seconds[-1] - seconds[0] if len(seconds) > 1 else np.nan
    if not span > 0 or not np.isfinite(seconds).all():
        raise RecordError(
            "The time column must grow from row to row without gaps; it does not. "
            "Correct it, or remove it and state the frequency (fs)."
        )
    fs = (len(seconds) - 1) / span
    if not LIMITS.min_fs <= fs <= LIMITS.max_fs:
        raise RecordError(
            f"The time column gives {fs:.3g} samples per second, which no ECG has. If "
            "it is not in seconds, name its unit, such as time (ms)."
        )
    if np.abs((seconds - seconds[0]) * fs - steps).max() > MAX_JITTER:
        raise RecordError(
            "The rows of the time column are not evenly spaced: samples are missing or "
            "the clock changed. Export the recording without gaps."
        )
    # Rounded time stamps miss a whole frequency by less than one part in 10,000.
    return float(round(fs)) if abs(fs - round(fs)) < 1e-4 * fs else float(fs)
