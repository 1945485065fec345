"""One WFDB record of a header and its data files: each lead's row in mV."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.leads import find_leads
from ecgkt.io.stated import settle_unit
from ecgkt.io.units import MV_PER
from ecgkt.io.wfdb.decode import DIFFERENCES, FLAC, INVALID, decode_samples
from ecgkt.io.wfdb.header import NOWHERE, WfdbHeader, WfdbSignal
from ecgkt.types.quoted import quoted
from ecgkt.types.upload import StatedMetadata, UploadedFile, display_name

Row = NDArray[np.signedinteger[Any]]


class Piece(NamedTuple):
    """
    What one header and its data files hold.

    Attributes
    ----------
    rows : dict of str to numpy.ndarray of shape (n_samples,), float64
        mV by lead; NaN where the file has no value.
    fs : float or None
        Hz of the leads, where the header states it.
    units : dict of str to str
        Unit that was used for each lead.
    in_file : set of (str or None)
        Units that the header states.
    n_unused : int
        Signals that are no lead.
    is_unchecked : bool
        Whether nobody computed the checksums.
    """

    rows: dict[str, NDArray[np.float64]]
    fs: float | None
    units: dict[str, str]
    in_file: set[str | None]
    n_unused: int
    is_unchecked: bool

    @property
    def n_samples(self) -> int:
        """Samples of each lead."""
        return len(next(iter(self.rows.values())))


class _Lead(NamedTuple):
    """One lead's header line and its digitiser values."""

    signal: WfdbSignal
    row: Row


def read_piece(
    header: WfdbHeader, data_files: Sequence[UploadedFile], stated: StatedMetadata
) -> Piece:
    """
    Read the leads that a header names.

    Parameters
    ----------
    header : WfdbHeader
        Parsed.
    data_files : sequence of UploadedFile
        Among them those that it names.
    stated : StatedMetadata
        A unit goes before the header's.

    Returns
    -------
    Piece

    Raises
    ------
    RecordError
        If a data file is missing, has the wrong size or does not add up to its
        checksum, a unit is unknown, or leads are of different rates or lengths.
    """
    places = find_leads([signal.name for signal in header.signals])
    wanted = {header.signals[place].file_name for place in places.values()}
    rows = _read_files(header, wanted, data_files)
    leads = {lead: _Lead(header.signals[at], rows[at]) for lead, at in places.items()}
    _check_lengths(leads)
    n_per_frame = next(iter(leads.values())).signal.n_per_frame
    units = {
        lead: settle_unit(row.signal.unit or "mV", stated)
        for lead, row in leads.items()
    }
    return Piece(
        {lead: _to_mv(leads[lead], unit) for lead, unit in units.items()},
        None if header.fs is None else header.fs * n_per_frame,
        units,
        {lead.signal.unit for lead in leads.values()},
        header.n_signals - len(leads),
        _is_unchecked(header),
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
            content = find_file(name, data_files).content
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


def find_file(name: str, data_files: Sequence[UploadedFile]) -> UploadedFile:
    """Return the one file of a name, in any case; else raise a RecordError."""
    matches = [file for file in data_files if file.base_name.lower() == name.lower()]
    if len(matches) != 1:
        problem = "is missing" if not matches else f"is there {len(matches)} times"
        raise RecordError(
            f"The WFDB header names the file {quoted(display_name(name))}, which "
            f"{problem}. Upload the header and its data files together, once each and "
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
    is_packed = signals[0].fmt in FLAC
    raw = (_unpacked if is_packed else _parted)(header, signals, content)
    has_sums = not _is_unchecked(header)
    for signal, row in zip(signals, raw, strict=True):
        _verify(signal, row, has_sums=has_sums)
    return {
        at: _undo_skew(row, signal)
        for at, signal, row in zip(places, signals, raw, strict=True)
    }


def _parted(
    header: WfdbHeader, signals: Sequence[WfdbSignal], content: bytes
) -> list[Row]:
    ends = np.cumsum([signal.n_per_frame for signal in signals]).tolist()
    frames = decode_samples(
        content, signals[0].fmt, ends[-1], header.n_samples, signals[0].byte_offset
    )
    rows = [
        _in_time(frames[end - signal.n_per_frame : end])
        for signal, end in zip(signals, ends, strict=True)
    ]
    if signals[0].fmt != DIFFERENCES:
        return rows
    return [
        np.cumsum(row, dtype=np.int64) + (signal.initial_value or 0)
        for signal, row in zip(signals, rows, strict=True)
    ]


def _unpacked(
    header: WfdbHeader, signals: Sequence[WfdbSignal], content: bytes
) -> list[Row]:
    # Its library loads for a third of a second, which no other record should pay.
    from ecgkt.io.wfdb.flac import decode_flac

    counts = {signal.n_per_frame for signal in signals}
    if len(counts) > 1 or signals[0].byte_offset:
        raise RecordError(
            "A packed data file of a WFDB record holds signals of one frequency, "
            "from its beginning on; this header says otherwise: it is damaged, copy it "
            "again."
        )
    n_samples = header.n_samples and header.n_samples * counts.pop()
    return list(decode_flac(content, FLAC[signals[0].fmt], len(signals), n_samples))


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
    # Format 8 has no code for "no value": its last value stays.
    code = INVALID.get(signal.fmt)
    shifted = np.full_like(row, row[-1] if code is None else code)
    kept = row[signal.skew :]
    shifted[: len(kept)] = kept
    return shifted


def _to_mv(lead: _Lead, unit: str) -> NDArray[np.float64]:
    signal, row = lead
    millivolts = (row.astype(np.float64) - signal.baseline) / signal.gain
    millivolts *= MV_PER[unit]
    code = INVALID.get(signal.fmt)
    if code is not None:
        millivolts[row == code] = np.nan
    return millivolts
