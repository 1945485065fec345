"""WFDB records: a header and the data files that it names, all in memory."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.leads import complete_leads, find_leads, unused_warnings
from ecgkt.io.mapping.text_shape import names_leads
from ecgkt.io.patient import patient_hash
from ecgkt.io.person import person_notes, read_person
from ecgkt.io.sniff import are_numbers, first_lines
from ecgkt.io.stated import settle_fs, settle_unit, unit_warnings
from ecgkt.io.units import MV_PER
from ecgkt.io.wfdb.decode import INVALID, decode_samples
from ecgkt.io.wfdb.header import NOWHERE, WfdbHeader, WfdbSignal, parse_header
from ecgkt.types.record import SIMULATED, EcgRecord
from ecgkt.types.upload import StatedMetadata, UploadedFile, display_name, settle_age

Row = NDArray[np.signedinteger[Any]]

NO_CHECKSUMS = (
    "All checksums in the header are 0, as scripts write them: whether these samples "
    "are the header's own could not be checked."
)
_RECORD_LINE = re.compile(r"[^\s,;]{1,80}[ \t]+\d{1,4}([ \t].*)?")
_CELLS = re.compile(r"[\s,;|]+")


class _Lead(NamedTuple):
    """One lead's header line and its digitiser values."""

    signal: WfdbSignal
    row: Row


def recognises(content: bytes) -> bool:
    """Tell a header by its record line, below which no row of numbers stands."""
    lines = first_lines(content)
    if not lines or not _RECORD_LINE.fullmatch(lines[0][:1100]):
        return False
    # "Ward 7" over a table is no record line.
    if len(lines) > 1 and are_numbers(_CELLS.split(lines[1].strip())):
        return False
    return not names_leads(content)


def partner_names(file: UploadedFile) -> tuple[str, ...]:
    """Name the data files of a record, by its header file."""
    return data_names(parse_header(file.content))


def read_wfdb(
    header_file: UploadedFile,
    data_files: Sequence[UploadedFile],
    stated: StatedMetadata,
) -> EcgRecord:
    """
    Read one WFDB record.

    Parameters
    ----------
    header_file : UploadedFile
        The .hea file.
    data_files : sequence of UploadedFile
        The files uploaded with it; only those that the header names are read.
    stated : StatedMetadata
        What the user states.

    Returns
    -------
    EcgRecord
        Invalid samples are NaN; age and sex come from the comments.

    Raises
    ------
    RecordError
        If the header is refused, a data file is missing, has the wrong size or does not
        add up to its checksum, or a lead is missing.

    References
    ----------
    .. [1] "WFDB applications guide, header(5) and signal(5)", PhysioNet. Departs from
       it: the checksum is verified, because a data file of another patient may have
       the right size; where all are 0 nobody computed them, and that is said.
    """
    header = parse_header(header_file.content)
    places = find_leads([signal.name for signal in header.signals])
    wanted = {header.signals[place].file_name for place in places.values()}
    rows = _read_files(header, wanted, data_files)
    leads = {lead: _Lead(header.signals[at], rows[at]) for lead, at in places.items()}
    _check_lengths(leads)
    n_per_frame = next(iter(leads.values())).signal.n_per_frame
    in_file = None if header.fs is None else header.fs * n_per_frame
    n_samples = len(next(iter(leads.values())).row)
    fs = settle_fs(in_file, stated, n_samples)
    units = {
        lead: settle_unit(row.signal.unit or "mV", stated)
        for lead, row in leads.items()
    }
    millivolts = {lead: _to_mv(leads[lead], unit) for lead, unit in units.items()}
    signal, derived = complete_leads(millivolts)
    person = read_person(header.comments)
    return EcgRecord(
        record_id=display_name(header_file.stem),
        signal=signal,
        fs=fs,
        format="wfdb",
        original_unit=", ".join(sorted(set(units.values()))),
        derived_leads=derived,
        warnings=(
            *([SIMULATED] if SIMULATED in header.comments else []),
            *unused_warnings(header.n_signals - len(leads), "signal"),
            *_unit_notes({lead.signal.unit for lead in leads.values()}, stated),
            *([NO_CHECKSUMS] if _is_unchecked(header) and signal.any() else []),
            *person_notes(person, stated.sex),
        ),
        age=settle_age(person.age, stated.age),
        sex=stated.sex or person.sex,
        unread_age=person.unread_age,
        recorded_at=header.recorded_at,
        patient_hash=patient_hash(header.comments),
    )


