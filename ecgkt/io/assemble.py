"""From what a reader found in a file to one `EcgRecord`: the end of every reader."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.leads import complete_leads, find_leads, unused_warnings
from ecgkt.io.person import Person, person_notes
from ecgkt.io.stated import settle_fs, settle_unit, unit_warnings
from ecgkt.io.units import MV_PER
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import (
    LIMITS,
    StatedMetadata,
    UploadedFile,
    display_name,
    settle_age,
)
from ecgkt.types.vendor import VendorBeat, VendorReading

Row = NDArray[np.floating[Any]]
NOBODY = Person()
MAX_BEAT = 5.0
"""Seconds of a median beat, at 12 beats a minute."""

MAX_BEAT_MV = 20.0


@dataclass(frozen=True, kw_only=True)
class Found:
    """
    What stands in a file, before the user's word is heard.

    Attributes
    ----------
    labels : sequence of str
        One per signal, as the file names it or as a standard's code means.
    rows : sequence of numpy.ndarray of shape (n_samples,)
        In the unit of the signal; NaN where there is no value.
    units : sequence of (str or None)
        One per signal.
    fs : float or None
        Hz, if the file states it.
    person : Person
        Age and sex.
    warnings : tuple of str
        What the reader noticed.
    vendor : VendorReading or None
        What the recorder's own program said.
    beat : tuple of (sequence of str, sequence of numpy.ndarray, float) or None
        The recorder's median beat: labels, rows in mV, Hz.
    """

    labels: Sequence[str]
    rows: Sequence[Row]
    units: Sequence[str | None]
    fs: float | None
    person: Person = NOBODY
    warnings: tuple[str, ...] = ()
    vendor: VendorReading | None = None
    beat: tuple[Sequence[str], Sequence[Row], float] | None = field(default=None)


def assemble(
    found: Found, file: UploadedFile, stated: StatedMetadata, *, name: str
) -> EcgRecord:
    """
    Put leads in order and settle frequency, unit, age and sex.

    Parameters
    ----------
    found : Found
        What stands in the file.
    file : UploadedFile
        Its name is shown.
    stated : StatedMetadata
        What the user states.
    name : str
        Of the format, from `vocab.formats`.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If no lead is there, leads are of different length, or frequency or unit is
        stated nowhere.
    """
    if len(found.labels) > LIMITS.max_leads:
        raise RecordError(
            f"A recording has up to {LIMITS.max_leads} signals; this file holds "
            f"{len(found.labels)}. Export the ECG alone."
        )
    places = find_leads(list(found.labels))
    lengths = {len(found.rows[at]) for at in places.values()}
    if len(lengths) != 1 or 0 in lengths:
        raise RecordError(
            "The leads of one recording are of equal length and not empty; in this "
            "file they are not: it is cut or damaged. Export the ECG again."
        )
    fs = settle_fs(found.fs, stated, lengths.pop())
    in_file = {found.units[at] for at in places.values()}
    units = {lead: settle_unit(found.units[at], stated) for lead, at in places.items()}
    rows = {
        lead: _to_mv(found.rows[at], MV_PER[units[lead]]) for lead, at in places.items()
    }
    signal, derived = complete_leads(rows)
    return EcgRecord(
        record_id=display_name(file.stem),
        signal=signal,
        fs=fs,
        format=name,
        original_unit=", ".join(sorted(set(units.values()))),
        derived_leads=derived,
        warnings=(
            *found.warnings,
            *unused_warnings(len(found.labels) - len(places), "signal"),
            *unit_warnings(in_file, stated),
            *person_notes(found.person, stated.sex),
        ),
        age=settle_age(found.person.age, stated.age),
        sex=stated.sex or found.person.sex,
        unread_age=found.person.unread_age,
        vendor=found.vendor or None,
        vendor_beat=_beat(found),
    )


def _to_mv(row: Row, mv_per_unit: float) -> NDArray[np.float32]:
    # Single precision holds 7 digits: the last is below a thousandth of a microvolt.
    return (np.asarray(row, np.float64) * mv_per_unit).astype(np.float32)


def _beat(found: Found) -> VendorBeat | None:
    """Put the median beat in order; one that does not fit is left out."""
    if found.beat is None:
        return None
    labels, rows, fs = found.beat
    try:
        places = find_leads(list(labels))
    except RecordError:
        return None
    lengths = {len(rows[at]) for at in places.values()}
    if len(lengths) != 1 or not LIMITS.min_fs <= fs <= LIMITS.max_fs:
        return None
    if not 0 < lengths.pop() <= fs * MAX_BEAT:
        return None
    # The lowest number of 16 bits stands for "no value" in the beats of some writers.
    rows = [np.where(np.abs(row) < MAX_BEAT_MV, row, np.nan) for row in rows]
    signal = complete_leads({lead: rows[at] for lead, at in places.items()}).signal
    return VendorBeat(signal, float(fs))
