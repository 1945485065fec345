"""Readings of one heart, twice: halves of a recording, simulated and real repeats."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ecgkt.dataset.store import open_store
from ecgkt.errors import EcgktError
from ecgkt.io.read_path import read_path
from ecgkt.pipeline.reader import Reader
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.preprocess.resample import resample
from ecgkt.quality.reversal_terms import twelve_leads
from ecgkt.simulate.repeats import simulate_repeats
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord

LOW_FS = 100.0
"""Hz to which recordings are brought down, for what a low rate costs."""
APART = timedelta(minutes=60)
"""Longest time between two recordings that are called repeats."""
SPLIT = "tuning"
"""Of a store; held_out is kept for the model."""
SEED = 11
"""Of the simulated hearts."""


class Pair(NamedTuple):
    """
    Two readings of one heart.

    Attributes
    ----------
    source : str
        "halves", "simulated" or "repeats".
    person : str
        Whose heart: pairs of one person are no independent pairs.
    fs : float
        Hz, of both.
    first, second : Reading
        In order of time.
    """

    source: str
    person: str
    fs: float
    first: Reading
    second: Reading


def half_pairs(
    reader: Reader, records: Iterator[tuple[str, EcgRecord]]
) -> Iterator[Pair]:
    """
    Read both halves of recordings, which share no beat.

    Parameters
    ----------
    reader : Reader
        Halves of 10 s are measured and not scored.
    records : iterator of (str, EcgRecord)
        Each with its person.

    Yields
    ------
    Pair
    """
    for person, record in records:
        half = record.duration / 2
        parts = (record.stretch(0, half), record.stretch(half, half))
        first, second = map(reader.read, parts)
        if first.measurements and second.measurements:
            yield Pair("halves", person, record.fs, first, second)


def simulated_pairs(reader: Reader, n_hearts: int) -> Iterator[Pair]:
    """Read simulated hearts twice, at their own rate and at `LOW_FS`."""
    for number in range(n_hearts):
        records = simulate_repeats(SEED, number)
        for fs in (records[0].fs, LOW_FS):
            first, second = (reader.read(at_rate(record, fs)) for record in records)
            if first.measurements and second.measurements:
                yield Pair("simulated", f"s{number}", fs, first, second)


def repeat_pairs(reader: Reader, folder: Path) -> Iterator[Pair]:
    """
    Read recordings of one patient that follow each other within `APART`.

    Parameters
    ----------
    reader : Reader
        Reads whole recordings.
    folder : pathlib.Path
        In MIMIC-IV-ECG's layout.

    Yields
    ------
    Pair
        At their own rate and at `LOW_FS`; each recording is in one pair at most.
    """
    for person, first, second in close_recordings(folder):
        records = (read_path(first), read_path(second))
        for fs in (records[0].fs, LOW_FS):
            readings = [reader.read(at_rate(record, fs)) for record in records]
            if all(reading.measurements for reading in readings):
                yield Pair("repeats", person, fs, *readings)


def close_recordings(folder: Path) -> list[tuple[str, Path, Path]]:
    """
    Find what was recorded again within `APART`.

    Parameters
    ----------
    folder : pathlib.Path
        With ``record_list.csv``.

    Returns
    -------
    list of (str, pathlib.Path, pathlib.Path)
        Patient and two headers, in order of patient and time.

    Raises
    ------
    EcgktError
        If there is no such list, or it lacks a column.
    """
    rows = listed_recordings(folder)
    pairs = []
    place = 0
    while place + 1 < len(rows):
        (person, time, path), (again, later, other) = rows[place : place + 2]
        is_pair = person == again and later - time <= APART
        if is_pair:
            pairs.append((person, path, other))
        place += 2 if is_pair else 1
    return pairs


def listed_recordings(folder: Path) -> list[tuple[str, datetime, Path]]:
    """Return patient, time and header of each row of ``record_list.csv``, sorted."""
    path = folder / "record_list.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [
                (
                    row["subject_id"],
                    datetime.fromisoformat(row["ecg_time"]),
                    folder / f"{row['path']}.hea",
                )
                for row in csv.DictReader(file)
            ]
    except (OSError, KeyError, ValueError, UnicodeDecodeError) as error:
        raise EcgktError(
            f"expected MIMIC-IV-ECG's record_list.csv with subject_id, ecg_time and "
            f"path in {folder}, found none of that kind"
        ) from error
    return sorted(rows)


def ludb_recordings(folder: Path) -> Iterator[tuple[str, EcgRecord]]:
    """Yield the recordings of a folder in LUDB's layout; each is a person."""
    try:
        names = (folder / "RECORDS").read_text(encoding="utf-8").split()
    except OSError as error:
        raise EcgktError(f"expected LUDB's RECORDS in {folder}, found none") from error
    for name in names:
        yield f"l{name}", read_path(folder / f"{name}.hea")


def mimic_recordings(folder: Path, n_records: int) -> Iterator[tuple[str, EcgRecord]]:
    """Yield so many recordings, evenly over MIMIC-IV-ECG's list."""
    listed = listed_recordings(folder)
    for person, _, path in listed[:: max(1, -(-len(listed) // n_records))]:
        yield person, read_path(path)


def store_recordings(
    store: Path, n_records: int | None
) -> Iterator[tuple[str, EcgRecord]]:
    """Yield the first recordings of a store's tuning split, at the store's rate."""
    opened = open_store(store)
    for row in opened.split(SPLIT)[:n_records].tolist():
        leads = fill_gaps(opened.millivolts(np.array([row]))[0])
        record = EcgRecord(
            record_id=str(row),
            signal=twelve_leads(leads.astype(np.float64)).astype(np.float32),
            fs=float(opened.manifest["fs"]),
            format="npy",
        )
        yield str(opened.records["patient_id"].iloc[row]), record


def at_rate(record: EcgRecord, fs: float) -> EcgRecord:
    """Bring a recording down to a rate; one that is there already stays as it is."""
    if record.fs == fs:
        return record
    whole = fill_gaps(record.signal)
    return replace(record, signal=resample(whole, record.fs, fs), fs=fs)


def lowered(
    records: Iterator[tuple[str, EcgRecord]],
) -> Iterator[tuple[str, EcgRecord]]:
    """Yield recordings at `LOW_FS`."""
    for person, record in records:
        yield person, at_rate(record, LOW_FS)


Say = Callable[[str], None]