def data_names(header: WfdbHeader) -> tuple[str, ...]:
    """Name the data files of a record, each once, in the header's order."""
    names = (signal.file_name for signal in header.signals)
    return tuple(dict.fromkeys(name for name in names if name != NOWHERE))


def _read_files(
    header: WfdbHeader, wanted: set[str], data_files: Sequence[UploadedFile]
) -> dict[int, Row]:
    """Decode the named files; return the rows by their place in the header."""
    rows: dict[int, Row] = {}
    for name in data_names(header):
        if name in wanted:
            content = _find(name, data_files).content
            rows |= _decode_file(header, name, content)
    return rows


def _check_lengths(leads: Mapping[str, _Lead]) -> None:
    """Refuse leads of different rates or lengths; other signals may have any."""
    if len({lead.signal.n_per_frame for lead in leads.values()}) > 1:
        raise RecordError(
            "The leads of one recording have one sampling frequency; in this WFDB "
            "record they have several. Export them at one."
        )
    if len({len(lead.row) for lead in leads.values()}) > 1:
        raise RecordError(
            "The data files of this WFDB record are of different length: one of them "
            "is cut or belongs to another record. Copy all of them again."
        )


def _find(name: str, data_files: Sequence[UploadedFile]) -> UploadedFile:
    matches = [file for file in data_files if file.base_name.lower() == name.lower()]
    if len(matches) != 1:
        problem = "is missing" if not matches else f"is there {len(matches)} times"
        raise RecordError(
            f"The WFDB header names the data file {display_name(name)}, which "
            f"{problem}. Upload the header and its data file together, once each and "
            "under their own names."
        )
    return matches[0]


def _decode_file(header: WfdbHeader, name: str, content: bytes) -> dict[int, Row]:
    places = [at for at, s in enumerate(header.signals) if s.file_name == name]
    signals = [header.signals[at] for at in places]
    if len({(signal.fmt, signal.byte_offset) for signal in signals}) > 1:
        raise RecordError(
            "The WFDB header gives one data file two sample formats: it is damaged; "
            "copy it again."
        )
    ends = np.cumsum([signal.n_per_frame for signal in signals]).tolist()
    frames = decode_samples(
        content, signals[0].fmt, ends[-1], header.n_samples, signals[0].byte_offset
    )
    raw = [
        _in_time(frames[end - signal.n_per_frame : end])
        for signal, end in zip(signals, ends, strict=True)
    ]
    has_sums = not _is_unchecked(header)
    for signal, row in zip(signals, raw, strict=True):
        _verify(signal, row, has_sums=has_sums)
    return {
        at: _undo_skew(row, signal)
        for at, signal, row in zip(places, signals, raw, strict=True)
    }


def _in_time(rows: Row) -> Row:
    """Put the samples of one signal, several in each frame, one after the other."""
    return rows[0] if len(rows) == 1 else np.ascontiguousarray(rows.T).reshape(-1)


def _is_unchecked(header: WfdbHeader) -> bool:
    """Tell whether nobody computed the checksums: that all are 0 is no coincidence."""
    return {signal.checksum for signal in header.signals} == {0}


def _verify(signal: WfdbSignal, row: Row, *, has_sums: bool) -> None:
    if signal.checksum is None:
        return
    # The standard sums in 16 bits; writers store that sum with or without a sign.
    differs = (int(row.sum(dtype=np.int64)) - signal.checksum) % 2**16
    if not has_sums:
        # A first value that is no 0 was computed, and must be true.
        differs = bool(signal.initial_value) and row[:1] != signal.initial_value
    if differs:
        raise RecordError(
            "The samples do not add up to the checksum in the WFDB header: the data "
            "file is damaged or belongs to another record. Copy both files again."
        )


def _undo_skew(row: Row, signal: WfdbSignal) -> Row:
    if not signal.skew:
        return row
    shifted = np.full_like(row, INVALID[signal.fmt])
    kept = row[signal.skew :]
    shifted[: len(kept)] = kept
    return shifted


def _unit_notes(in_file: set[str | None], stated: StatedMetadata) -> tuple[str, ...]:
    if None in in_file and stated.unit is None:
        return ("The header leaves the unit out, which by the WFDB standard means mV.",)
    return unit_warnings(in_file, stated)


def _to_mv(lead: _Lead, unit: str) -> NDArray[np.float64]:
    signal, row = lead
    millivolts = (row.astype(np.float64) - signal.baseline) / signal.gain
    millivolts *= MV_PER[unit]
    millivolts[row == INVALID[signal.fmt]] = np.nan
    return millivolts
